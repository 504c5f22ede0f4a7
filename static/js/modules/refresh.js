// Parts of a page that follow what happens: fetched again every few seconds, and at once when a socket rings.
// Nothing is replaced while somebody writes in it, and the focus stays where it was.
import { announce, attach, attachIn, parsed } from "./dom.js";
import { listen } from "./live.js";

const followed = new Set();

function isWrittenIn(part) {
  const field = document.activeElement?.closest("textarea, input:not([type=hidden]), select");
  return (field && part.contains(field)) || part.querySelector("details[open]:has(form), form[data-sent]");
}

/** Fetches one part anew, also one that does not follow by itself. */
export async function lookAgain(part) {
  if (!part?.isConnected || document.hidden || part.dataset.looking) return;
  part.dataset.looking = "1";
  try {
    const response = await fetch(part.dataset.from || location.href, { credentials: "same-origin", headers: { "X-Fragment": "1" } });
    if (!response.ok || response.redirected) return;
    const fresh = parsed(await response.text()).getElementById(part.id);
    if (!fresh || fresh.dataset.version === part.dataset.version || isWrittenIn(part)) return;
    const position = [...part.querySelectorAll("a, button, summary")].indexOf(document.activeElement);
    const folds = [...part.querySelectorAll("details")].map((fold) => fold.open);
    fresh.querySelectorAll("details").forEach((fold, number) => (fold.open ||= folds[number] ?? false));
    part.replaceWith(fresh);
    followed.delete(part);
    attachIn(fresh);
    follow(fresh);
    if (position >= 0) (fresh.querySelectorAll("a, button, summary")[position] ?? fresh.querySelector("h1, h2"))?.focus?.();
    // Minutes that pass are no news.
    if (fresh.dataset.news && fresh.dataset.news === part.dataset.news) return;
    announce(fresh.querySelector("h1")?.textContent.trim() || fresh.dataset.said || "");
  } catch {
    // No network: the next look may have one.
  } finally {
    delete part.dataset.looking;
  }
}

function follow(part) {
  const seconds = Number(part.dataset.refresh);
  if (!seconds || followed.has(part)) return;
  followed.add(part);
  // The bell hears the inbox already; whoever hears a change tells the whole page.
  const { topic } = part.dataset;
  if (topic && topic !== "inbox") listen(topic, { hear: () => undefined });
  const timer = setInterval(() => (part.isConnected ? lookAgain(part) : clearInterval(timer)), seconds * 1000);
}
attach("[data-refresh]", follow);

document.addEventListener("visibilitychange", () => followed.forEach(lookAgain));
document.addEventListener("peerplein:changed", (event) => {
  followed.forEach((part) => part.dataset.topic === event.detail?.topic && lookAgain(part));
});
