/**
 * Reactions: each is shown over the stage for a few seconds; screen readers get summaries.
 *
 * @typedef {object} Reaction
 * @property {number} number  identifies the reaction
 * @property {string} name    the sender's name
 * @property {Kind} kind
 *
 * @typedef {object} Kind
 * @property {string} id
 * @property {string} word
 * @property {string} picture
 */

import { isolated } from "./names.js";

/** @type {Kind[]} */
export const KINDS = [
  { id: "applause", word: "Applause", picture: "👏" },
  { id: "heart", word: "Heart", picture: "❤️" },
  { id: "laugh", word: "Laugh", picture: "😂" },
  { id: "surprise", word: "Surprise", picture: "😮" },
  { id: "thumbs_up", word: "Thumbs up", picture: "👍" },
  { id: "celebrate", word: "Celebrate", picture: "🎉" },
];
/** As long as the animation in talk.css. */
const SHOWN_MS = 6000;
const MOST = 40;
/** The time between two drawings: a thousand simultaneous reactions must not freeze a phone. */
const DRAW_MS = 200;
const GATHER_MS = 1000;
const QUIET_MS = 15000;

export class Reactions {
  #state;
  #number = 0;
  /** @type {Reaction[]} */
  #undrawn = [];
  #isDrawing = false;
  /** @type {Reaction[]} */
  #unannounced = [];
  #lastAnnounced = -QUIET_MS;

  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {{person: string, name: string, reaction: string}} received */
  take({ person, name, reaction }) {
    const kind = KINDS.find(({ id }) => id === reaction);
    if (!kind) return;
    this.#number += 1;
    const added = { number: this.#number, name, kind };
    this.#undrawn.push(added);
    if (!this.#isDrawing) this.#drawNow();
    if (person !== this.#state.get().room?.you.id) this.#announceSoon(added);
  }

  /** Draws the first reaction at once, and those that follow soon together. */
  #drawNow() {
    const drawn = this.#undrawn.slice(-MOST);
    this.#undrawn = [];
    this.#isDrawing = drawn.length > 0;
    if (!this.#isDrawing) return;
    this.#state.update({ reactions: [...this.#state.get().reactions, ...drawn].slice(-MOST) });
    const last = drawn[drawn.length - 1].number;
    setTimeout(() => this.#state.update({ reactions: this.#state.get().reactions.filter(({ number }) => number > last) }), SHOWN_MS);
    setTimeout(() => this.#drawNow(), DRAW_MS);
  }

  /**
   * Announces many reactions in one sentence, and pauses before the next one, so that other announcements are heard.
   * @param {Reaction} reaction
   */
  #announceSoon(reaction) {
    this.#unannounced.push(reaction);
    if (this.#unannounced.length > 1) return;
    setTimeout(() => this.#announce(), Math.max(GATHER_MS, this.#lastAnnounced + QUIET_MS - performance.now()));
  }

  #announce() {
    const words = new Set(this.#unannounced.map(({ kind }) => kind.word));
    const subject = this.#unannounced.length === 1 ? isolated(this.#unannounced[0].name) : `${this.#unannounced.length} reactions`;
    this.#unannounced = [];
    this.#lastAnnounced = performance.now();
    this.#state.update({ reactionAnnouncement: `${subject}: ${[...words].join(", ")}` });
  }
}
