/** What the page shows while it is not in the room: a later tab replaced it, a moderator removed the person, or the server refused it. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";

/** @param {import("../state.js").Screen} screen */
export function notInRoomView({ connection, refusal }) {
  const refused = { ...REFUSED, text: refusal || REFUSED.text };
  const { image, title, text, button } = connection === "replaced" ? REPLACED : connection === "removed" ? REMOVED : refused;
  return html`
    <main class="card-page">
      <div class="card narrow" role="alert">
        <span class="emblem">${icon(image)}</span>
        <h1>${title}</h1>
        <p>${text}</p>
        <button class="button primary" type="button" @click=${() => location.reload()}>${button}</button>
      </div>
    </main>
  `;
}

const REPLACED = {
  image: "copy",
  title: "You are in this room in another tab",
  text: "You opened the room there later, and a person can be in the room in one tab only. This tab has released the microphone and camera.",
  button: "Use this tab instead",
};
const REMOVED = {
  image: "user-x",
  title: "A moderator removed you from this session",
  text: "You cannot see, hear or write in it. You can ask the moderators to let you in again.",
  button: "Continue",
};
const REFUSED = {
  image: "lock",
  title: "You are not in this room",
  text: "Open your link to the room again.",
  button: "Try again",
};
