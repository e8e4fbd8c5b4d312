/** Badges beside names. The room refuses names that contain their texts, so a badge cannot be forged. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

const SIMILAR_NAME = "Somebody else here has a name that looks the same";

/** @param {"moderator" | "attendee"} role */
export function roleBadge(role) {
  return role === "moderator" ? html`<span class="badge">Moderator</span>` : nothing;
}

/** @param {boolean} isSimilar */
export function similarBadge(isSimilar) {
  return isSimilar ? html`<span class="badge warning" title=${SIMILAR_NAME}>Similar name</span>` : nothing;
}
