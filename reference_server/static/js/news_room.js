/**
 * Room for news under an open sheet: on a small screen the panel lies over the stage, and what comes up meanwhile, a
 * notice, must cover neither the panel's own controls nor be covered by it.
 */

/** The sizes at which a panel is a sheet as wide as the screen, as in panel.css. */
const SHEET = matchMedia("(max-width: 679px)");
/** On a screen so low a column of requests may leave nothing beside the panel, as in notices.css. */
const LOW = matchMedia("(max-height: 499px)");
const GAP = 10;

/** @param {HTMLElement} root */
export function makeRoomForNews(root) {
  const room = /** @type {HTMLElement | null} */ (root.querySelector(".room"));
  const under = SHEET.matches || (LOW.matches && room?.querySelector(".card-beside"));
  room?.style.setProperty("--news-room", `${under ? heightOfNews(root) : 0}px`);
}

/** @param {HTMLElement} root */
function heightOfNews(root) {
  if (!root.querySelector(".panel:not([hidden])")) return 0;
  const news = [...root.querySelectorAll(".over-stage .toast:not([data-empty]), .over-stage .sound")];
  const tops = news.map((one) => one.getBoundingClientRect().top);
  return tops.length > 0 ? Math.ceil(/** @type {Element} */ (root.querySelector(".floor")).getBoundingClientRect().bottom - Math.min(...tops) + GAP) : 0;
}
