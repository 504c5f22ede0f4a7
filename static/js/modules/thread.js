// The open page of a question: what changed is fetched by its id, and put where it belongs. Nothing is replaced in
// which somebody writes or has something open, and the focus stays where it is.
import { announce, attach, attachIn, parsed, words } from "./dom.js";
import { listen, say } from "./live.js";
import { freshPage, soon } from "./pages.js";
import { lookAgain } from "./refresh.js";
import { typingLine } from "./typing.js";

const ANSWERS = "article[id^=antwoord-]";
const BUSY_FOR = 5000;
const TYPING_EVERY = 3000;

const numberOf = (post) => Number(post.id.split("-").pop());
/** A post of somebody whom the reader blocked stands in a box that is shut. */
const wholeOf = (post) => post.closest("details.folded") ?? post;
const withoutKeys = (post) => {
  const copy = post.cloneNode(true);
  copy.querySelectorAll("input[type=hidden], time, details > summary, .menu__panel").forEach((part) => part.remove());
  return copy.innerHTML.replace(/\s+/g, " ") + post.className;
};
const isBusy = (part) => part.contains(document.activeElement) || Boolean(part.querySelector("details[open]"));
const holdsWords = (part) => isBusy(part) || [...part.querySelectorAll("textarea")].some((field) => field.value.trim());

attach("[data-live-question]", (place) => {
  const topic = `question:${place.dataset.liveQuestion}`;
  const typing = typingLine(place, words, "answering", place.dataset.name);
  const wanted = { answers: new Set(), head: false, form: false };
  let subscribed = false;

  const look = soon(async () => {
    // A page that nobody looks at asks nothing; it does when somebody comes back to it.
    if (document.hidden || !(wanted.head || wanted.answers.size)) return;
    const asked = { ...wanted, answers: [...wanted.answers] };
    wanted.answers.clear();
    wanted.head = wanted.form = false;
    const parts = await fetchParts(place.dataset.parts, asked);
    if (parts === null) return;
    if (parts === "gone") return sayGone();
    announceChanges(take(parts, asked));
  });

  /** Puts the parts in their place; what somebody is busy with is asked for again later. */
  function take(parts, asked) {
    const seen = { came: 0, changed: 0 };
    const later = (id) => {
      wanted.answers.add(id);
      setTimeout(look, BUSY_FOR);
    };
    const posts = [...parts.querySelectorAll(ANSWERS)];
    for (const post of posts) {
      const result = putPost(post);
      if (result === "busy") later(numberOf(post));
      else if (result) seen[result] += 1;
    }
    const still = new Set(posts.map(numberOf));
    for (const id of asked.answers) {
      const old = document.getElementById(`antwoord-${id}`);
      if (!old || still.has(id)) continue;
      const gap = parts.getElementById(`weg-answer-${id}`);
      if (isBusy(old)) later(id);
      else {
        if (gap) wholeOf(old).replaceWith(gap);
        else wholeOf(old).remove();
        seen.changed += 1;
      }
    }
    if (asked.head && takeHead(parts) === "busy") {
      wanted.head = true;
      setTimeout(look, BUSY_FOR);
    }
    return seen;
  }

  const pageEnds = () => !document.querySelector("main .pager");
  const shownIds = () => [...document.querySelectorAll(ANSWERS)].map(numberOf);
  /** An answer after the last one of a page that goes on stands on a later page. */
  const standsLater = (id) => !pageEnds() && !shownIds().some((other) => other >= id);

  function note({ what, id }) {
    wanted.head ||= what !== "thanks" || id === null;
    if (id !== null && (what === "highlight" || !standsLater(id))) wanted.answers.add(id);
    // Another answer may have been the solution until now, or may have stood first.
    if (what === "solution") document.querySelectorAll(`${ANSWERS}[data-solution]`).forEach((post) => wanted.answers.add(numberOf(post)));
    if (what === "state") {
      shownIds().forEach((one) => wanted.answers.add(one));
      wanted.form = true;
    }
    look();
  }

  listen(topic, {
    hear(frame) {
      if (frame.what === "claim") lookWhoIsOnIt();
      else if (frame.t === "error" && frame.code.startsWith("not_")) sayGone();
      else if (frame.t === "changed") note(frame);
      else if (frame.t === "typing") typing.heard(frame.names);
      else if (frame.t === "subbed") {
        // Back after a cut: nobody knows what happened meanwhile.
        if (subscribed) lookAtAll();
        subscribed = true;
      }
    },
  });
  addEventListener("visibilitychange", look);

  const lookWhoIsOnIt = soon(() => lookAgain(document.querySelector("[data-claim]")));
  const lookAtAll = soon(async () => {
    const fresh = await freshPage();
    if (!fresh) return;
    const asked = { answers: shownIds(), head: true };
    announceChanges(take(fresh, asked));
  });

  async function fetchParts(url, { answers, head, form }) {
    const query = new URLSearchParams({ answers: answers.slice(0, 60).join(",") });
    if (head) query.set("head", "1");
    if (form) query.set("form", "1");
    if (pageEnds()) query.set("last", "1");
    const answer = await fetch(`${url}?${query}`, { credentials: "same-origin", headers: { "X-Fragment": "1" } }).catch(() => null);
    if (answer?.status === 404) return "gone";
    return answer?.ok ? parsed(await answer.text()) : null;
  }

  function sayGone() {
    const template = document.querySelector("template[data-question-gone]");
    if (!template) return;
    document.querySelector("main h1").after(template.content.cloneNode(true));
    template.remove();
  }

  let told = 0;
  document.querySelector("#antwoord textarea")?.addEventListener("input", (event) => {
    if (event.target.value.trim() && Date.now() - told > TYPING_EVERY && say({ t: "typing", topic })) told = Date.now();
  });
});

/** Says `came` or `changed` when the page is another now, `busy` when somebody is at work in the old one. */
function putPost(post) {
  const old = document.getElementById(post.id);
  if (old && withoutKeys(old) === withoutKeys(post)) return "";
  if (old && isBusy(old)) return "busy";
  const isFirst = post.classList.contains("highlight");
  if (old && isFirst === old.classList.contains("highlight")) wholeOf(old).replaceWith(wholeOf(post));
  else {
    if (old) wholeOf(old).remove();
    insert(post, isFirst);
  }
  attachIn(wholeOf(post));
  return old ? "changed" : "came";
}

/** What is highlighted stands first, the rest in the order in which it was written. */
function insert(post, isFirst) {
  const before = [...document.querySelectorAll(ANSWERS)].filter(
    (other) => other.classList.contains("highlight") ? !isFirst || numberOf(other) < numberOf(post) : !isFirst && numberOf(other) < numberOf(post),
  );
  const anchor = before.length ? wholeOf(before.at(-1)) : document.querySelector("main h2.visually-hidden");
  anchor.after(wholeOf(post));
  document.querySelector("main .empty")?.remove();
}

function takeHead(parts) {
  let busy = "";
  for (const fresh of parts.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`main [data-part="${fresh.dataset.part}"]`);
    if (!old || old.innerHTML === fresh.innerHTML) continue;
    if (fresh.dataset.part === "form" ? holdsWords(old) : isBusy(old)) continue;
    old.replaceWith(fresh);
    attachIn(fresh);
  }
  const question = parts.querySelector("article[id^=vraag-]");
  const old = question && document.getElementById(question.id);
  if (old && putPost(question) === "busy") busy = "busy";
  return busy;
}

function announceChanges({ came, changed }) {
  if (came) announce(words("newAnswer"));
  else if (changed) announce(words("pageChanged"));
}
