// The toolbar of a text: Markdown marks, a true preview from the server, and quoting a post.
import { announce, attach, parsed, post, words } from "./dom.js";

/** Replaces the selection, so that Ctrl+Z still works, and selects `length` characters from `start`. */
function put(field, text, start, length) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (start !== undefined) field.setSelectionRange(start, start + length);
}

function mark(field, sign) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to) || words("text");
  put(field, `${sign}${chosen}${sign}`, from + sign.length, chosen.length);
}

function startLines(field, sign) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const begin = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(begin, to).split("\n").map((line) => sign + line).join("\n");
  field.setSelectionRange(begin, to);
  put(field, lines);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to) || words("text");
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const label = isAddress ? words("text") : chosen;
  const address = isAddress ? chosen : "https://";
  const start = isAddress ? from + 1 : from + label.length + 3;
  put(field, `[${label}](${address})`, start, isAddress ? label.length : address.length);
}

async function togglePreview(button, field, result) {
  const show = result.hidden;
  if (show) {
    const fields = { body: field.value };
    if (button.dataset.question) fields.question = button.dataset.question;
    for (const name of ["theme", "audience"]) if (field.form.elements[name]) fields[name] = field.form.elements[name].value;
    let html;
    try {
      const answer = await (await post(button.dataset.preview, fields)).json();
      html = answer.html || "";
      if (answer.message) result.textContent = answer.message;
    } catch {
      result.textContent = words("offline");
    }
    if (html !== undefined && html !== "") result.replaceChildren(...parsed(html).body.childNodes);
    else if (!result.textContent) result.textContent = words("nothing");
  } else result.replaceChildren();
  result.hidden = !show;
  field.hidden = show;
  button.setAttribute("aria-pressed", String(show));
  if (show) announce(result.textContent);
  else field.focus();
}

attach(".editor", (editor) => {
  const field = editor.querySelector("textarea");
  const result = editor.querySelector(".editor__result");
  const preview = editor.querySelector("[data-preview]");
  const back = () => result.hidden || togglePreview(preview, field, result);
  editor.addEventListener("click", async (event) => {
    const button = event.target.closest(".editor__tools button");
    if (!button) return;
    if (button === preview) return togglePreview(preview, field, result);
    await back();
    if (button.dataset.mark) mark(field, button.dataset.mark);
    else if (button.dataset.line) startLines(field, button.dataset.line);
    else link(field);
  });
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const act = { b: () => mark(field, "**"), i: () => mark(field, "*"), k: () => link(field) }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  editor.querySelector("[role=toolbar]").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
  });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quote]");
  const text = button && document.querySelector(`${button.dataset.quote} [data-quotable]`);
  const field = document.querySelector("#antwoord textarea");
  if (!text || !field) return;
  button.closest("details").open = false;
  const selection = getSelection();
  const selected = text.contains(selection.anchorNode) ? selection.toString().trim() : "";
  const quote = (selected || text.innerText.trim()).split("\n").map((line) => `> ${line}`).join("\n");
  field.setSelectionRange(field.value.length, field.value.length);
  put(field, `${field.value.trim() ? "\n\n" : ""}> **${text.dataset.quotable}:**\n>\n${quote}\n\n`);
});
