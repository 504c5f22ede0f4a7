// Putting a hint away without leaving the page. When that fails the form is sent the plain way.
import { attach, post } from "./dom.js";

attach("[data-hint]", (hint) => {
  const button = hint.querySelector("button");
  let gone = false;
  button?.addEventListener("click", async (event) => {
    if (gone) return;
    event.preventDefault();
    const { hint: kind, hintQuestion: question = "", hintUrl: url } = hint.dataset;
    try {
      const response = await post(url, { hint: kind, question }, { redirect: "manual" });
      if (response.type !== "opaqueredirect") throw new Error("not kept");
    } catch {
      gone = true;
      return button.click();
    }
    const next = button.form?.querySelector("textarea, input:not([type=hidden])") ?? document.querySelector(".ask input:not([type=hidden])");
    hint.remove();
    next?.focus({ preventScroll: true });
  });
});
