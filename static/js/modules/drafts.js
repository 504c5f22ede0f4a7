// What somebody writes is kept on the server a moment after they stop, and when they leave the page.
import { announce, attach, words } from "./dom.js";

const WAIT = 3000;
const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format().replace(":", ".");

attach("form[data-draft]", (form) => {
  const url = `/drafts/${form.dataset.draft}/`;
  const memory = `peerplein-draft:${form.dataset.draft}`;
  const place = form.querySelector("[data-draft-state]");
  let { sequence } = form.dataset;
  let timer;
  let behind = false;
  let dirty = false;
  let refused = false; // The server does not take what belongs to one person; then only this tab keeps it.

  const say = (sentence) => {
    if (place) place.textContent = sentence;
  };
  const fields = () => {
    const data = new FormData(form);
    data.delete("key");
    data.delete("version");
    if (sequence !== undefined) data.set("sequence", sequence);
    return data;
  };
  const keepHere = () => {
    try {
      sessionStorage.setItem(memory, JSON.stringify([...fields()].filter(([name]) => name !== "csrfmiddlewaretoken")));
    } catch {
      // No room, or a private window: the page itself still holds the text.
    }
  };

  async function save() {
    clearTimeout(timer);
    if (!dirty || behind || form.dataset.sent) return;
    dirty = false;
    let response;
    try {
      response = await fetch(url, { method: "POST", body: fields(), credentials: "same-origin", redirect: "manual" });
    } catch {
      dirty = true;
      keepHere();
      return say(words("keptHere"));
    }
    refused = response.status === 422;
    if (response.ok) {
      const answer = await response.json();
      sequence = String(answer.sequence);
      sessionStorage.removeItem(memory);
      form.dispatchEvent(new Event("peerplein:kept", { bubbles: true }));
      return say(words("kept", { time: answer.saved_at || clock() }));
    }
    keepHere();
    if (response.status === 409) {
      behind = true;
      say(words("behind"));
      announce(words("behind"));
    } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      say(words("signedOut"));
      announce(words("signedOut"));
    } else say((await response.json().catch(() => ({}))).message || words("keptHere"));
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  const leaving = () => {
    if (refused && dirty && !form.dataset.sent) return keepHere();
    if (dirty && !behind && !form.dataset.sent) navigator.sendBeacon?.(url, fields());
  };
  addEventListener("pagehide", leaving);
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  addEventListener("peerplein:leave", () => (dirty = false));
  addEventListener("online", () => dirty && save());

  form.addEventListener("submit", () => {
    clearTimeout(timer);
    // Where the server cannot keep the words of somebody whose session ended, this tab does.
    if ("keep" in form.dataset) keepHere();
  });
  restore(form, memory, say);
});

/** Puts back what only this tab knew where the server left a field empty; else offers to. */
function restore(form, memory, say) {
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(memory) ?? "[]");
    sessionStorage.removeItem(memory);
  } catch {
    return;
  }
  const different = kept.filter(([name, value]) => {
    const field = form.elements[name];
    return field?.matches?.("textarea, input[type=text]") && value.trim() && field.value.trim() !== value.trim();
  });
  if (!different.length) return;
  const fill = () => {
    for (const [name, value] of different) form.elements[name].value = value;
    form.closest("details")?.setAttribute("open", "");
    say(words("restored"));
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  if (different.every(([name]) => !form.elements[name].value.trim())) return fill();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--outline";
  button.textContent = words("putBack");
  button.addEventListener("click", () => {
    fill();
    button.remove();
  });
  form.prepend(button);
}
