/** The page of a person removed from the session: waits for the moderators' answer, and shows it. */

const WATCH_MS = 2000;
const KEPT_OUT = "You were not let in. You can ask again.";

const card = /** @type {HTMLElement} */ (document.getElementById("removed"));
if (card.dataset.asks) setTimeout(watch, WATCH_MS);

async function watch() {
  const state = await readState();
  if (state === "let_in") return location.reload();
  if (state === "removed") return showKeptOut();
  setTimeout(watch, WATCH_MS);
}

/** @returns {Promise<string>}  also "asking" if the request fails, so that the page keeps waiting */
async function readState() {
  try {
    const response = await fetch(/** @type {string} */ (card.dataset.watched));
    return response.ok ? (await response.json()).state : "asking";
  } catch {
    return "asking";
  }
}

function showKeptOut() {
  /** @type {HTMLElement} */ (document.getElementById("answer")).textContent = KEPT_OUT;
  /** @type {HTMLElement} */ (document.getElementById("ask")).hidden = false;
}
