/** Copy buttons on the page of links: each copies the text beside it, and confirms that. */

const CONFIRM_MS = 2500;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(/** @type {HTMLElement} */ (button)));
}

/** @param {HTMLElement} button */
async function copy(button) {
  const field = /** @type {HTMLInputElement} */ (/** @type {HTMLElement} */ (button.parentElement).querySelector("input"));
  const done = await copyText(field, button);
  say(done ? `${field.getAttribute("aria-label")} copied` : "Select the link and copy it by hand");
  if (!done) return;
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), CONFIRM_MS);
}

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} button
 */
async function copyText(field, button) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Insecure pages have no clipboard; the older method works there.
    field.select();
    return document.execCommand("copy");
  } finally {
    button.focus();
  }
}

/** @param {string} text */
function say(text) {
  const status = document.getElementById("copied");
  if (status) status.textContent = text;
}
