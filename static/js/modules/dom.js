// What the other modules share: trusted HTML, words for screen readers, and requests to our own server.

const policy = self.trustedTypes?.createPolicy("peerplein", { createHTML: (html) => html });

/** A document made of HTML that our own server rendered and sanitised. Scripts in it never run. */
export function parsed(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

let region;
/** Says a sentence through the polite live region. */
export function announce(sentence) {
  if (!region) {
    region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = "";
  setTimeout(() => (region.textContent = sentence), 50);
}

/** Posts fields with the CSRF token of the page. */
export function post(url, fields, options = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  return fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    ...options,
    headers: { "X-CSRFToken": token, ...options.headers },
  });
}

/** A translated sentence from the page, with {holes} filled in. */
export function words(name, holes = {}) {
  const template = document.getElementById("words")?.dataset[name] ?? "";
  return template.replace(/\{(\w+)\}/g, (_all, hole) => holes[hole] ?? "");
}

/** Runs on every element that matches, now and in swapped fragments. */
const attachers = [];
export function attach(selector, run) {
  attachers.push([selector, run]);
  document.querySelectorAll(selector).forEach(run);
}
export function attachIn(root) {
  for (const [selector, run] of attachers) root.querySelectorAll(selector).forEach(run);
}
