/** This page's copy of the session: received once, then updated by each change; after a missed change, requested again. */

import { changedRoom, withOwnChange } from "./room_changes.js";

/**
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Change} Change
 * @typedef {import("./types.js").OwnChange} OwnChange
 */

const READ_AGAIN_AFTER_S = 2;

export class RoomFeed {
  #follow;
  #readSession;
  /** @type {Room | null} */
  #room = null;
  /** @type {OwnChange[]} own changes that arrived before the change that they belong to */
  #earlyOwnChanges = [];
  #isReading = false;

  /**
   * @param {(room: Room) => void} follow  called with each new state of the room
   * @param {() => Promise<unknown>} readSession  requests the session from the server
   */
  constructor(follow, readSession) {
    this.#follow = follow;
    this.#readSession = readSession;
  }

  /** @param {Room} room */
  takeRoom(room) {
    this.#isReading = false;
    this.#earlyOwnChanges = [];
    this.#take(room);
  }

  /** @param {Change} change */
  takeChange(change) {
    if (!this.#room || change.revision <= this.#room.revision) return;
    if (change.since > this.#room.revision) return this.#readAgain();
    let room = changedRoom(this.#room, change);
    for (const own of this.#earlyOwnChanges) room = withOwnChange(room, own);
    this.#earlyOwnChanges = [];
    this.#take(room);
  }

  /** @param {OwnChange} change */
  takeOwnChange(change) {
    // Applied before the change that it belongs to, an own change would contradict the rest of the screen.
    if (!this.#room || change.with > this.#room.revision) this.#earlyOwnChanges.push(change);
    else this.#take(withOwnChange(this.#room, change));
  }

  /** @param {Room} room */
  #take(room) {
    this.#room = room;
    this.#follow(room);
  }

  #readAgain() {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#readSession().catch((error) => {
      setTimeout(() => {
        if (!this.#isReading) return;
        this.#isReading = false;
        // After a lost connection, the server sends the session by itself.
        if (error.code !== "not_connected") this.#readAgain();
      }, (error.wait ?? READ_AGAIN_AFTER_S) * 1000);
    });
  }
}
