/**
 * Picture and sound between the people of a room, behind one small interface: say who is in the room and what this
 * person sends, and ask for the stream of a person on stage. Here every person on stage calls every other page; with
 * LiveKit, livekit_media.js is in this file's place.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").MediaEngine} MediaEngine
 * @typedef {import("./types.js").Room} Room
 * @typedef {import("./types.js").Signal} Signal
 * @typedef {import("./types.js").SignalData} SignalData
 */

import { Publisher } from "./publisher.js";
import { Receiver } from "./receiver.js";

/** @implements {MediaEngine} */
export class Media {
  #publisher;
  #receiver;
  /** @type {Room | null} */
  #room = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Map<string, string>} the address of the page on which a person was last, by person */
  #lastPages = new Map();

  /**
   * @param {object} options
   * @param {RTCIceServer[]} options.iceServers
   * @param {(message: {to: string, from_stage: boolean, data: SignalData}) => Promise<unknown>} options.send
   * @param {() => void} options.changed  somebody's stream came or went
   */
  constructor({ iceServers, send, changed }) {
    const signal = (/** @type {boolean} */ fromStage) => async (/** @type {string} */ to, /** @type {SignalData} */ data) => {
      // One of the two has left the stage or the room, which the next state says; or the page reads too slowly, and
      // what it misses is sent anew when it asks for the call.
      await send({ to, from_stage: fromStage, data }).catch(() => undefined);
    };
    this.#publisher = new Publisher(iceServers, signal(true));
    this.#receiver = new Receiver(iceServers, signal(false), changed);
  }

  /** @param {Room} room */
  follow(room) {
    this.#room = room;
    for (const { id, page } of room.people) if (page) this.#lastPages.set(id, page);
    const publishers = this.#others().filter((person) => room.stage.includes(person.id));
    this.#receiver.sync(present(publishers), this.#away(publishers));
    this.#publish();
  }

  /**
   * Send this stream to everybody, as soon and as long as the person is on stage; null: nothing.
   *
   * Said before the person is on stage, it has everything ready for that moment, and nothing goes out.
   * @param {MediaStream | null} stream
   */
  publish(stream) {
    this.#stream = stream;
    this.#publish();
  }

  /** The published stream has other tracks now. */
  tracksChanged() {
    this.#publisher.tracksChanged();
  }

  /** @param {Signal} signal */
  take(signal) {
    if (signal.from_stage) this.#receiver.take(signal.from, signal.data);
    else this.#publisher.take(signal.from, signal.data);
  }

  /**
   * What comes from a person on stage.
   * @param {string} person
   * @returns {MediaStream | null}
   */
  streamOf(person) {
    const page = this.#lastPages.get(person);
    return page ? this.#receiver.streamFrom(page) : null;
  }

  /**
   * How loud a person on stage is at this moment, from 0 to 1.
   * @param {string} person
   */
  levelOf(person) {
    return this.#receiver.levelFrom(this.#lastPages.get(person) ?? "");
  }

  /** Browsers adapt by themselves what they send. */
  drawn() {}

  /** There is no media server. */
  takeAccess() {}

  /** The server cannot be reached: calls stand as they are, since nothing can be agreed on with anybody. */
  lineLost() {
    this.#publisher.lineLost();
  }

  /** The server can be reached again: calls that the loss has hurt are mended. */
  lineBack() {
    this.#publisher.lineBack();
    this.#receiver.lineBack();
  }

  /** Send and receive nothing any more. */
  stop() {
    this.publish(null);
    this.#receiver.stop();
  }

  #publish() {
    const onStage = this.#room?.you.standing === "on_stage";
    if (!this.#stream) this.#publisher.stop();
    else this.#publisher.sync(this.#stream, onStage, present(this.#others()), this.#away(this.#others()));
  }

  #others() {
    return this.#room?.people.filter((person) => person.id !== this.#room?.you.id) ?? [];
  }

  /** @param {Person[]} people */
  #away(people) {
    return people.filter((person) => !person.page).map((person) => this.#lastPages.get(person.id) ?? "");
  }
}

/** @param {Person[]} people */
const present = (people) => /** @type {string[]} */ (people.filter((person) => person.page).map((person) => person.page));
