// What was written in a room and is not stored yet. Survives a reload and a session that ends; is wiped when its
// writer signs out, or when somebody else signs in.

const OUTBOX = "peerplein-outbox:";
const ROOM_MEMORY = "peerplein-room:";
export const OUTBOX_SIZE = 20;

/** The outbox of one member in one room. An entry: { cid, body, reply_to, at, why } (`why` when refused). */
export class Outbox {
  constructor(handle, room) {
    this.key = `${OUTBOX}${handle}:${room}`;
    this.entries = this.read();
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(found) ? found.filter((entry) => entry?.cid && typeof entry.body === "string") : [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.entries.length) localStorage.setItem(this.key, JSON.stringify(this.entries));
      else localStorage.removeItem(this.key);
    } catch {
      // No room, or a private window: the page itself still holds the text.
    }
  }

  add(entry) {
    this.entries.push(entry);
    this.keep();
  }

  get(cid) {
    return this.entries.find((entry) => entry.cid === cid);
  }

  drop(cid) {
    this.entries = this.entries.filter((entry) => entry.cid !== cid);
    this.keep();
  }

  refuse(cid, why) {
    const entry = this.get(cid);
    if (!entry) return;
    entry.why = why;
    this.keep();
  }

  /** The first entry that can still be sent. */
  next() {
    return this.entries.find((entry) => !entry.why);
  }
}

/** Where a tab keeps what one was writing and where one was reading in a room. */
export const roomMemory = (handle, room) => `${ROOM_MEMORY}${handle}:${room}`;

/** Leaves nothing behind of anybody but `handle` ("" for nobody). */
function forgetOthers(handle) {
  try {
    forgetIn(localStorage, OUTBOX, handle);
    forgetIn(sessionStorage, ROOM_MEMORY, handle);
  } catch {
    // Nothing can be kept here, so nothing was.
  }
}

function forgetIn(store, prefix, handle) {
  for (const key of Object.keys(store))
    if (key.startsWith(prefix) && !(handle && key.startsWith(`${prefix}${handle}:`))) store.removeItem(key);
}

// A session may end by itself before all was sent: who signs in again still has it, and nobody else.
const here = document.querySelector("[data-bell]")?.dataset.bell;
if (here) forgetOthers(here);
addEventListener("peerplein:leave", () => forgetOthers(""));
addEventListener("submit", ({ target }) => /\/logout\/$/.test(new URL(target.action, location).pathname) && forgetOthers(""), true);
