/** Moves the connection to another process of the room when its process ends, so that the person does not notice it. */

/** The time within which the page is usually connected again; after that, the loss is shown. */
const MOVE_WITHIN_MS = 2000;

/** @typedef {import("../vendor/socket.io-client/socket.io.esm.min.js").Socket} Socket */

export class ConnectionMover {
  #socket;
  #on;
  /** @type {Set<Promise<unknown>>} messages that wait for their acknowledgement */
  #pending = new Set();
  /** @type {Promise<void> | null} resolves at the end of the current move; null without a move */
  #end = null;

  /**
   * @param {Socket} socket
   * @param {{moving: () => void, lost: () => void}} on
   */
  constructor(socket, on) {
    this.#socket = socket;
    this.#on = on;
    // All pages of the process receive this event at once, and move at different times.
    socket.on("move", ({ within }) => setTimeout(() => this.#move(), Math.random() * within * 1000));
  }

  /** Whether the connection is lost on purpose. */
  get isMoving() {
    return this.#end !== null;
  }

  /**
   * Sends a message; during a move, only after its end. No move begins before the message is acknowledged.
   * @template Result
   * @param {() => Promise<Result>} send
   * @returns {Promise<Result>}
   */
  async send(send) {
    if (this.#end) await this.#end;
    const pending = send();
    this.#pending.add(pending);
    try {
      return await pending;
    } finally {
      this.#pending.delete(pending);
    }
  }

  async #move() {
    await Promise.allSettled([...this.#pending]);
    if (!this.#socket.connected) return;
    this.#end = new Promise((resolve) => {
      const timer = setTimeout(resolve, MOVE_WITHIN_MS);
      this.#socket.once("connect", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#on.moving();
    // Socket.IO's client then connects again by itself.
    this.#socket.io.engine.close();
    await this.#end;
    this.#end = null;
    if (!this.#socket.connected && this.#socket.active) this.#on.lost();
  }
}
