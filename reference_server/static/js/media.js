/**
 * Picture and sound in a mesh: the page of each person on stage has a peer connection to every other page.
 *
 * It has the interface `MediaEngine`, like livekit_media.js, which replaces it with LiveKit: `follow` receives the state
 * of the room, `publish` receives the person's own stream, and `streamOf` returns the stream of a person on stage.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").MediaEngine} MediaEngine
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Signal} Signal
 * @typedef {import("./types.js").SignalData} SignalData
 */

import { Publisher } from "./publisher.js";
import { Subscriber } from "./subscriber.js";

/** @implements {MediaEngine} */
export class Media {
  #publisher;
  #subscriber;
  /** @type {Room | null} */
  #room = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Map<string, string>} the public id of each person's latest page, by person */
  #lastPages = new Map();

  /**
   * @param {object} options
   * @param {RTCIceServer[]} options.iceServers
   * @param {(message: {to: string, from_stage: boolean, data: SignalData}) => Promise<unknown>} options.send
   * @param {() => void} options.changed  called when a stream was added or removed
   */
  constructor({ iceServers, send, changed }) {
    const signal = (/** @type {boolean} */ fromStage) => async (/** @type {string} */ to, /** @type {SignalData} */ data) => {
      // A refusal is ignored: either one of the two people has left the stage or the room, which the next state shows, or
      // the receiving page reads too slowly, and will request the connection again.
      await send({ to, from_stage: fromStage, data }).catch(() => undefined);
    };
    this.#publisher = new Publisher(iceServers, signal(true));
    this.#subscriber = new Subscriber(iceServers, signal(false), changed);
  }

  /** @param {Room} room */
  follow(room) {
    this.#room = room;
    for (const { id, page } of room.people) if (page) this.#lastPages.set(id, page);
    const publishers = this.#others().filter((person) => room.stage.includes(person.id));
    this.#subscriber.sync(pagesOf(publishers), this.#disconnectedPagesOf(publishers));
    this.#publish();
  }

  /**
   * Sends this stream to everybody while the person is on stage; null: nothing.
   *
   * Before the person is on stage, the peer connections are prepared, and nothing is sent.
   * @param {MediaStream | null} stream
   */
  publish(stream) {
    this.#stream = stream;
    this.#publish();
  }

  /** Sends the current tracks of the published stream, after they have changed. */
  tracksChanged() {
    this.#publisher.tracksChanged();
  }

  /** @param {Signal} signal */
  take(signal) {
    if (signal.from_stage) this.#subscriber.take(signal.from, signal.data);
    else this.#publisher.take(signal.from, signal.data);
  }

  /**
   * The stream of a person on stage.
   * @param {string} person
   * @returns {MediaStream | null}
   */
  streamOf(person) {
    const page = this.#lastPages.get(person);
    return page ? this.#subscriber.streamFrom(page) : null;
  }

  /**
   * The current loudness of a person on stage, from 0 to 1.
   * @param {string} person
   */
  loudnessOf(person) {
    return this.#subscriber.loudnessFrom(this.#lastPages.get(person) ?? "");
  }

  /** Does nothing: browsers adapt the size of the pictures that they send. */
  screenDrawn() {}

  /** Does nothing: there is no media server. */
  takeAccess() {}

  /** Leaves the peer connections unchanged while the WebSocket is closed, since no signal reaches another page. */
  connectionLost() {
    this.#publisher.connectionLost();
  }

  /** Repairs the peer connections that failed while the WebSocket was closed. */
  connectionRestored() {
    this.#publisher.connectionRestored();
    this.#subscriber.connectionRestored();
  }

  /** Ends all sending and receiving. */
  stop() {
    this.publish(null);
    this.#subscriber.stop();
  }

  #publish() {
    const isOnStage = this.#room?.you.standing === "on_stage";
    if (!this.#stream) this.#publisher.stop();
    else this.#publisher.sync(this.#stream, isOnStage, pagesOf(this.#others()), this.#disconnectedPagesOf(this.#others()));
  }

  #others() {
    return this.#room?.people.filter((person) => person.id !== this.#room?.you.id) ?? [];
  }

  /** @param {Person[]} people */
  #disconnectedPagesOf(people) {
    return people.filter((person) => !person.page).map((person) => this.#lastPages.get(person.id) ?? "");
  }
}

/** @param {Person[]} people */
const pagesOf = (people) => /** @type {string[]} */ (people.filter((person) => person.page).map((person) => person.page));
