/**
 * The subscriber: receives picture and sound by one peer connection from the page of each person on stage.
 *
 * @typedef {import("./types.js").SignalData} SignalData
 * @typedef {import("./publisher.js").SendSignal} SendSignal
 */

import { loudnessOf } from "./received_loudness.js";

/** How long to wait for an offer before requesting one; the time doubles each time, up to the second constant. */
const REQUEST_AFTER_MS = 3000;
const LONGEST_REQUEST_AFTER_MS = 24000;
/** A peer connection without progress for this long is requested again; its publisher usually replaces it earlier. */
const STALL_MS = 10000;
const CHECK_EVERY_MS = 1000;

/** Answers the offers of people on stage, ignores all other offers, and requests missing ones. */
export class Subscriber {
  #iceServers;
  #send;
  #changed;
  /** @type {Map<string, IncomingConnection>} by the publisher's page */
  #connections = new Map();
  /** @type {Map<string, SignalData[]>} by the publisher's page: signals that arrived before the state in which the publisher is on stage */
  #earlySignals = new Map();
  /** @type {Map<string, RequestTimer>} by the page of each publisher on stage */
  #requestTimers = new Map();

  /**
   * @param {RTCIceServer[]} iceServers
   * @param {SendSignal} send
   * @param {() => void} changed  called when a stream was added or removed
   */
  constructor(iceServers, send, changed) {
    this.#iceServers = iceServers;
    this.#send = send;
    this.#changed = changed;
    setInterval(() => this.#requestMissing(), CHECK_EVERY_MS);
  }

  /**
   * Receives from these pages and no others.
   * @param {string[]} pages
   * @param {string[]} disconnectedPages  their peer connections stay, but no new ones are requested
   */
  sync(pages, disconnectedPages) {
    const pagesToKeep = new Set([...pages, ...disconnectedPages]);
    for (const page of this.#connections.keys()) if (!pagesToKeep.has(page)) this.#drop(page);
    for (const page of this.#requestTimers.keys()) if (!pages.includes(page)) this.#requestTimers.delete(page);
    for (const page of pages) if (!this.#requestTimers.has(page)) this.#requestTimers.set(page, new RequestTimer());
    this.#handleEarlySignals();
  }

  /** Makes the page request connections that do not work again soon, since signals may have been lost. */
  connectionRestored() {
    for (const timer of this.#requestTimers.values()) timer.reset();
  }

  stop() {
    this.sync([], []);
    this.#earlySignals.clear();
  }

  /**
   * Handles a signal of a publisher.
   * @param {string} page
   * @param {SignalData} data
   */
  take(page, data) {
    if (this.#requestTimers.has(page)) this.#handle(page, data);
    else this.#storeEarlySignal(page, data);
  }

  /**
   * @param {string} page
   * @returns {MediaStream | null}
   */
  streamFrom(page) {
    return this.#connections.get(page)?.stream ?? null;
  }

  /**
   * The current loudness of a page's sound, from 0 to 1.
   * @param {string} page
   */
  loudnessFrom(page) {
    return this.#connections.get(page)?.loudness() ?? 0;
  }

  /**
   * @param {string} page
   * @param {SignalData} data
   */
  #handle(page, data) {
    if (data.type === "offer" && this.#connections.get(page)?.id !== data.call) this.#accept(page, data.call);
    const connection = this.#connections.get(page);
    if (connection && connection.id === data.call) connection.take(data);
  }

  /**
   * @param {string} page
   * @param {string} connectionId
   */
  #accept(page, connectionId) {
    this.#connections.get(page)?.close();
    const send = (/** @type {SignalData} */ data) => this.#send(page, data);
    this.#connections.set(page, new IncomingConnection(connectionId, this.#iceServers, send, this.#changed));
  }

  /** @param {string} page */
  #drop(page) {
    this.#connections.get(page)?.close();
    this.#connections.delete(page);
    this.#changed();
  }

  /**
   * @param {string} page
   * @param {SignalData} data
   */
  #storeEarlySignal(page, data) {
    // A new offer replaces older signals of the same page.
    const earlier = data.type === "offer" ? [] : (this.#earlySignals.get(page) ?? []);
    this.#earlySignals.set(page, [...earlier, data]);
  }

  #handleEarlySignals() {
    for (const [page, signals] of this.#earlySignals) {
      if (!this.#requestTimers.has(page)) continue;
      this.#earlySignals.delete(page);
      for (const data of signals) this.#handle(page, data);
    }
  }

  #requestMissing() {
    for (const [page, timer] of this.#requestTimers) {
      const connection = this.#connections.get(page);
      if (connection?.isWorking()) timer.reset();
      else if (timer.isDue()) this.#send(page, { type: "want", call: connection?.id ?? "" });
    }
  }
}

/** The times at which to request a missing connection: soon at first, then after longer and longer waits. */
class RequestTimer {
  #wait = REQUEST_AFTER_MS;
  #nextAt = Date.now() + REQUEST_AFTER_MS;

  reset() {
    this.#wait = REQUEST_AFTER_MS;
    this.#nextAt = Date.now() + REQUEST_AFTER_MS;
  }

  isDue() {
    if (Date.now() < this.#nextAt) return false;
    this.#wait = Math.min(this.#wait * 2, LONGEST_REQUEST_AFTER_MS);
    this.#nextAt = Date.now() + this.#wait;
    return true;
  }
}

/** One peer connection from one page. */
class IncomingConnection {
  id;
  /** @type {MediaStream | null} null until there is something to see or hear */
  stream = null;
  #pc;
  #send;
  #changed;
  #queue = Promise.resolve();
  /** The time of the connection's last progress. */
  #progressAt = Date.now();

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
    this.#pc.onconnectionstatechange = () => (this.#progressAt = Date.now());
    this.#pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.#send({ type: "candidate", call: this.id, candidate: candidate.toJSON() });
    };
  }

  /** Whether the connection is established, or makes progress. */
  isWorking() {
    const state = this.#pc.connectionState;
    if (state === "failed" || state === "closed") return false;
    return state === "connected" || Date.now() - this.#progressAt < STALL_MS;
  }

  /** The current loudness, from 0 to 1. */
  loudness() {
    return loudnessOf(this.#pc.getReceivers());
  }

  /** @param {SignalData} data */
  take(data) {
    this.#progressAt = Date.now();
    this.#queue = this.#queue.then(() => this.#follow(data)).catch((error) => console.debug("Peer connection", this.id, error));
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
    // Sound and picture are in one stream, so that they stay synchronous.
    this.stream ??= new MediaStream();
    this.stream.addTrack(track);
    this.#changed();
  }
}
