// Who is typing. Each name goes by itself after some seconds without news.

const TYPING_SHOWN = 6000;

/** A line that says who is typing; `key` is the sentence ("…One" or "…Some"), `own` the name to leave out. */
export function typingLine(place, sentence, key, own) {
  const until = new Map();
  const show = () => {
    const now = Date.now();
    for (const [name, end] of until) if (end <= now) until.delete(name);
    const names = [...until.keys()];
    const who = names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ");
    place.textContent = names.length ? sentence(`${key}${names.length === 1 ? "One" : "Some"}`, { who }) : "";
  };
  return {
    heard(names) {
      for (const name of names) {
        if (name === own) continue;
        until.set(name, Date.now() + TYPING_SHOWN);
        setTimeout(show, TYPING_SHOWN + 50);
      }
      show();
    },
    stopped(name) {
      until.delete(name);
      show();
    },
  };
}
