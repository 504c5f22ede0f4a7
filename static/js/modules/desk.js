// The moderators' desk by keyboard, and a queue that shows who looks at what now. Without it everything works too.
import { attach, attachIn, parsed } from "./dom.js";

const LOOK_AGAIN = 15000;
const typing = (target) => target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
const links = () => [...document.querySelectorAll("[data-queue-link]")];

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("[data-desk]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return form.querySelector("[data-desk-send]").click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  if (/^[1-9]$/.test(event.key)) pick(Number(event.key));
});

function move(step) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

function pick(number) {
  const radios = [...document.querySelectorAll("[data-key-numbers]")].filter((radio) => radio.type === "radio");
  const radio = radios[number - 1];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

attach("[data-queue]", (queue) => {
  if (queue.dataset.watched) return;
  queue.dataset.watched = "1";
  setInterval(() => refresh(), LOOK_AGAIN);
});

async function refresh() {
  const old = document.querySelector("[data-queue]");
  if (!old || document.hidden) return;
  const focused = document.activeElement?.closest("[data-queue]") ? document.activeElement.getAttribute("href") : "";
  try {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { "X-Fragment": "1" } });
    const fresh = response.ok && parsed(await response.text()).querySelector("[data-queue]");
    if (!fresh) return;
    fresh.dataset.watched = "1";
    old.replaceWith(fresh);
    attachIn(fresh);
    if (focused) fresh.querySelector(`[href="${focused}"]`)?.focus({ preventScroll: true });
  } catch {
    // No connection: the list stays as it is.
  }
}
