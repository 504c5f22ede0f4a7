// Forms with data-swap="#id" change one part of the page. When anything fails the form is sent the plain way.
import { announce, attachIn, parsed, post } from "./dom.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const { swap } = form.dataset;
  if (!swap || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const focused = Boolean(document.activeElement?.closest(swap));
  const plain = () => {
    // A hidden twin of the pressed button, because submit() forgets which one it was.
    if (event.submitter?.name) {
      const twin = Object.assign(document.createElement("input"), { type: "hidden" });
      twin.name = event.submitter.name;
      twin.value = event.submitter.value;
      form.append(twin);
    }
    form.submit();
  };
  try {
    const response = await post(form.action, new FormData(form, event.submitter), {
      headers: { "X-Fragment": "1" },
    });
    const fresh = response.ok && parsed(await response.text()).querySelector(swap);
    const old = document.querySelector(swap);
    if (!fresh || !old) return plain();
    const position = [...old.querySelectorAll("button, summary, a")].indexOf(event.submitter);
    old.replaceWith(fresh);
    attachIn(fresh);
    if (focused) {
      const targets = fresh.querySelectorAll("button, summary, a");
      (targets[position] ?? targets[0])?.focus({ preventScroll: true });
    }
    const pressed = fresh.querySelectorAll("button")[0];
    announce(pressed?.textContent.trim() ?? "");
  } catch {
    plain();
  }
});
