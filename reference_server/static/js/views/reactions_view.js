/** The button "React", the reactions that it opens, and those that rise over the stage. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { icon } from "../icon.js";
import { REACTION_KINDS } from "../reactions.js";
import { moveFocus } from "./arrow_keys.js";

/** The number of columns in which reactions rise over the stage. */
const LANES = 6;
const GAP_PX = 8;

export function reactButton() {
  return html`
    <button class="control" type="button" popovertarget="reactions">
      ${icon("smile-plus")}<span class="label">React</span>
    </button>
  `;
}

/** @param {import("../actions.js").Actions} actions */
export function reactionChoice(actions) {
  return html`
    <div id="reactions" class="reaction-choice" role="group" aria-label="Reactions" popover
      @beforetoggle=${placeReactions} @toggle=${focusFirst} @keydown=${onKey}>
      ${REACTION_KINDS.map((kind) => kindButton(kind, actions))}
    </div>
  `;
}

/**
 * @param {import("../reactions.js").ReactionKind} kind
 * @param {import("../actions.js").Actions} actions
 */
function kindButton({ id, name, emoji }, actions) {
  const choose = (/** @type {Event & {currentTarget: HTMLElement}} */ event) => {
    /** @type {HTMLElement} */ (event.currentTarget.parentElement).hidePopover();
    actions.react(id);
  };
  return html`
    <button type="button" @click=${choose}><span class="picture" aria-hidden="true">${emoji}</span>${name}</button>
  `;
}

/**
 * Places the reactions above the button, whose place depends on the size of the window.
 * @param {ToggleEvent & {target: HTMLElement}} event
 */
function placeReactions(event) {
  if (event.newState !== "open") return;
  const button = document.querySelector("[popovertarget=reactions]")?.getBoundingClientRect();
  event.target.style.setProperty("--bottom", `${innerHeight - (button?.top ?? innerHeight) + GAP_PX}px`);
}

/** @param {ToggleEvent & {target: HTMLElement}} event */
function focusFirst(event) {
  if (event.newState === "open") /** @type {HTMLElement} */ (event.target.querySelector("button")).focus();
}

/** @param {KeyboardEvent & {currentTarget: HTMLElement}} event */
function onKey(event) {
  const back = { ArrowLeft: -1, ArrowUp: -1 };
  moveFocus(event, event.currentTarget.querySelectorAll("button"), { ...back, ArrowRight: 1, ArrowDown: 1 });
}

/** @param {import("../reactions.js").ShownReaction[]} reactions */
export function reactionsView(reactions) {
  return html`<div class="reactions">${repeat(reactions, ({ number }) => number, reactionView)}</div>`;
}

/** @param {import("../reactions.js").ShownReaction} reaction */
function reactionView({ number, name, kind }) {
  return html`
    <span class="reaction lane-${number % LANES}" role="img" aria-label="${kind.name} from ${name}">
      <span class="picture">${kind.emoji}</span><bdi class="name">${name}</bdi>
    </span>
  `;
}
