/**
 * Space for notifications under an open sheet: on a small screen the panel covers the stage, and a notification must
 * neither cover the panel's controls nor be covered by the panel.
 */

/** The sizes at which a panel is a sheet as wide as the screen, as in panel.css. */
const SHEET = matchMedia("(max-width: 679px)");
/** On screens this low, a column of requests may leave no space beside the panel, as in notices.css. */
const LOW = matchMedia("(max-height: 499px)");
const GAP_PX = 10;

/** @param {HTMLElement} root */
export function reserveNotificationSpace(root) {
  const room = /** @type {HTMLElement | null} */ (root.querySelector(".room"));
  const isSpaceNeeded = SHEET.matches || (LOW.matches && room?.querySelector(".card-beside"));
  room?.style.setProperty("--notification-space", `${isSpaceNeeded ? heightOfNotifications(root) : 0}px`);
}

/** @param {HTMLElement} root */
function heightOfNotifications(root) {
  if (!root.querySelector(".panel:not([hidden])")) return 0;
  const notifications = [...root.querySelectorAll(".over-stage .toast:not([data-empty]), .over-stage .sound")];
  const tops = notifications.map((notification) => notification.getBoundingClientRect().top);
  return tops.length > 0 ? Math.ceil(/** @type {Element} */ (root.querySelector(".floor")).getBoundingClientRect().bottom - Math.min(...tops) + GAP_PX) : 0;
}
