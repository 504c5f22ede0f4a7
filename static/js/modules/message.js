// What one can do with one message of a room: in the box that opens, with a tap on a reaction, with a tap on the words.
import { announce, parsed, post } from "./dom.js";

/** `reply(line)` begins an answer, where one may write; `changed()` is called after something was done over HTTP. */
export function messageActions({ room, lines, sentence, reply, changed }) {
  const dialog = room.querySelector("[data-actions]");

  lines.list.addEventListener("click", (event) => {
    const chip = event.target.closest("button.reaction");
    if (chip) return toggle(chip);
    const more = event.target.closest(".message__more");
    if (!more) return askTime(event.target);
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(more);
  });

  async function open(more) {
    const answer = await fetch(more.href, { credentials: "same-origin" }).catch(() => null);
    const actions = answer?.ok && parsed(await answer.text()).querySelector("#wat-kan");
    if (!actions) return void (location.href = more.href);
    dialog.querySelector("[data-actions-body]").replaceChildren(actions);
    dialog.dataset.seq = more.closest(".message").dataset.seq;
    dialog.showModal();
  }

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    const answer = event.target.closest("[data-chat-reply]");
    if (!answer || !reply) return;
    event.preventDefault();
    dialog.close();
    reply(lines.bySeq(dialog.dataset.seq));
  });

  dialog.addEventListener("submit", async (event) => {
    // What leads to a page of its own does so.
    if (!("chatAct" in event.target.dataset)) return;
    event.preventDefault();
    const acting = event.target;
    const fields = new FormData(acting, event.submitter);
    const why = await refusal(acting.action, fields);
    if (why) return refuse(acting, why);
    const emoji = fields.get("add") ?? fields.get("drop");
    if (emoji) lines.mark(dialog.dataset.seq, emoji, fields.has("add"));
    dialog.close();
    changed();
  });

  /** The same as in the box, with one tap. */
  async function toggle(chip) {
    const { emoji } = chip.dataset;
    const { seq } = chip.closest(".message").dataset;
    const on = chip.getAttribute("aria-pressed") !== "true";
    lines.mark(seq, emoji, on);
    const why = await refusal(`${location.pathname}messages/${seq}/react/`, { [on ? "add" : "drop"]: emoji });
    if (why) {
      lines.mark(seq, emoji, !on);
      announce(why);
    } else changed();
  }

  /** Does it; why it was not done, or nothing. */
  async function refusal(url, fields) {
    try {
      const answer = await post(url, fields, { headers: { Accept: "application/json" } });
      return answer.ok ? "" : (await answer.json()).detail;
    } catch {
      return sentence("offline");
    }
  }

  function refuse(acting, text) {
    const said = acting.querySelector("[role=alert]") ?? document.createElement("p");
    said.setAttribute("role", "alert");
    said.className = "field__error";
    said.textContent = text;
    acting.append(said);
  }
}

/** A tap on the words shows when they were said; where there is a mouse, being there does. */
function askTime(target) {
  const words = target.closest("a, summary, button") ? null : target.closest(".message__body");
  if (words && getSelection().isCollapsed) words.closest(".message").classList.toggle("message--asked");
}
