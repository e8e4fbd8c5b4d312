/**
 * Reactions: each is shown for a few seconds over the stage, and told to a screen reader now and then.
 *
 * @typedef {object} Reaction
 * @property {number} number  tells two alike apart
 * @property {string} name    whose it is
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
/** From one drawing to the next: a hall that applauds at once must not freeze a phone. */
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
  #untold = [];
  #lastTold = -QUIET_MS;

  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {{person: string, name: string, reaction: string}} told */
  take({ person, name, reaction }) {
    const kind = KINDS.find(({ id }) => id === reaction);
    if (!kind) return;
    this.#number += 1;
    const one = { number: this.#number, name, kind };
    this.#undrawn.push(one);
    if (!this.#isDrawing) this.#drawNow();
    if (person !== this.#state.get().room?.you.id) this.#tellSoon(one);
  }

  /** Draws what has come: the first reaction at once, those that follow closely together. */
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
   * A hall that applauds is told in one sentence, and not again before the reader had time for others.
   * @param {Reaction} reaction
   */
  #tellSoon(reaction) {
    this.#untold.push(reaction);
    if (this.#untold.length > 1) return;
    setTimeout(() => this.#tell(), Math.max(GATHER_MS, this.#lastTold + QUIET_MS - performance.now()));
  }

  #tell() {
    const words = new Set(this.#untold.map(({ kind }) => kind.word));
    const who = this.#untold.length === 1 ? isolated(this.#untold[0].name) : `${this.#untold.length} reactions`;
    this.#untold = [];
    this.#lastTold = performance.now();
    this.#state.update({ reactionNews: `${who}: ${[...words].join(", ")}` });
  }
}
