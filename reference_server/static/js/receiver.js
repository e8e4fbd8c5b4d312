/**
 * Receiving what those on stage send: one call from each of their pages.
 *
 * @typedef {import("./types.js").SignalData} SignalData
 * @typedef {import("./publisher.js").SendSignal} SendSignal
 */

import { levelOf } from "./sound_level.js";

/** How long to wait for a call before asking for it; doubled each time, up to the second figure. */
const ASK_AFTER_MS = 3000;
const ASK_AFTER_AT_MOST_MS = 24000;
/** How long a call may stand still; its publisher notices a little earlier and makes it anew without being asked. */
const STILL_MS = 10000;
const LOOK_EVERY_MS = 1000;

/** Answers the calls of those on stage, refuses all others, and asks for calls that don't come. */
export class Receiver {
  #iceServers;
  #send;
  #changed;
  /** @type {Map<string, IncomingCall>} by the publisher's page */
  #calls = new Map();
  /** @type {Map<string, SignalData[]>} by page: words of a publisher whose arrival on stage is not known here yet */
  #early = new Map();
  /** @type {Map<string, Watch>} by the publisher's page */
  #watched = new Map();

  /**
   * @param {RTCIceServer[]} iceServers
   * @param {SendSignal} send
   * @param {() => void} changed  a stream came or went
   */
  constructor(iceServers, send, changed) {
    this.#iceServers = iceServers;
    this.#send = send;
    this.#changed = changed;
    setInterval(() => this.#askForMissing(), LOOK_EVERY_MS);
  }

  /**
   * Receive from these pages and no others.
   * @param {string[]} pages
   * @param {string[]} away  pages that may come back: their calls stand, but are not asked for
   */
  sync(pages, away) {
    const wanted = new Set([...pages, ...away]);
    for (const page of this.#calls.keys()) if (!wanted.has(page)) this.#drop(page);
    for (const page of this.#watched.keys()) if (!pages.includes(page)) this.#watched.delete(page);
    for (const page of pages) if (!this.#watched.has(page)) this.#watched.set(page, new Watch());
    this.#takeEarly();
  }

  /** Words of publishers may have been lost: what is not well is asked for soon. */
  lineBack() {
    for (const watch of this.#watched.values()) watch.rest();
  }

  stop() {
    this.sync([], []);
    this.#early.clear();
  }

  /**
   * A publisher's word.
   * @param {string} page
   * @param {SignalData} data
   */
  take(page, data) {
    if (this.#watched.has(page)) this.#handle(page, data);
    else this.#keepEarly(page, data);
  }

  /**
   * @param {string} page
   * @returns {MediaStream | null}
   */
  streamFrom(page) {
    return this.#calls.get(page)?.stream ?? null;
  }

  /**
   * How loud the sound of a page is at this moment, from 0 to 1.
   * @param {string} page
   */
  levelFrom(page) {
    return this.#calls.get(page)?.level() ?? 0;
  }

  /**
   * @param {string} page
   * @param {SignalData} data
   */
  #handle(page, data) {
    if (data.type === "offer" && this.#calls.get(page)?.id !== data.call) this.#accept(page, data.call);
    const call = this.#calls.get(page);
    if (call && call.id === data.call) call.take(data);
  }

  /**
   * @param {string} page
   * @param {string} callId
   */
  #accept(page, callId) {
    this.#calls.get(page)?.close();
    const send = (/** @type {SignalData} */ data) => this.#send(page, data);
    this.#calls.set(page, new IncomingCall(callId, this.#iceServers, send, this.#changed));
  }

  /** @param {string} page */
  #drop(page) {
    this.#calls.get(page)?.close();
    this.#calls.delete(page);
    this.#changed();
  }

  /**
   * @param {string} page
   * @param {SignalData} data
   */
  #keepEarly(page, data) {
    // The call is news of now: an older one of the same page is worth nothing any more.
    const kept = data.type === "offer" ? [] : (this.#early.get(page) ?? []);
    this.#early.set(page, [...kept, data]);
  }

  #takeEarly() {
    for (const [page, words] of this.#early) {
      if (!this.#watched.has(page)) continue;
      this.#early.delete(page);
      for (const data of words) this.#handle(page, data);
    }
  }

  #askForMissing() {
    for (const [page, watch] of this.#watched) {
      const call = this.#calls.get(page);
      if (call?.isWell()) watch.rest();
      else if (watch.isDue()) this.#send(page, { type: "want", call: call?.id ?? "" });
    }
  }
}

/** Says when to ask again for a call that is missing: soon at first, then ever more seldom. */
class Watch {
  #wait = ASK_AFTER_MS;
  #next = Date.now() + ASK_AFTER_MS;

  rest() {
    this.#wait = ASK_AFTER_MS;
    this.#next = Date.now() + ASK_AFTER_MS;
  }

  isDue() {
    if (Date.now() < this.#next) return false;
    this.#wait = Math.min(this.#wait * 2, ASK_AFTER_AT_MOST_MS);
    this.#next = Date.now() + this.#wait;
    return true;
  }
}

/** One call from one page. */
class IncomingCall {
  id;
  /** @type {MediaStream | null} null until there is something to see or hear */
  stream = null;
  #pc;
  #send;
  #changed;
  #work = Promise.resolve();
  /** When the call got a step further last. */
  #gotOn = Date.now();

  /**
   * @param {string} id
   * @param {RTCIceServer[]} iceServers
   * @param {(data: SignalData) => Promise<void>} send
   * @param {() => void} changed
   */
  constructor(id, iceServers, send, changed) {
    this.id = id;
    this.#send = send;
    this.#changed = changed;
    this.#pc = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#pc.ontrack = ({ track }) => this.#addTrack(track);
    this.#pc.onconnectionstatechange = () => (this.#gotOn = Date.now());
    this.#pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.#send({ type: "candidate", call: this.id, candidate: candidate.toJSON() });
    };
  }

  /** Connected, or on the way to it. */
  isWell() {
    const state = this.#pc.connectionState;
    if (state === "failed" || state === "closed") return false;
    return state === "connected" || Date.now() - this.#gotOn < STILL_MS;
  }

  /** How loud its sound is, from 0 to 1. */
  level() {
    return levelOf(this.#pc.getReceivers());
  }

  /** @param {SignalData} data */
  take(data) {
    this.#gotOn = Date.now();
    this.#work = this.#work.then(() => this.#follow(data)).catch((error) => console.debug("Call", this.id, error));
  }

  close() {
    this.#pc.ontrack = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.onicecandidate = null;
    this.#pc.close();
  }

  /** @param {SignalData} data */
  async #follow(data) {
    if (this.#pc.signalingState === "closed") return;
    if (data.type === "candidate") await this.#pc.addIceCandidate(data.candidate);
    if (data.type === "offer") await this.#answer(data);
  }

  /** @param {SignalData} data */
  async #answer({ sdp, round }) {
    await this.#pc.setRemoteDescription({ type: "offer", sdp });
    await this.#pc.setLocalDescription();
    await this.#send({ type: "answer", call: this.id, round, sdp: this.#pc.localDescription?.sdp });
  }

  /** @param {MediaStreamTrack} track */
  #addTrack(track) {
    // Sound and picture arrive one after the other, in one stream, so that they stay in step.
    this.stream ??= new MediaStream();
    this.stream.addTrack(track);
    this.#changed();
  }
}
