// The socket of this tab (docs/realtime.md). It opens when somebody listens, and comes back by itself.
// The server's database is what counts: whatever was missed meanwhile is asked for with `after`.

const SUBPROTOCOL = "peerplein.1";
const LONGEST_WAIT = 30;
const RESTART_SPREAD = 3;
const SILENCE = 50_000;
const SIGNED_OUT = 4401;
const NOT_ALLOWED = 4403;
const REPLACED = 4408;
const TOO_MANY = 4429;
const LEAVE_ALONE = 10;

const topics = new Map();
const linkWatchers = new Set();
let socket = null;
let linkState = "off";
let tries = 0;
let retryTimer;
let silenceTimer;
let refusedForGood = false;
let replaced = false;
let withoutNetwork = false;
let me;
let blocked = new Set();
let mayHaveNewSession = true;

/** Calls `hear` for every frame of a topic; `after()` is the last event number seen, or undefined. */
export function listen(topic, { hear, after = () => undefined }) {
  topics.set(topic, { hear, after });
  if (linkState === "live") subscribe(topic);
  else openSocket();
}

/** Sends a frame; false when there is no socket to send it through. */
export function say(frame) {
  if (linkState !== "live") return false;
  socket.send(JSON.stringify(frame));
  return true;
}

/** Asks for everything of a topic after what was seen last. */
export function subscribe(topic) {
  const after = topics.get(topic)?.after();
  return say(after === undefined ? { t: "sub", topic } : { t: "sub", topic, after });
}

/** Tells `live`, `off` (it will come back) or `ended` (it will not), now and whenever it changes. */
export function onLink(tell) {
  linkWatchers.add(tell);
  tell(linkState);
}

function setLink(state) {
  if (state === linkState) return;
  linkState = state;
  linkWatchers.forEach((tell) => tell(state));
}

function openSocket() {
  if (socket || refusedForGood || !topics.size) return;
  clearTimeout(retryTimer);
  socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/`, SUBPROTOCOL);
  const mine = socket;
  listenForSilence();
  mine.addEventListener("message", ({ data }) => mine === socket && hearFrame(JSON.parse(data)));
  mine.addEventListener("close", ({ code }) => mine === socket && ended(code));
}

function hearFrame(frame) {
  listenForSilence();
  if (frame.t === "hello") {
    tries = 0;
    const handle = frame.you?.handle ?? "";
    // Signed out, or somebody else now: this page is no longer theirs to follow.
    if (me !== undefined && me !== handle) return endFor(SIGNED_OUT);
    me = handle;
    blocked = new Set(frame.you?.blocked);
    setLink("live");
    topics.forEach((_listener, topic) => subscribe(topic));
  } else if (frame.t === "beat") {
    for (const [topic, n] of Object.entries(frame.topics)) topics.get(topic)?.hear({ t: "beat", topic, n });
  } else if (frame.t === "typing" && frame.handles?.some((handle) => blocked.has(handle))) {
    // Whom one blocked is left out of who types.
  } else if (frame.topic) {
    topics.get(frame.topic)?.hear(frame);
    if (frame.t === "changed") document.dispatchEvent(new CustomEvent("peerplein:changed", { detail: frame }));
  } else if (frame.t === "ack" || frame.t === "error") topics.forEach(({ hear }) => hear(frame));
}

/** A dead line says nothing: whoever hears no heartbeat for long hangs up. */
function listenForSilence() {
  clearTimeout(silenceTimer);
  silenceTimer = setTimeout(() => hangUp(), SILENCE);
}

/** Gives the line up without waiting for the other side to notice. */
function hangUp() {
  const old = socket;
  if (!old) return;
  ended(0);
  old.close();
}

/** Closes from this side as if the server had done so. */
function endFor(code) {
  const old = socket;
  mayHaveNewSession = false;
  ended(code);
  old.close();
}

function ended(code) {
  socket = null;
  clearTimeout(silenceTimer);
  // A new password gives this browser a new session, which another tab may have got: that is asked once.
  const asksAgain = code === SIGNED_OUT && mayHaveNewSession;
  mayHaveNewSession = !asksAgain && mayHaveNewSession;
  refusedForGood = code === NOT_ALLOWED || (code === SIGNED_OUT && !asksAgain);
  replaced = code === REPLACED && document.visibilityState === "hidden";
  setLink(refusedForGood ? "ended" : "off");
  if (refusedForGood || replaced) return;
  const least = code === TOO_MANY ? LEAVE_ALONE : 0;
  const wait = tries === 0 ? RESTART_SPREAD : Math.min(2 ** (tries - 1), LONGEST_WAIT);
  tries += 1;
  // The device itself said that it has no network; it will also say when it has one again.
  const seconds = withoutNetwork ? LONGEST_WAIT : least + Math.random() * wait;
  retryTimer = setTimeout(openSocket, seconds * 1000 + 100);
}

/** Tries now instead of at the end of the wait. */
function comeBack() {
  if (socket || refusedForGood || withoutNetwork) return;
  replaced = false;
  openSocket();
}

addEventListener("online", () => {
  withoutNetwork = false;
  comeBack();
});
addEventListener("offline", () => {
  withoutNetwork = true;
  hangUp();
});
addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());
addEventListener("pagehide", hangUp);
addEventListener("pageshow", (event) => event.persisted && comeBack());
