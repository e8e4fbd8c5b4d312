/**
 * Moves the focus along a row or column of buttons with the arrow keys, Home and End.
 * @param {KeyboardEvent} event
 * @param {ArrayLike<HTMLElement>} items
 * @param {Record<string, number>} arrows  the keys for the previous and the next button
 */
export function moveFocus(event, items, arrows) {
  const all = Array.from(items);
  const step = arrows[event.key];
  const current = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { Home: 0, End: all.length - 1 }[event.key] ?? (step && (current + step + all.length) % all.length);
  if (next === undefined) return;
  event.preventDefault();
  all[next]?.focus();
}
