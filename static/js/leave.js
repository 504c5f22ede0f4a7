// The quick exit: the button and two presses of Escape. Runs before the page is drawn, and needs nothing else.
(() => {
  const { leaveUrl, leavePost, leaveTitle } = document.currentScript.dataset;
  const LEFT = "peerplein-left";
  const TWICE_WITHIN = 1000;
  let lastEscape = -Infinity;
  document.documentElement.classList.add("js");

  // A private window may refuse storage; leaving must work all the same.
  const storage = (act) => {
    try {
      return act(sessionStorage);
    } catch {
      return null;
    }
  };

  const vanish = () => {
    document.title = leaveTitle;
    document.documentElement.hidden = true;
    location.replace(leaveUrl);
  };

  const leave = () => {
    dispatchEvent(new Event("peerplein:leave"));
    storage((store) => {
      store.clear();
      store.setItem(LEFT, "1");
    });
    // The answer signs out; it may arrive after this page is gone, or never without a connection.
    const farewell = new FormData();
    farewell.set("stay", "1");
    navigator.sendBeacon?.(leavePost, farewell);
    vanish();
  };

  const cameBack = () => storage((store) => store.getItem(LEFT));
  const arrival = performance.getEntriesByType("navigation")[0];
  if (cameBack()) {
    if (arrival?.type === "back_forward") vanish();
    else storage((store) => store.removeItem(LEFT));
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted && cameBack()) vanish();
  });

  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.repeat || event.isComposing) return;
      if (event.timeStamp - lastEscape < TWICE_WITHIN) leave();
      lastEscape = event.timeStamp;
    },
    true,
  );
  addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-leave]")) return;
      event.preventDefault();
      leave();
    },
    true,
  );
})();
