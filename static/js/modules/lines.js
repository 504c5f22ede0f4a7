// The lines of a room: made from frames, put in their place, grouped by author and day.
import { parsed } from "./dom.js";

const GROUP_MINUTES = 5;
const DAY = 24 * 60 * 60 * 1000;

/** Times as the server writes them: in the zone of the community, wherever the reader's clock stands. */
export class Clock {
  constructor(timeZone) {
    const form = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
    const { lang } = document.documentElement;
    const time = form("nl", { hour: "2-digit", minute: "2-digit" });
    const day = form("sv", { year: "numeric", month: "2-digit", day: "2-digit" });
    const words = form(lang, { weekday: "long", day: "numeric", month: "long" });
    const separator = lang.startsWith("nl") ? "." : ":";
    this.hour = (at) => time.format(new Date(at)).replace(":", separator);
    this.day = (at) => day.format(new Date(at));
    this.words = (at) => words.format(new Date(at));
  }
}

/** The list of messages in one room. `say(name, holes)` gives a sentence. */
export class Lines {
  constructor(room, list, say) {
    this.room = room;
    this.list = list;
    this.say = say;
    this.template = room.querySelector("template[data-line]");
    this.me = room.dataset.handle;
    this.blocked = new Set((room.dataset.blocked ?? "").split(" ").filter(Boolean));
    this.clock = new Clock(room.dataset.zone);
    this.mayReact = Boolean(room.querySelector("[data-composer]"));
    this.takeOver();
  }

  /** Reactions that the server wrote become buttons: one tap gives the same, or takes one's own away. */
  takeOver() {
    if (!this.mayReact) return;
    for (const old of this.list.querySelectorAll("span.reaction")) {
      const chip = this.chip(old.dataset.emoji, old.classList.contains("reaction--mine"));
      chip.textContent = old.textContent;
      old.replaceWith(chip);
    }
  }

  all() {
    return [...this.list.querySelectorAll(":scope > .message")];
  }

  bySeq(seq) {
    return this.list.querySelector(`:scope > [data-seq="${Number(seq)}"]`);
  }

  byCid(cid) {
    return this.list.querySelector(`:scope > [data-cid="${CSS.escape(cid)}"]`);
  }

  /** Puts a stored message where its number says, in place of its local echo. Returns whether it is new. */
  put(frame) {
    const old = this.bySeq(frame.seq) ?? (frame.cid && this.byCid(frame.cid));
    const line = this.make(frame);
    if (old) {
      const known = Boolean(old.dataset.seq);
      old.replaceWith(line);
      old.querySelectorAll(".reaction--mine").forEach((chip) => frame.counts?.[chip.dataset.emoji] && this.mark(frame.seq, chip.dataset.emoji, true));
      this.requote(frame.seq);
      this.regroup();
      return !known;
    }
    this.requote(frame.seq);
    line.classList.add("message--new");
    const later = this.all().find((other) => !other.dataset.seq || Number(other.dataset.seq) > frame.seq);
    this.list.insertBefore(line, later ? this.topOf(later) : null);
    this.regroup();
    return true;
  }

  /** The marks of day and news that stand above a line belong to it. */
  topOf(line) {
    let top = line;
    while (top.previousElementSibling && !top.previousElementSibling.matches(".message")) top = top.previousElementSibling;
    return top;
  }

  /** The message as it was typed, grey until the server has it. */
  echo(entry, name) {
    const line = this.make({
      cid: entry.cid,
      author: { handle: this.me, name, role: "" },
      at: entry.at,
      reply_to: entry.reply_to,
    });
    const text = document.createElement("div");
    text.className = "message__text";
    for (const part of entry.body.split("\n")) text.append(part, document.createElement("br"));
    text.lastChild.remove();
    line.querySelector(".message__body").append(text);
    line.querySelector(".message__more").hidden = true;
    line.classList.add("message--sending");
    this.list.append(line);
    this.regroup();
    return line;
  }

  make(frame) {
    const line = this.template.content.firstElementChild.cloneNode(true);
    const own = Boolean(frame.author.handle) && frame.author.handle === this.me;
    line.classList.toggle("message--own", own);
    Object.assign(line.dataset, { author: frame.author.handle, at: frame.at });
    if (frame.cid && own) line.dataset.cid = frame.cid;
    if (frame.seq) {
      line.dataset.seq = frame.seq;
      line.id = `bericht-${frame.seq}`;
    }
    this.sign(line, frame);
    this.quote(line, frame.reply_to);
    if (frame.html !== undefined) this.write(line, frame.html);
    line.querySelector(".message__edited").hidden = !frame.edited;
    this.count(line, frame.counts ?? {});
    return line;
  }

  sign(line, { author, at, seq }) {
    const face = line.querySelector(".avatar");
    const known = this.list.querySelector(`[data-author="${CSS.escape(author.handle)}"] .avatar`);
    if (known) face.className = known.className;
    else face.classList.add(author.handle ? `avatar--${colourOf(author.handle)}` : "avatar--anonymous");
    face.textContent = author.handle ? author.name.slice(0, 1).toUpperCase() : "?";
    const name = line.querySelector(".message__name");
    if (author.handle) {
      const link = document.createElement("a");
      link.href = `/people/${encodeURIComponent(author.handle)}/`;
      link.textContent = author.name;
      name.append(link);
    } else name.textContent = author.name;
    const badge = author.role && this.room.querySelector(`template[data-badge="${CSS.escape(author.role)}"]`);
    if (badge) line.querySelector(".message__badge").replaceWith(badge.content.cloneNode(true));
    else line.querySelector(".message__badge").remove();
    line.querySelectorAll("time").forEach((time) => {
      time.dateTime = at;
      time.textContent = this.clock.hour(at);
    });
    const more = line.querySelector(".message__more");
    more.href = seq ? `${location.pathname}messages/${seq}/` : "#";
    more.querySelector(".visually-hidden").textContent = this.say("more", { name: author.name });
  }

  quote(line, seq) {
    const answered = seq && this.bySeq(seq);
    if (!answered) return;
    const link = document.createElement("a");
    link.className = "message__quote";
    link.href = `#bericht-${seq}`;
    const name = document.createElement("b");
    name.textContent = nameOn(answered);
    link.append(name, ` ${wordsOn(answered)}`);
    line.querySelector(".message__body").prepend(link);
  }

  /** What answers this message shows its beginning; it follows what becomes of it. */
  requote(seq) {
    const words = wordsOn(this.bySeq(seq));
    for (const quote of this.list.querySelectorAll(`.message__quote[href="#bericht-${Number(seq)}"]`)) {
      quote.lastChild.replaceWith(` ${words}`);
    }
  }

  write(line, html) {
    const text = document.createElement("div");
    text.className = "message__text prose";
    text.append(...parsed(html).body.childNodes);
    line.querySelector(".message__text, .message__folded")?.remove();
    line.querySelector(".message__body").append(this.blocked.has(line.dataset.author) ? this.fold(text) : text);
  }

  /** The viewer blocked who wrote it: the words are there when they ask for them. */
  fold(text) {
    const folded = document.createElement("details");
    folded.className = "folded message__folded";
    const summary = document.createElement("summary");
    summary.textContent = this.say("folded");
    folded.append(summary, text);
    return folded;
  }

  edit({ seq, html }) {
    const line = this.bySeq(seq);
    if (!line || line.querySelector(".message__gone")) return;
    this.write(line, html);
    this.requote(seq);
    line.querySelector(".message__edited").hidden = false;
  }

  /** What is gone keeps its place, and says who took it away. Held words are nobody's business yet. */
  gone({ seq, by, why }) {
    const line = this.bySeq(seq);
    if (!line) return;
    if (by === "held" && line.dataset.author !== this.me) {
      line.remove();
      this.requote(seq);
      return this.regroup();
    }
    const sentence = document.createElement("p");
    sentence.className = "message__gone";
    sentence.textContent = (by && this.say(`gone${by[0].toUpperCase()}${by.slice(1)}`)) || why;
    line.querySelector(".message__body").replaceChildren(sentence);
    this.requote(seq);
    line.querySelectorAll(".message__more, .message__reactions, .message__edited, .message__state").forEach((part) => part.remove());
  }

  react({ seq, counts }) {
    const line = this.bySeq(seq);
    if (line) this.count(line, counts);
  }

  count(line, counts) {
    const place = line.querySelector(".message__reactions");
    if (!place) return;
    const chips = new Map([...place.children].map((chip) => [chip.dataset.emoji, chip]));
    for (const [emoji, chip] of chips) if (!counts[emoji]) chip.remove();
    for (const [emoji, n] of Object.entries(counts)) {
      (chips.get(emoji) ?? place.appendChild(this.chip(emoji))).textContent = `${emoji} ${n}`;
    }
  }

  chip(emoji, isMine = false) {
    const chip = document.createElement(this.mayReact ? "button" : "span");
    if (this.mayReact) chip.type = "button";
    chip.className = "reaction";
    chip.dataset.emoji = emoji;
    return this.own(chip, isMine);
  }

  own(chip, isMine) {
    chip.classList.toggle("reaction--mine", isMine);
    if (this.mayReact) chip.setAttribute("aria-pressed", String(isMine));
    return chip;
  }

  /** Whether this emoji under a message is (also) the reader's own. The count itself comes with its event. */
  mark(seq, emoji, isMine) {
    const place = this.bySeq(seq)?.querySelector(".message__reactions");
    if (!place) return;
    let chip = [...place.children].find((one) => one.dataset.emoji === emoji);
    if (!chip && !isMine) return;
    if (!chip) {
      chip = place.appendChild(this.chip(emoji));
      chip.textContent = `${emoji} 1`;
    }
    this.own(chip, isMine);
  }

  /** One name above what somebody said in a row, one mark above each day. */
  regroup() {
    // A mark that is put in its place again would be read out again: what stands well stays.
    const marks = new Map([...this.list.querySelectorAll(":scope > .daymark")].map((mark) => [mark.firstChild.dateTime, mark]));
    this.takeOver();
    let before = null;
    for (const line of this.all()) {
      const day = this.clock.day(line.dataset.at);
      const newDay = !before || this.clock.day(before.dataset.at) !== day;
      if (newDay) this.markDay(line, marks.get(day) ?? emptyMark(day));
      if (newDay) marks.delete(day);
      line.classList.toggle("message--starts", newDay || !belongTogether(before, line));
      before = line;
    }
    marks.forEach((mark) => mark.remove());
  }

  markDay(line, mark) {
    const name = this.dayName(line.dataset.at);
    if (mark.textContent !== name) mark.firstChild.textContent = name;
    const top = this.topOf(line);
    if (top !== mark) this.list.insertBefore(mark, top);
  }

  dayName(at) {
    const day = this.clock.day(at);
    if (day === this.clock.day(Date.now())) return this.say("today");
    if (day === this.clock.day(Date.now() - DAY)) return this.say("yesterday");
    return this.clock.words(at);
  }
}

export const nameOn = (line) => line.querySelector(".message__name").textContent.trim();
export const wordsOn = (line) => {
  if (!line || line.querySelector(".message__folded")) return "…";
  return (line.querySelector(".message__text, .message__gone")?.textContent ?? "").trim().slice(0, 80);
};

function emptyMark(day) {
  const mark = document.createElement("li");
  mark.className = "daymark";
  mark.append(document.createElement("time"));
  mark.firstChild.dateTime = day;
  return mark;
}

function belongTogether(before, line) {
  const close = new Date(line.dataset.at) - new Date(before.dataset.at) < GROUP_MINUTES * 60_000;
  return close && before.dataset.author === line.dataset.author && !before.querySelector(".message__gone");
}

/** The colour that the server gives a handle too: its CRC-32, modulo seven. */
function colourOf(handle) {
  let crc = -1;
  for (const byte of new TextEncoder().encode(handle.toLowerCase())) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ -1) >>> 0) % 7;
}
