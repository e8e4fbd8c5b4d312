/** The stage: a tile for each person on it, as large as fits, or a text while it is empty. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { bestGrid } from "../grid.js";
import { icon } from "../icon.js";
import { avatar } from "./avatar.js";
import { roleBadge, similarBadge } from "./badges.js";
import { reactionsView } from "./reactions_view.js";

/**
 * @typedef {object} Tile
 * @property {import("../types.js").Person} person
 * @property {MediaStream | null} stream
 * @property {boolean} isOwn
 *
 * @param {import("../state.js").RoomScreen} screen
 * @param {Tile[]} tiles
 */
export function stageView({ room, soundBlocked, reactions }, tiles) {
  return html`
    <section class="stage" aria-label="Stage">
      ${tiles.length > 0
        ? html`<div class="tiles"><div class="rows">${repeat(tiles, ({ person }) => person.id, (tile) => tileView(tile, soundBlocked))}</div></div>`
        : emptyStage(room)}
      ${reactionsView(reactions)}
    </section>
  `;
}

/**
 * @param {Tile} tile
 * @param {boolean} soundBlocked
 */
function tileView({ person, stream, isOwn }, soundBlocked) {
  const classes = `tile ${person.camera ? "" : "without-picture"} ${isOwn ? "own" : ""} ${person.page ? "" : "away"}`;
  return html`
    <div class=${classes} role="group" aria-label=${person.name} data-person=${person.id}>
      ${avatar(person)}
      <video autoplay playsinline .muted=${isOwn || soundBlocked} .srcObject=${live(stream)}></video>
      <span class="voice" aria-hidden="true"></span>
      <p class="plate">
        <span class="speaks" aria-hidden="true">${icon("audio-lines")}</span>
        ${person.microphone ? nothing : html`<span class="muted-mark">${icon("mic-off")}<span class="sr-only">Microphone off</span></span>`}
        <bdi class="name" title=${person.name}>${person.name}</bdi>
        ${roleBadge(person.role)} ${similarBadge(person.similar)}
        ${isOwn ? html`<span class="hint">You</span>` : nothing}
        ${person.page ? nothing : html`<span class="hint">Reconnecting…</span>`}
      </p>
    </div>
  `;
}

/** @param {import("../types.js").Room} room */
function emptyStage(room) {
  const { title, text } = textsOfEmptyStage(room);
  return html`
    <div class="empty">
      ${icon("theater")}
      <h2>${title}</h2>
      <p>${text}</p>
    </div>
  `;
}

/** @param {import("../types.js").Room} room */
function textsOfEmptyStage({ session: { access }, you: { role, standing, may } }) {
  const empty = "The stage is empty";
  if (standing === "invited") return { title: "You are invited to the stage", text: "Nobody is on it yet. Answer the invitation, and join when you are ready." };
  if (role === "moderator") return { title: empty, text: TEXTS_FOR_MODERATORS[access] };
  if (may.includes("join")) return { title: empty, text: "Be the first: you can choose microphone and camera before anybody sees or hears you." };
  if (may.includes("ask")) return { title: empty, text: "Would you like to speak? Ask to join, and a moderator answers you." };
  if (standing === "asking") return { title: "You asked to join the stage", text: "A moderator answers you here. You can keep watching meanwhile." };
  return { title: empty, text: TEXTS_FOR_VIEWERS[access] ?? "You are watching. As soon as somebody is on stage, you see and hear them here." };
}

/**
 * Why a viewer has no button that leads to the stage, by the stage access.
 * @type {Partial<Record<import("../types.js").Access, string>>}
 */
const TEXTS_FOR_VIEWERS = {
  invite: "You are watching. A moderator can invite you to join the stage; you are asked before anybody sees or hears you.",
  nobody: "You are watching. Only moderators join the stage in this session; you see and hear them here.",
};

/** What a moderator can do about an empty stage, by the stage access. */
const TEXTS_FOR_MODERATORS = {
  everyone: "Attendees join whenever they like. Join the stage yourself, or invite people from the list of participants.",
  request: "A notification appears as soon as somebody asks to join. Join the stage yourself, or invite people from the list of participants.",
  invite: "Join the stage yourself, or invite people from the list of participants.",
  nobody: "Only moderators join the stage in this session. Join it yourself, or choose another stage access in the settings.",
};

/**
 * Sets the size of the tiles with which they fill the stage best.
 * @param {HTMLElement} tiles
 */
export function fitTiles(tiles) {
  const rows = /** @type {HTMLElement} */ (tiles.firstElementChild);
  const gap = Number.parseFloat(getComputedStyle(rows).columnGap) || 0;
  const { columns, tileWidth, tileHeight } = bestGrid(rows.childElementCount, tiles.clientWidth, tiles.clientHeight, gap);
  rows.style.setProperty("--row-width", `${columns * (tileWidth + gap) - gap}px`);
  rows.style.setProperty("--tile-width", `${tileWidth}px`);
  rows.style.setProperty("--tile-height", `${tileHeight}px`);
}
