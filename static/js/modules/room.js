// The page of a room: shows what the socket (or, without one, a look every few seconds) brings, and sends.
import { announce, attach, parsed, post } from "./dom.js";
import { Lines, nameOn, wordsOn } from "./lines.js";
import { listen, onLink, say, subscribe } from "./live.js";
import { messageActions } from "./message.js";
import { freshPage, soon } from "./pages.js";
import { Outbox, OUTBOX_SIZE, roomMemory } from "./outbox.js";
import { typingLine } from "./typing.js";

const BANNER_AFTER = 3000;
const POLL_EVERY = 5000;
const ANSWER_WITHIN = 10_000;
const BOTTOM = 60;

attach("[data-chat][data-live]", (room) => {
  const { chat: slug, handle, name } = room.dataset;
  const topic = `room:${slug}`;
  const words = room.querySelector("template[data-chat-words]").dataset;
  const sentence = (key, holes = {}) => (words[key] ?? "").replace(/\{(\w+)\}/g, (_all, hole) => holes[hole] ?? "");
  const log = room.querySelector("[data-log]");
  const lines = new Lines(room, room.querySelector("[data-lines]"), sentence);
  const outbox = new Outbox(handle, slug);
  const foot = room.querySelector(".room__foot");
  const form = foot.querySelector("[data-composer]");
  const field = form?.elements.body;
  const jump = room.querySelector("[data-jump]");
  const empty = room.querySelector("[data-empty]");
  const roomUrl = location.pathname;
  const typing = typingLine(room.querySelector("[data-typing]"), sentence, "typing", name);
  let n = Number(room.dataset.n);
  let replaying = false;
  let link = "off";
  let waiting = 0;
  let inFlight = "";
  let answerTimer;
  let pumpTimer;
  let pollTimer;
  let bannerTimer;
  let readTimer;

  // ── What comes in ──
  const apply = {
    msg(frame) {
      const away = !atBottom();
      const isNew = keepingPlace(() => lines.put(frame));
      if (empty) empty.hidden = true;
      if (frame.cid && frame.author.handle === handle) settle(frame.cid);
      else if (isNew) {
        typing.stopped(frame.author.name);
        if (away || document.visibilityState === "hidden") remember(frame.seq);
      }
    },
    edit: (frame) => lines.edit(frame),
    gone: (frame) => keepingPlace(() => lines.gone(frame)),
    react: (frame) => lines.react(frame),
  };

  function hear(frame) {
    if (frame.help) helpNote.hidden = false;
    if (frame.t in apply) hearEvent(frame);
    else if (frame.t === "subbed") caughtUp(frame);
    else if (frame.t === "beat") frame.n > n && !replaying && catchUp();
    else if (frame.t === "ack") settle(frame.cid, frame.seq);
    else if (frame.t === "error") hearError(frame);
    else if (frame.t === "presence") showPresence(frame);
    else if (frame.t === "typing") typing.heard(frame.names);
    else if (frame.t === "changed") lookAtFoot();
  }

  /** The next number is applied, a lower one is known, a higher one means that something was missed. */
  function hearEvent(frame) {
    if (frame.n <= n) return;
    if (!replaying && frame.n > n + 1) return catchUp();
    n = frame.n;
    apply[frame.t](frame);
    readSoon();
  }

  function catchUp() {
    replaying = subscribe(topic);
  }

  function caughtUp(frame) {
    replaying = false;
    if (frame.reset || frame.n < n) return startAnew();
    n = frame.n;
    readSoon();
    pump();
  }

  /** Too much was missed to read it all: the newest page of the room, as the server makes it. */
  async function startAnew() {
    const fresh = await fetch(roomUrl, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.text() : ""));
    const page = fresh && parsed(fresh).querySelector("[data-chat]");
    if (!page) return;
    lines.list.replaceChildren(...page.querySelector("[data-lines]").childNodes);
    lines.takeOver();
    n = Number(page.dataset.n);
    showOutbox();
    announce(sentence("missed"));
    subscribe(topic);
  }

  // ── Without a socket: the same frames over HTTP ──
  async function poll() {
    clearTimeout(pollTimer);
    if (link === "live") return;
    try {
      const answer = await fetch(`${roomUrl}since/${n}/`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.redirected || answer.status === 403 || answer.status === 404) return showBanner("closed");
      if (answer.ok) {
        const { frames, n: newest, reset } = await answer.json();
        showBanner("slowLink");
        if (reset) await startAnew();
        else {
          for (const frame of frames) if (frame.n > n) apply[frame.t](frame);
          n = Math.max(n, newest);
          readSoon();
          pump();
        }
      }
    } catch {
      showBanner("offline");
    }
    pollTimer = setTimeout(poll, POLL_EVERY);
  }

  const helpNote = room.querySelector("[data-help-note]");
  const banner = room.querySelector("[data-banner]");
  function showBanner(key) {
    const text = key ? sentence(key) : "";
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = !text;
  }

  onLink((state) => {
    link = state;
    replaying = state === "live";
    clearTimeout(bannerTimer);
    clearTimeout(pollTimer);
    if (state === "live") {
      if (!banner.hidden) announce(sentence("back"));
      showBanner("");
      return;
    }
    inFlight = "";
    if (state === "ended") return showBanner("closed");
    bannerTimer = setTimeout(() => {
      showBanner("offline");
      poll();
    }, BANNER_AFTER);
  });

  // ── What goes out ──
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (!body) return;
    if (outbox.entries.length >= OUTBOX_SIZE) return announce(sentence("full"));
    const entry = { cid: crypto.randomUUID(), body: field.value, reply_to: Number(form.elements.reply_to.value) || null, at: new Date().toISOString() };
    outbox.add(entry);
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    answerTo(null);
    showEntry(entry);
    if (empty) empty.hidden = true;
    toBottom();
    pump();
  });

  /** One at a time, so that they arrive in the order in which they were written. */
  async function pump() {
    const entry = outbox.next();
    if (inFlight || !entry || replaying) return;
    clearTimeout(pumpTimer);
    inFlight = entry.cid;
    const { cid, body, reply_to } = entry;
    if (say({ t: "send", room: slug, cid, body, ...(reply_to ? { reply_to } : {}) })) {
      answerTimer = setTimeout(() => tryAgain(cid, 0), ANSWER_WITHIN);
      return;
    }
    try {
      const answer = await post(roomUrl, { cid, body, ...(reply_to ? { reply_to } : {}) }, { headers: { Accept: "application/json" } });
      const frame = await answer.json();
      hear({ ...frame, topic: undefined });
      poll();
    } catch {
      tryAgain(cid, POLL_EVERY);
    }
  }

  function tryAgain(cid, wait, why = "") {
    clearTimeout(answerTimer);
    if (inFlight === cid) inFlight = "";
    stateOf(cid, why || sentence("waiting"));
    clearTimeout(pumpTimer);
    pumpTimer = setTimeout(pump, wait);
  }

  /** Stored: only now may our copy go. */
  function settle(cid, seq) {
    if (inFlight === cid) {
      inFlight = "";
      clearTimeout(answerTimer);
    }
    outbox.drop(cid);
    const line = lines.byCid(cid);
    if (line && !line.dataset.seq) {
      line.classList.remove("message--sending");
      stateOf(cid, "");
      // The message itself is on its way; until then this line knows where it will stand.
      if (seq) line.dataset.willBe = seq;
    }
    pump();
  }

  function hearError(frame) {
    // Not any more, or not again after a cut.
    if (frame.topic === topic && frame.code.startsWith("not_")) return showBanner("closed");
    const entry = frame.cid && outbox.get(frame.cid);
    if (!entry) return;
    if (frame.code === "slow_down" || frame.code === "unavailable") return tryAgain(frame.cid, (frame.retry_after ?? 5) * 1000, frame.detail);
    clearTimeout(answerTimer);
    inFlight = "";
    if (frame.code === "held") {
      outbox.drop(frame.cid);
      lines.byCid(frame.cid)?.classList.remove("message--sending");
      stateOf(frame.cid, frame.detail);
      announce(frame.detail);
    } else {
      outbox.refuse(frame.cid, frame.detail);
      showEntry(outbox.get(frame.cid));
      announce(`${sentence("refused")} ${frame.detail}`);
    }
    pump();
  }

  function stateOf(cid, text) {
    const place = lines.byCid(cid)?.querySelector(".message__state");
    if (place) place.textContent = text;
  }

  function showEntry(entry) {
    const line = lines.byCid(entry.cid) ?? lines.echo(entry, name);
    if (!entry.why) return stateOf(entry.cid, sentence("sending"));
    line.classList.replace("message--sending", "message--refused");
    const place = line.querySelector(".message__state");
    place.textContent = `${sentence("refused")} ${entry.why} `;
    const take = () => {
      outbox.drop(entry.cid);
      line.remove();
      lines.regroup();
    };
    place.append(
      button(sentence("again"), () => {
        take();
        field.value = [entry.body, field.value].filter(Boolean).join("\n");
        field.focus();
      }),
      button(sentence("drop"), take),
    );
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--link";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function showOutbox() {
    for (const entry of [...outbox.entries]) {
      if (lines.byCid(entry.cid)?.dataset.seq) outbox.drop(entry.cid);
      else showEntry(entry);
    }
  }

  // ── The composer ──
  field?.addEventListener("keydown", (event) => {
    // Enter sends where there is a keyboard; on a phone it makes a new line, as phones do.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(hover: none)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  // Whoever taps the button goes on typing: the keyboard of a phone stays up.
  form?.querySelector("button").addEventListener("mousedown", (event) => event.preventDefault());
  const grow = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = field.value ? `${field.scrollHeight + field.offsetHeight - field.clientHeight}px` : "";
  };
  if (field && !CSS.supports("field-sizing", "content")) field.addEventListener("input", grow);
  let toldTyping = 0;
  const memory = roomMemory(handle, slug);
  field?.addEventListener("input", () => {
    keepSession(`${memory}:draft`, field.value);
    if (!field.value.trim() || Date.now() - toldTyping < 3000) return;
    if (say({ t: "typing", room: slug })) toldTyping = Date.now();
  });
  if (field && !field.value) field.value = session(`${memory}:draft`) ?? "";

  function answerTo(line) {
    const bar = room.querySelector("[data-reply]");
    bar.hidden = !line;
    form.elements.reply_to.value = line?.dataset.seq ?? "";
    bar.querySelector("[data-reply-words]").textContent = line ? sentence("reply", { name: nameOn(line), words: wordsOn(line) }) : "";
    if (line) field.focus();
  }
  room.querySelector("[data-reply-cancel]")?.addEventListener("click", (event) => {
    event.preventDefault();
    answerTo(null);
    field.focus();
  });

  /** The room closed, opened, or has another pace. Nothing goes in which somebody is writing. */
  const lookAtFoot = soon(async () => {
    const fresh = (await freshPage())?.querySelector(".room__foot");
    const [note, notice] = ["[data-composer] ~ .reader", ".notice"].map((part) => fresh?.querySelector(part));
    if (note && form?.isConnected) {
      foot.querySelector(".reader").replaceWith(note);
      foot.querySelector(".notice")?.remove();
    } else if (note) {
      // With a field again: everything that belongs to it. What was written is still in this tab.
      location.reload();
    } else if (notice && !foot.querySelector(".notice")) {
      if (field?.value.trim()) foot.prepend(notice);
      else foot.replaceChildren(...fresh.childNodes);
      announce(notice.textContent.trim());
    }
  });

  // ── Where one reads ──
  // The log runs upside down: 0 is its end, and everything above it is negative.
  const atBottom = () => log.scrollTop > -BOTTOM;
  const toBottom = () => (log.scrollTop = 0);
  function keepingPlace(change) {
    const stay = !atBottom();
    const before = log.scrollHeight;
    const result = change();
    if (stay) log.scrollTop -= log.scrollHeight - before;
    return result;
  }
  function remember(seq) {
    waiting += 1;
    if (!lines.list.querySelector(".newmark")) {
      const mark = document.createElement("li");
      mark.className = "newmark";
      mark.textContent = sentence("new");
      keepingPlace(() => lines.bySeq(seq).before(mark));
    }
    showJump();
  }
  function showJump() {
    jump.hidden = atBottom();
    jump.classList.toggle("room__jump--plain", !waiting);
    jump.querySelector("span").textContent = waiting ? sentence("count", { n: waiting }) : sentence("jump");
  }
  log.addEventListener("scroll", () => {
    if (atBottom()) waiting = 0;
    showJump();
    readSoon();
  }, { passive: true });
  jump.addEventListener("click", () => {
    toBottom();
    log.focus({ preventScroll: true });
  });
  function readSoon() {
    clearTimeout(readTimer);
    if (!handle || document.visibilityState === "hidden" || !atBottom()) return;
    readTimer = setTimeout(() => say({ t: "read", room: slug, seq: n }) || post(`${roomUrl}read/`, { seq: n }).catch(() => {}), 1000);
  }
  addEventListener("visibilitychange", readSoon);
  const place = Number(session(`${memory}:place`));
  if (place < -BOTTOM && !location.hash) log.scrollTop = place;
  addEventListener("pagehide", () => keepSession(`${memory}:place`, String(Math.round(log.scrollTop))));

  // ── Earlier messages ──
  room.addEventListener("click", async (event) => {
    const older = event.target.closest("[data-older]");
    if (!older) return;
    event.preventDefault();
    const answer = await fetch(older.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return void (location.href = older.href);
    const page = parsed(await answer.text());
    const first = lines.all()[0];
    log.setAttribute("aria-busy", "true");
    const next = page.querySelector("[data-older]");
    lines.list.prepend(...page.querySelector("[data-lines]").childNodes);
    lines.regroup();
    if (next) older.href = next.href;
    else older.parentElement.remove();
    first?.querySelector("a")?.focus({ preventScroll: true });
    log.removeAttribute("aria-busy");
  });

  // ── One message ──
  messageActions({ room, lines, sentence, reply: form && answerTo, changed: () => link !== "live" && poll() });

  // ── Who is there ──
  function showPresence({ on_duty, here }) {
    room.querySelector("[data-here]").textContent = here > 1 ? sentence("here", { n: here }) : "";
    const template = room.querySelector("template[data-duty-badge]");
    room.querySelector("[data-duty]").replaceChildren(
      ...on_duty.map((person) => {
        const item = template.content.cloneNode(true);
        const badge = item.querySelector("a");
        badge.classList.add(`badge--${person.role}`);
        badge.href = `/people/${encodeURIComponent(person.handle)}/`;
        const until = lines.clock.hour(person.until);
        badge.querySelector("span").textContent = sentence("onDuty", { name: person.name, until });
        return item;
      }),
    );
  }
  const quiet = room.querySelector("[data-quiet]");
  quiet.addEventListener("click", () => {
    const on = quiet.getAttribute("aria-pressed") !== "true";
    quiet.setAttribute("aria-pressed", String(on));
    log.setAttribute("aria-live", on ? "off" : "polite");
  });
  // The field stays above the keyboard of a phone, also where the page does not shrink for it.
  const screen = self.visualViewport;
  screen?.addEventListener("resize", () => {
    const hidden = screen.scale > 1.01 ? 0 : innerHeight - screen.height - screen.offsetTop;
    room.classList.toggle("room--squeezed", hidden > 80);
    room.style.paddingBlockEnd = hidden > 80 ? `${Math.round(hidden)}px` : "";
  });

  showOutbox();
  listen(topic, { hear, after: () => n });
});

function session(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepSession(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // The field itself still holds the text.
  }
}
