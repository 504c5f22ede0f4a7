// Open pages stay current: the bell, the question that is read, lists of questions. The socket only says that
// something changed; what it is comes over HTTP, where the server decides what this reader may see.
import { announce, attach, attachIn, parsed, words } from "./dom.js";
import { listen, say } from "./live.js";
import { lookAgain } from "./refresh.js";
import { roomWasRead } from "./room.js";
import { typingLine } from "./typing.js";

const SPREAD = 1500;

/** Runs `act` a moment later, once for many calls: a whole room of readers does not ask at the same moment. */
function soon(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 200 + Math.random() * SPREAD);
  };
}

async function freshPage() {
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

attach("[data-live-question]", (place) => {
  const topic = `question:${place.dataset.liveQuestion}`;
  const typing = typingLine(place, words, "answering", place.dataset.name);
  const refresh = soon(async () => {
    const fresh = await freshPage();
    if (fresh) announceChanges(syncPosts(fresh));
  });
  const lookWhoIsOnIt = soon(() => lookAgain(document.querySelector("[data-claim]")));
  let news = 0;
  listen(topic, {
    hear(frame) {
      if (frame.what === "claim") lookWhoIsOnIt();
      else if (frame.t === "changed") refresh();
      else if (frame.t === "typing") typing.heard(frame.names);
      else if (frame.t === "subbed" && news) refresh();
      if (frame.t === "subbed") news += 1;
    },
  });
  let told = 0;
  document.querySelector("#antwoord textarea")?.addEventListener("input", (event) => {
    if (event.target.value.trim() && Date.now() - told > 3000 && say({ t: "typing", topic })) told = Date.now();
  });
});

const POSTS = "article[id^=vraag-], article[id^=antwoord-]";
const withoutKeys = (post) => {
  const copy = post.cloneNode(true);
  copy.querySelectorAll("input[type=hidden], time, details > summary, .menu__panel").forEach((part) => part.remove());
  return copy.innerHTML.replace(/\s+/g, " ") + post.className;
};
/** Somebody writes in it, or has opened something in it: it is left alone until they are done. */
const isBusy = (post) => post.contains(document.activeElement) || Boolean(post.querySelector("details[open]"));

/** Makes the posts of this page as those of `fresh`. Returns how many came, and how many changed or went. */
function syncPosts(fresh) {
  const seen = { came: 0, changed: 0 };
  const kept = new Set();
  let before = null;
  for (const post of fresh.querySelectorAll(POSTS)) {
    kept.add(post.id);
    const old = document.getElementById(post.id);
    if (!old) {
      const anchor = before ?? document.querySelector("main h2.visually-hidden");
      anchor.after(post);
      document.querySelector(".empty")?.remove();
      attachIn(post);
      seen.came += 1;
      before = post;
    } else if (withoutKeys(old) !== withoutKeys(post)) {
      if (isBusy(old)) {
        before = old;
        continue;
      }
      old.replaceWith(post);
      attachIn(post);
      seen.changed += 1;
      before = post;
    } else before = old;
  }
  document.querySelectorAll(POSTS).forEach((old) => {
    if (kept.has(old.id) || isBusy(old)) return;
    old.remove();
    seen.changed += 1;
  });
  lookAgain(document.querySelector("[data-claim]:not(:empty)"));
  const [steps, freshSteps] = [document.querySelector("aside .card"), fresh.querySelector("aside .card")];
  if (steps && freshSteps) steps.replaceWith(freshSteps);
  return seen;
}

function announceChanges({ came, changed }) {
  if (came) announce(words("newAnswer"));
  else if (changed) announce(words("pageChanged"));
}

attach("[data-live-list]", (offer) => {
  const button = offer.querySelector("button");
  const linksOf = (page) => [...page.querySelectorAll("main .rows .rows__link")].map((link) => link.getAttribute("href"));
  let fresh = null;
  const look = soon(async () => {
    const page = await freshPage();
    if (!page) return;
    const known = new Set(linksOf(document));
    const n = linksOf(page).filter((href) => !known.has(href)).length;
    if (!n) return;
    fresh = page;
    button.querySelector("span").textContent = n === 1 ? words("newQuestion") : words("newQuestions", { n });
    if (offer.hidden) announce(button.textContent.trim());
    offer.hidden = false;
  });
  button.addEventListener("click", () => {
    const [list, freshList] = [document.querySelector("main .rows"), fresh?.querySelector("main .rows")];
    if (!list || !freshList) return location.reload();
    list.replaceWith(freshList);
    offer.hidden = true;
    freshList.querySelector(".rows__link")?.focus({ preventScroll: true });
  });
  listen(offer.dataset.liveList, { hear: (frame) => frame.t === "changed" && look() });
});
