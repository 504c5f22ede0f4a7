// Forms that never send twice and never lose text: double-submit guard, leave-page guard, counters, menus.
import { attach, words } from "./dom.js";

const changed = new Set();
const segmenter = self.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
const lengthOf = (text) => (segmenter ? [...segmenter.segment(text)] : [...text]).length;

attach("form[data-guard]", (form) => {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    changed.delete(form);
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
    // A page that never comes must not leave a dead form behind.
    setTimeout(() => release(form), 8000);
  });
});

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(release);
  // Coming back to a sent form and writing something new makes a new post.
  document.querySelectorAll("form [name=key]").forEach((key) => (key.value = crypto.randomUUID()));
});

/** A kept draft makes leaving harmless. */
document.addEventListener("peerplein:kept", (event) => changed.delete(event.target));
addEventListener("peerplein:leave", () => changed.clear());
addEventListener("beforeunload", (event) => {
  const loses = [...changed].some((form) => form.isConnected && !form.dataset.sent && form.querySelector("textarea")?.value.trim());
  if (loses) event.preventDefault();
});

attach("[data-counter]", (field) => {
  const limit = Number(field.dataset.counter);
  let shown = field.closest(".editor, .reply")?.querySelector("[data-count]");
  const update = () => {
    const left = limit - lengthOf(field.value);
    const near = left <= Math.max(40, limit * 0.1);
    if (!near && !shown?.textContent) return;
    if (!shown) {
      shown = document.createElement("span");
      shown.className = "field__help editor__count";
      field.after(shown);
    }
    shown.textContent = near ? words(left < 0 ? "over" : "left", { n: Math.abs(left) }) : "";
    shown.toggleAttribute("data-over", left < 0);
  };
  field.addEventListener("input", update);
  update();
});

attach("details[data-menu]", (menu) => {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.querySelector("[data-focus-first]")?.focus();
