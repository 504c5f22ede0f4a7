// Questions that look like the title that is being typed. They never stand in the way of asking.
import { announce, attach, parsed, words } from "./dom.js";

const SIMILAR_PAUSE = 400;
const SIMILAR_FROM = 10;

attach("[data-similar]", (field) => {
  const place = document.querySelector("[data-similar-here]");
  if (!place) return;
  let timer, running, closed;
  const look = async () => {
    running?.abort();
    const title = field.value.trim();
    if (title.length < SIMILAR_FROM) return place.replaceChildren();
    running = new AbortController();
    const { signal } = running;
    try {
      const url = `${place.dataset.similarHere}?${new URLSearchParams({ title })}`;
      const response = await fetch(url, { signal, credentials: "same-origin" });
      if (!response.ok || closed) return;
      const found = parsed(await response.text()).querySelector(".similar");
      const before = place.querySelectorAll("li").length;
      place.replaceChildren(...(found ? [found] : []));
      const count = place.querySelectorAll("li").length;
      if (count && count !== before) announce(words("similar", { n: count }));
    } catch {
      // Without a connection, or overtaken by the next letter: asking goes on.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(look, SIMILAR_PAUSE);
  });
  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-similar-close]")) return;
    closed = true;
    place.replaceChildren();
    field.focus();
  });
});
