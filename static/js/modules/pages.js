// Open pages stay current: the bell and lists of questions (a question itself: thread.js). The socket only says that
// something changed; what it is comes over HTTP, where the server decides what this reader may see.
import { announce, attach, parsed, words } from "./dom.js";
import { listen } from "./live.js";
import { roomWasRead } from "./roomlist.js";

const SPREAD = 1500;

/** Runs `act` a moment later, once for many calls: two hundred readers do not ask at the same moment. */
export function soon(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 200 + Math.random() * SPREAD);
  };
}

export async function freshPage() {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Fragment": "1" } }).catch(() => null);
  return answer?.ok ? parsed(await answer.text()) : null;
}

attach("[data-bell]", (bell) => {
  const ring = soon(async () => {
    const answer = await fetch("/inbox/count/", { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { unread } = await answer.json();
    document.querySelectorAll("[data-bell-count]").forEach((count) => {
      count.textContent = unread > 99 ? "99+" : unread;
      (count.closest(".badge") ?? count).hidden = !unread;
    });
    bell.querySelector("[data-bell-words]").textContent = words("unread", { n: unread });
  });
  listen("inbox", {
    hear(frame) {
      if (frame.what === "notification") ring();
      else if (frame.what === "read") roomWasRead(frame.room);
    },
  });
});

attach("[data-live-list]", (offer) => {
  const button = offer.querySelector("button");
  // A page with several lists names the one that has the newest on top; what moves up in it from below is not new.
  const { rows = "main .rows" } = offer.dataset;
  const linksOf = (page) => [...page.querySelectorAll(`${rows} .rows__link`)].map((link) => link.getAttribute("href"));
  const newIn = (links, known) => {
    const first = offer.dataset.rows ? links.findIndex((href) => known.has(href)) : -1;
    return (first < 0 ? links : links.slice(0, first)).filter((href) => !known.has(href)).length;
  };
  let fresh = null;
  const look = soon(async () => {
    const page = await freshPage();
    if (!page) return;
    const n = newIn(linksOf(page), new Set(linksOf(document)));
    if (!n) return;
    fresh = page;
    button.querySelector("span").textContent = n === 1 ? words("newQuestion") : words("newQuestions", { n });
    if (offer.hidden) announce(button.textContent.trim());
    offer.hidden = false;
  });
  button.addEventListener("click", () => {
    const [list, freshList] = [document.querySelector(rows), fresh?.querySelector(rows)];
    if (!list || !freshList) return location.reload();
    list.replaceWith(freshList);
    offer.hidden = true;
    freshList.querySelector(".rows__link")?.focus({ preventScroll: true });
  });
  listen(offer.dataset.liveList, { hear: (frame) => frame.t === "changed" && look() });
});
