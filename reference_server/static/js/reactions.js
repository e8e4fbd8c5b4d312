/**
 * Reactions: each is shown over the stage for a few seconds; screen readers get summaries.
 *
 * @typedef {object} ShownReaction
 * @property {number} number  counts the reactions that this page has received, from 1
 * @property {string} name    the sender's name
 * @property {ReactionKind} kind
 *
 * @typedef {object} ReactionKind
 * @property {string} id
 * @property {string} name
 * @property {string} emoji
 */

import { isolatedName } from "./names.js";

/** @type {ReactionKind[]} */
export const REACTION_KINDS = [
  { id: "applause", name: "Applause", emoji: "👏" },
  { id: "heart", name: "Heart", emoji: "❤️" },
  { id: "laugh", name: "Laugh", emoji: "😂" },
  { id: "surprise", name: "Surprise", emoji: "😮" },
  { id: "thumbs_up", name: "Thumbs up", emoji: "👍" },
  { id: "celebrate", name: "Celebrate", emoji: "🎉" },
];
/** As long as the animation in talk.css. */
const SHOWN_MS = 6000;
/** Of more reactions, only the latest are shown. */
const MOST_SHOWN = 40;
/** The time between two drawings: a thousand simultaneous reactions must not freeze a phone. */
const DRAW_EVERY_MS = 200;
/** An announcement summarizes the reactions of this time. */
const ANNOUNCE_AFTER_MS = 1000;
/** The least time between two announcements, so that screen readers read other announcements as well. */
const ANNOUNCE_EVERY_MS = 15000;

export class Reactions {
  #state;
  #number = 0;
  /** @type {ShownReaction[]} */
  #undrawn = [];
  #isDrawing = false;
  /** @type {ShownReaction[]} */
  #unannounced = [];
  #lastAnnounced = -ANNOUNCE_EVERY_MS;

  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {{person: string, name: string, reaction: string}} received */
  take({ person, name, reaction }) {
    const kind = REACTION_KINDS.find(({ id }) => id === reaction);
    if (!kind) return;
    this.#number += 1;
    const added = { number: this.#number, name, kind };
    this.#undrawn.push(added);
    if (!this.#isDrawing) this.#drawNow();
    if (person !== this.#state.get().room?.you.id) this.#announceSoon(added);
  }

  /** Draws the first reaction at once, and those that follow soon together. */
  #drawNow() {
    const drawn = this.#undrawn.slice(-MOST_SHOWN);
    this.#undrawn = [];
    this.#isDrawing = drawn.length > 0;
    if (!this.#isDrawing) return;
    this.#state.update({ reactions: [...this.#state.get().reactions, ...drawn].slice(-MOST_SHOWN) });
    const last = drawn[drawn.length - 1].number;
    setTimeout(() => this.#state.update({ reactions: this.#state.get().reactions.filter(({ number }) => number > last) }), SHOWN_MS);
    setTimeout(() => this.#drawNow(), DRAW_EVERY_MS);
  }

  /**
   * Schedules the next announcement, unless it is already scheduled.
   * @param {ShownReaction} reaction
   */
  #announceSoon(reaction) {
    this.#unannounced.push(reaction);
    if (this.#unannounced.length > 1) return;
    setTimeout(() => this.#announce(), Math.max(ANNOUNCE_AFTER_MS, this.#lastAnnounced + ANNOUNCE_EVERY_MS - performance.now()));
  }

  #announce() {
    const kindNames = new Set(this.#unannounced.map(({ kind }) => kind.name));
    const subject = this.#unannounced.length === 1 ? isolatedName(this.#unannounced[0].name) : `${this.#unannounced.length} reactions`;
    this.#unannounced = [];
    this.#lastAnnounced = performance.now();
    this.#state.update({ reactionAnnouncement: `${subject}: ${[...kindNames].join(", ")}` });
  }
}
