/**
 * Draws, and moves the focus if the button that had it has disappeared.
 *
 * The focus goes to the element around the button that is marked `data-focus-home`, if that element can have the focus;
 * otherwise to the nearest button in that element, to the button that opens it, or to the toolbar's first button.
 * @param {HTMLElement} root
 * @param {() => void} draw
 */
export function keepFocus(root, draw) {
  const before = document.activeElement;
  const home = /** @type {HTMLElement | null} */ (before?.closest("[data-focus-home]") ?? null);
  const index = home ? buttonsIn(home).indexOf(/** @type {HTMLElement} */ (before)) : 0;
  draw();
  if (before && before !== document.body && isFocusLost()) findNextFocus(root, home, index)?.focus();
}

/** Browsers remove the focus from a hidden element only at the next paint, so the element itself is checked. */
function isFocusLost() {
  const now = document.activeElement;
  return !now || now === document.body || !now.checkVisibility();
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement | null} home
 * @param {number} index
 * @returns {HTMLElement | undefined}
 */
function findNextFocus(root, home, index) {
  if (isShown(home) && /** @type {HTMLElement} */ (home).tabIndex >= 0) return /** @type {HTMLElement} */ (home);
  const near = isShown(home) ? buttonsIn(home) : [];
  if (near.length > 0) return near[Math.min(Math.max(index, 0), near.length - 1)];
  const opener = /** @type {HTMLElement | null} */ (home?.id ? root.querySelector(`[aria-controls="${home.id}"]`) : null);
  return opener ?? buttonsIn(root.querySelector("[role=toolbar]"))[0];
}

const isShown = (/** @type {HTMLElement | null} */ place) => Boolean(place?.isConnected && place.checkVisibility());
/**
 * @param {Element | null} place
 * @returns {HTMLElement[]}
 */
const buttonsIn = (place) => (place ? [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("button:not([popover] button)"))] : []);

/**
 * Runs the action once the screen is drawn, which happens in an earlier microtask.
 * @param {() => void} action
 */
export const afterDrawing = (action) => queueMicrotask(() => queueMicrotask(action));
