// Parts of a page that follow what happens: fetched again every few seconds, and at once when a socket rings.
// Nothing is replaced while somebody writes in it, and the focus stays where it was.
import { announce, attach, attachIn, parsed } from "./dom.js";
import { listen } from "./live.js";

const RING_WAIT = 100;
const RING_SPREAD = 400;
const followed = new Set();
const underway = new Map();

function isWrittenIn(part) {
  const field = document.activeElement?.closest("textarea, input:not([type=hidden]), select");
  return (field && part.contains(field)) || part.querySelector("details[open]:has(form), form[data-sent]");
}

/** The page as it is now, or null; parts that ask at the same time share one request. */
function pageNow(address) {
  if (!underway.has(address)) {
    const asked = fetch(address, { credentials: "same-origin", headers: { "X-Fragment": "1" } })
      .then(async (response) => (response.ok && !response.redirected ? parsed(await response.text()) : null))
      .finally(() => underway.get(address) === asked && underway.delete(address));
    underway.set(address, asked);
  }
  return underway.get(address);
}

/** Fetches one part anew, also one that does not follow by itself. What is asked meanwhile is looked at afterwards. */
export async function lookAgain(part) {
  if (!part?.isConnected || document.hidden) return;
  if (part.dataset.looking) {
    part.dataset.again = "1";
    return;
  }
  part.dataset.looking = "1";
  try {
    const fresh = (await pageNow(part.dataset.from || location.href))?.getElementById(part.id);
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
    if (part.dataset.again) {
      delete part.dataset.again;
      lookAgain(document.getElementById(part.id));
    }
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

// One act may ring several times, and many people hear it: they look once, and not all at the same moment.
const rung = new Set();
document.addEventListener("peerplein:changed", (event) => {
  const { topic } = event.detail ?? {};
  if (rung.has(topic)) return;
  rung.add(topic);
  setTimeout(() => {
    rung.delete(topic);
    // A page that was asked for before the ring does not show yet what it is about.
    underway.clear();
    followed.forEach((part) => part.dataset.topic === topic && lookAgain(part));
  }, RING_WAIT + Math.random() * RING_SPREAD);
});
