// How much is unread in each room, wherever the rooms are listed: counted as it is said, gone when it is read in any tab.
import { attach, parsed } from "./dom.js";
import { listen } from "./live.js";

const COUNT_ANEW = 300_000;
const COUNT_SPREAD = 3000;
const MOST_COUNTED = 99;
const unread = new Map();

attach("[data-rooms]", (list) => {
  // Without a bell nobody is signed in, and there is nothing to count.
  if (!document.querySelector("[data-bell]")) return;
  const open = list.dataset.rooms;
  let heardBefore = false;
  listen("rooms", {
    hear(frame) {
      if (frame.t === "changed") {
        for (const [slug, n] of Object.entries(frame.new)) if (slug !== open) showUnread(slug, (unread.get(slug) ?? 0) + n);
      } else if (frame.t === "subbed") {
        // Back after a cut: what was said meanwhile was told to nobody.
        if (heardBefore) setTimeout(() => countAnew(open), Math.random() * COUNT_SPREAD);
        heardBefore = true;
      }
    },
  });
  for (const link of list.querySelectorAll("[data-room-link]")) {
    const badge = link.querySelector("[data-unread]");
    if (!badge.hidden) unread.set(link.dataset.roomLink, Number.parseInt(badge.querySelector("[data-unread-count]").textContent, 10));
  }
  setInterval(() => document.visibilityState === "visible" && countAnew(open), COUNT_ANEW);
});

/** Takes over the counts of a fresh copy of the list, but not of the room that is open. */
async function countAnew(open) {
  const answer = await fetch("/chat/", { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  parsed(await answer.text())
    .querySelectorAll("[data-room-link]")
    .forEach((fresh) => {
      const badge = fresh.querySelector("[data-unread]");
      const slug = fresh.dataset.roomLink;
      const n = slug === open || badge.hidden ? 0 : Number.parseInt(badge.querySelector("[data-unread-count]").textContent, 10);
      showUnread(slug, n);
    });
}

function showUnread(slug, n) {
  unread.set(slug, n);
  document.querySelectorAll(`[data-room-link="${CSS.escape(slug)}"]`).forEach((link) => {
    link.querySelector("[data-unread]").hidden = !n;
    link.querySelector("[data-unread-count]").textContent = n > MOST_COUNTED ? `${MOST_COUNTED}+` : String(n);
  });
}

/** Read in another tab: the count goes here too. */
export function roomWasRead(slug) {
  showUnread(slug, 0);
}
