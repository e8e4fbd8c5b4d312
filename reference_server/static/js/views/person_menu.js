/** A person's menu for moderators: the button in the person's entry, and the menu that it opens. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icon.js";
import { moveFocus } from "./arrow_keys.js";

/**
 * @typedef {ToggleEvent & {target: HTMLElement}} MenuToggleEvent
 */

/** @type {{command: "invite" | "decline" | "revoke" | "remove" | "remove_from_session", label: string, image: string}[]} */
const ITEMS = [
  { command: "invite", label: "Invite to stage", image: "mail" },
  { command: "decline", label: "Decline request", image: "x" },
  { command: "revoke", label: "Revoke invitation", image: "mail-x" },
  { command: "remove", label: "Remove from stage", image: "user-x" },
  { command: "remove_from_session", label: "Remove from session", image: "user-minus" },
];

// The button moves when the window is rotated or resized.
addEventListener("resize", () => /** @type {HTMLElement | null} */ (document.querySelector(".menu:popover-open"))?.hidePopover());

/** The height that a menu may need below its button, in pixels; with less, the menu opens upwards. */
const MENU_HEIGHT = 220;
const MENU_GAP = 4;

/**
 * @param {import("../types.js").Person} person
 * @param {import("../actions.js").Actions} actions
 * @param {string} list  the list that contains the person, who may be in two lists
 */
export function personMenu(person, actions, list) {
  const offered = ITEMS.filter(({ command }) => person.may?.includes(command));
  if (offered.length === 0) return nothing;
  const id = `menu-${list}-${person.id}`;
  return html`
    <button class="icon-button" type="button" popovertarget=${id} aria-haspopup="menu" aria-label="Actions for ${person.name}">
      ${icon("ellipsis")}
    </button>
    <div id=${id} class="menu" role="menu" popover aria-label="Actions for ${person.name}"
      @beforetoggle=${placeMenu} @toggle=${focusFirst} @keydown=${onKey}>
      ${offered.map(({ command, label, image }) => menuItem(label, image, () => (command === "remove_from_session" ? actions.askToRemove(person.id) : actions[command](person.id))))}
    </div>
  `;
}

/**
 * @param {string} label
 * @param {string} image
 * @param {() => void} action
 */
function menuItem(label, image, action) {
  const choose = (/** @type {Event} */ event) => {
    /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget).parentElement).hidePopover();
    action();
  };
  return html`<button class="menu-item" type="button" role="menuitem" tabindex="-1" @click=${choose}>${icon(image)}${label}</button>`;
}

/**
 * Places the menu above or below its button, where there is space.
 * @param {MenuToggleEvent} event
 */
function placeMenu(event) {
  if (event.newState !== "open") return;
  const menu = event.target;
  const button = /** @type {Element} */ (menu.previousElementSibling).getBoundingClientRect();
  const below = innerHeight - button.bottom > MENU_HEIGHT;
  menu.style.setProperty("--top", below ? `${button.bottom + MENU_GAP}px` : "auto");
  menu.style.setProperty("--bottom", below ? "auto" : `${innerHeight - button.top + MENU_GAP}px`);
  menu.style.setProperty("--right", `${document.documentElement.clientWidth - button.right}px`);
}

/** @param {MenuToggleEvent} event */
function focusFirst(event) {
  if (event.newState === "open") /** @type {HTMLElement | null} */ (event.target.querySelector("[role=menuitem]"))?.focus();
}

/** @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
function onKey(event) {
  // The browser closes the menu on Escape; the panel around it stays open.
  if (event.key === "Escape") event.stopPropagation();
  if (event.key === "Tab") event.currentTarget.hidePopover();
  moveFocus(event, event.currentTarget.querySelectorAll("[role=menuitem]"), { ArrowUp: -1, ArrowDown: 1 });
}
