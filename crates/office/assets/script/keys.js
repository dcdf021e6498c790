// Keys for people with many cases: `data-key` names the key of a link or button; j and k walk the lines
// of an inbox. Typing in a field is never taken for a key.

const FIELD = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.matches?.(FIELD)) return;
    const found = event.key === "j" || event.key === "k" ? neighbour(event.key === "j" ? 1 : -1) : null;
    if (found) {
      found.focus();
      found.scrollIntoView({ block: "nearest" });
    } else {
      const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!named) return;
      if (named.matches("a, button")) named.click();
      else named.focus();
    }
    event.preventDefault();
  });
}

/** The line after or before the one in focus; the first where none is. */
function neighbour(step) {
  const lines = [...document.querySelectorAll(".lines .who a")];
  if (!lines.length) return null;
  const at = lines.findIndex((a) => a.closest("li").contains(document.activeElement));
  return lines[at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1)];
}
