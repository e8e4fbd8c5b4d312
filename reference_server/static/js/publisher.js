/**
 * Sending one's own picture and sound: one call to each other page of the session.
 *
 * @typedef {import("./types.js").SignalData} SignalData
 * @typedef {(page: string, data: SignalData) => Promise<void>} SendSignal
 */

import { randomId } from "./ids.js";

/**
 * How long a call may stand still before it is made anew; doubled each time, up to the second figure. A slow machine
 * needs its time: a call that gets on, however slowly, must not be begun again and again.
 */
const STILL_MS = 8000;
const STILL_AT_MOST_MS = 40000;
/** A connection often comes back by itself from a short loss. */
const LOSS_BORNE_MS = 1500;

const KINDS = /** @type {const} */ (["audio", "video"]);

/** Calls every page that should see and hear this person, and keeps those calls alive. */
export class Publisher {
  #iceServers;
  #send;
  /** @type {MediaStream | null} */
  #stream = null;
  /** The calls may go out; until then they are made ready on this machine only. */
  #live = false;
  /** @type {Map<string, OutgoingCall>} by the receiver's page */
  #calls = new Map();
  /** Whether anything can be agreed on with anybody. */
  #line = true;
  /** @type {Set<string>} pages that are away for the moment */
  #away = new Set();

  /**
   * @param {RTCIceServer[]} iceServers
   * @param {SendSignal} send
   */
  constructor(iceServers, send) {
    this.#iceServers = iceServers;
    this.#send = send;
  }

  /**
   * Call these pages and no others.
   * @param {MediaStream} stream
   * @param {boolean} live   false: have the calls ready, but tell nobody
   * @param {string[]} pages
   * @param {string[]} away  pages that may come back: their calls stand, but none is made
   */
  sync(stream, live, pages, away) {
    if (this.#live && !live) this.stop();
    this.#stream = stream;
    this.#live = live;
    const wanted = new Set([...pages, ...away]);
    for (const page of this.#calls.keys()) if (!wanted.has(page)) this.#hangUp(page);
    for (const page of pages) if (!this.#calls.has(page)) this.#call(page);
    if (live) for (const call of this.#calls.values()) call.goOut();
    // What was said while they were away has not reached them.
    for (const page of pages) if (this.#away.has(page)) this.#calls.get(page)?.mend();
    this.#away = new Set(away);
  }

  lineLost() {
    this.#line = false;
  }

  lineBack() {
    this.#line = true;
    for (const call of this.#calls.values()) call.mend();
  }

  /** The stream has other tracks now: those who see and hear the person get them. */
  tracksChanged() {
    for (const call of this.#calls.values()) call.useTracks();
  }

  stop() {
    this.#stream = null;
    this.#live = false;
    for (const page of [...this.#calls.keys()]) this.#hangUp(page);
  }

  /**
   * A receiver's word.
   * @param {string} page
   * @param {SignalData} data
   */
  take(page, data) {
    const call = this.#calls.get(page);
    if (data.type === "want") this.#wanted(page, data.call);
    else if (call && call.id === data.call) call.take(data);
  }

  /**
   * @param {string} page
   * @param {string} callId
   */
  #wanted(page, callId) {
    const call = this.#calls.get(page);
    if (!call) return;
    if (call.id === callId && call.mayBeMended()) call.findAnotherWay();
    // A call they don't know of yet is on its way to them.
    else if (call.id === callId || !call.isYoung()) this.#renew(page, STILL_MS);
  }

  /**
   * @param {string} page
   * @param {number} patience  in ms
   */
  #renew(page, patience) {
    // Without a line a new call would reach nobody, and the old one may yet come back by itself.
    if (!this.#line) return;
    this.#hangUp(page);
    this.#call(page, patience);
  }

  /**
   * @param {string} page
   * @param {number} [patience]  in ms
   */
  #call(page, patience = STILL_MS) {
    if (!this.#stream) return;
    const failed = () => this.#renew(page, Math.min(patience * 2, STILL_AT_MOST_MS));
    const send = (/** @type {SignalData} */ data) => this.#send(page, data);
    const call = new OutgoingCall(this.#stream, this.#iceServers, patience, send, failed);
    this.#calls.set(page, call);
    if (this.#live) call.goOut();
  }

  /** @param {string} page */
  #hangUp(page) {
    this.#calls.get(page)?.close();
    this.#calls.delete(page);
  }
}

/** One call to one page. */
class OutgoingCall {
  id = randomId();
  #born = Date.now();
  #stream;
  #pc;
  #send;
  #failed;
  #patience;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Signals are worked off one after the other, as each needs what the one before it brought. */
  #work = Promise.resolve();
  #offered = false;
  /** Counts the offers; an answer to any but the last is out of date. */
  #round = 0;
  /** When another way was looked for last. */
  #mended = -Infinity;
  /** Resolves when the call may go out. */
  #out;
  /** @type {() => void} */
  #letOut = () => {};

  /**
   * @param {MediaStream} stream
   * @param {RTCIceServer[]} iceServers
   * @param {number} patience  in ms
   * @param {(data: SignalData) => Promise<void>} send
   * @param {() => void} failed
   */
  constructor(stream, iceServers, patience, send, failed) {
    this.#stream = stream;
    this.#send = send;
    this.#failed = failed;
    this.#patience = patience;
    this.#pc = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#pc.onicecandidate = ({ candidate }) => {
      // Those found before the offer went out are part of it.
      if (candidate && this.#offered) this.#send({ type: "candidate", call: this.id, candidate: candidate.toJSON() });
    };
    this.#pc.oniceconnectionstatechange = () => this.#getOn();
    this.#pc.onconnectionstatechange = () => this.#followConnection();
    this.#out = new Promise((resolve) => (this.#letOut = () => resolve(undefined)));
    this.#addLines();
    this.#offer();
  }

  goOut() {
    this.#letOut();
  }

  isYoung() {
    return Date.now() - this.#born < STILL_MS;
  }

  /** @param {SignalData} data */
  take(data) {
    this.#getOn();
    this.#do(async () => {
      if (data.type === "answer" && data.round === this.#round) {
        await this.#pc.setRemoteDescription({ type: "answer", sdp: data.sdp });
      }
      if (data.type === "candidate") await this.#pc.addIceCandidate(data.candidate);
    });
  }

  /** Signals may have been lost: say again what waits for an answer, and find the way anew if there is none. */
  mend() {
    if (!this.#offered) return;
    if (this.#pc.connectionState !== "connected") this.findAnotherWay();
    else if (this.#pc.signalingState === "have-local-offer") this.#offer();
  }

  /** Not, if that was tried just now and has not helped. */
  mayBeMended() {
    return Date.now() - this.#mended > STILL_AT_MOST_MS;
  }

  /** The same call by another way: the network may have changed under it. */
  findAnotherWay() {
    this.#mended = Date.now();
    this.#pc.restartIce();
    this.#offer();
  }

  useTracks() {
    for (const { sender, receiver } of this.#pc.getTransceivers()) {
      sender.replaceTrack(trackOf(this.#stream, receiver.track.kind)).catch(this.#failed);
    }
    if (this.#addLines()) this.#offer();
  }

  close() {
    clearTimeout(this.#timer);
    this.#pc.oniceconnectionstatechange = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.onicecandidate = null;
    this.#pc.close();
  }

  /**
   * Sound has its line from the start, so that there is something to connect even without a device. Picture has one
   * only with a camera: a browser that waits for the first picture plays no sound meanwhile.
   * @returns {boolean} whether there are new ones, which must be offered
   */
  #addLines() {
    const there = this.#pc.getTransceivers().map(({ receiver }) => receiver.track.kind);
    const missing = KINDS.filter((kind) => !there.includes(kind) && (kind === "audio" || trackOf(this.#stream, kind)));
    for (const kind of missing) {
      this.#pc.addTransceiver(trackOf(this.#stream, kind) ?? kind, { direction: "sendonly", streams: [this.#stream] });
    }
    return missing.length > 0;
  }

  #offer() {
    this.#getOn();
    this.#do(async () => {
      await this.#pc.setLocalDescription();
      await this.#out;
      this.#getOn();
      this.#offered = true;
      this.#round += 1;
      await this.#send({ type: "offer", call: this.id, round: this.#round, sdp: this.#pc.localDescription?.sdp });
    });
  }

  #followConnection() {
    const state = this.#pc.connectionState;
    if (state === "connected") clearTimeout(this.#timer);
    if (state === "failed") this.findAnotherWay();
    if (state === "disconnected") this.#timer = later(this.#timer, LOSS_BORNE_MS, () => this.findAnotherWay());
  }

  /** The call has got a step further: from here the time counts in which it may stand still. */
  #getOn() {
    if (this.#pc.connectionState !== "connected") this.#timer = later(this.#timer, this.#patience, this.#failed);
  }

  /** @param {() => Promise<void>} task */
  #do(task) {
    this.#work = this.#work.then(task).catch((error) => this.#worry(error));
  }

  /** @param {unknown} error */
  #worry(error) {
    // Nothing is lost yet: the call is made anew if it does not connect in time.
    if (this.#pc.connectionState !== "closed") console.debug("Call", this.id, error);
  }
}

/**
 * @param {ReturnType<typeof setTimeout> | undefined} timer
 * @param {number} ms
 * @param {() => void} task
 */
function later(timer, ms, task) {
  clearTimeout(timer);
  return setTimeout(task, ms);
}

/**
 * @param {MediaStream} stream
 * @param {string} kind
 * @returns {MediaStreamTrack | null}
 */
function trackOf(stream, kind) {
  return (kind === "audio" ? stream.getAudioTracks() : stream.getVideoTracks())[0] ?? null;
}
