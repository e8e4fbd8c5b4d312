/** The page of a person removed from the session: waits for the moderators' answer, and shows it. */

const CHECK_EVERY_MS = 2000;
const NOT_LET_IN = "You were not let in. You can ask again.";

const card = /** @type {HTMLElement} */ (document.getElementById("removed"));
if (card.dataset.asks) setTimeout(checkAnswer, CHECK_EVERY_MS);

async function checkAnswer() {
  const state = await readState();
  if (state === "let_in") return location.reload();
  if (state === "removed") return showRejection();
  setTimeout(checkAnswer, CHECK_EVERY_MS);
}

/** @returns {Promise<string>}  also "asking" if the HTTP request fails, so that the page checks again */
async function readState() {
  try {
    const response = await fetch(/** @type {string} */ (card.dataset.watched));
    return response.ok ? (await response.json()).state : "asking";
  } catch {
    return "asking";
  }
}

function showRejection() {
  /** @type {HTMLElement} */ (document.getElementById("answer")).textContent = NOT_LET_IN;
  /** @type {HTMLElement} */ (document.getElementById("ask")).hidden = false;
}
