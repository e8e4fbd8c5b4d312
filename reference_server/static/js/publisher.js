/**
 * The publisher of a person on stage: sends picture and sound by one peer connection to each other page of the session.
 *
 * @typedef {import("./types.js").SignalData} SignalData
 * @typedef {(page: string, data: SignalData) => Promise<void>} SendSignal
 */

import { randomId } from "./ids.js";

/**
 * A peer connection that makes no progress for this long is replaced. The limit doubles each time, up to the second
 * constant, so that a slow machine does not start over again and again.
 */
const STALL_MS = 8000;
const LONGEST_STALL_MS = 40000;
/** A peer connection often recovers by itself from a short loss; ICE is restarted after this time. */
const SHORT_LOSS_MS = 1500;

const KINDS = /** @type {const} */ (["audio", "video"]);

/** Connects to every page that should see and hear this person, and repairs those connections. */
export class Publisher {
  #iceServers;
  #send;
  /** @type {MediaStream | null} */
  #stream = null;
  /** Whether offers may be sent; until then the connections are only prepared. */
  #isLive = false;
  /** @type {Map<string, OutgoingConnection>} by the receiver's page */
  #connections = new Map();
  /** Whether the WebSocket is connected, so that signals reach other pages. */
  #isConnected = true;
  /** @type {Set<string>} */
  #disconnectedPages = new Set();

  /**
   * @param {RTCIceServer[]} iceServers
   * @param {SendSignal} send
   */
  constructor(iceServers, send) {
    this.#iceServers = iceServers;
    this.#send = send;
  }

  /**
   * Connects to these pages and no others.
   * @param {MediaStream} stream
   * @param {boolean} isLive  false: prepare the connections, but send no offers
   * @param {string[]} pages
   * @param {string[]} disconnectedPages  their peer connections stay, but no new ones are created
   */
  sync(stream, isLive, pages, disconnectedPages) {
    if (this.#isLive && !isLive) this.stop();
    this.#stream = stream;
    this.#isLive = isLive;
    const pagesToKeep = new Set([...pages, ...disconnectedPages]);
    for (const page of this.#connections.keys()) if (!pagesToKeep.has(page)) this.#disconnect(page);
    for (const page of pages) if (!this.#connections.has(page)) this.#connect(page);
    if (isLive) for (const connection of this.#connections.values()) connection.allowOffers();
    // Signals that were sent while a page was disconnected have not reached it.
    for (const page of pages) if (this.#disconnectedPages.has(page)) this.#connections.get(page)?.repair();
    this.#disconnectedPages = new Set(disconnectedPages);
  }

  connectionLost() {
    this.#isConnected = false;
  }

  connectionRestored() {
    this.#isConnected = true;
    for (const connection of this.#connections.values()) connection.repair();
  }

  /** Sends the current tracks of the stream, after they have changed. */
  tracksChanged() {
    for (const connection of this.#connections.values()) connection.useTracks();
  }

  stop() {
    this.#stream = null;
    this.#isLive = false;
    for (const page of [...this.#connections.keys()]) this.#disconnect(page);
  }

  /**
   * Handles a signal of a subscriber.
   * @param {string} page
   * @param {SignalData} data
   */
  take(page, data) {
    const connection = this.#connections.get(page);
    if (data.type === "want") this.#handleRequest(page, data.call);
    else if (connection && connection.id === data.call) connection.take(data);
  }

  /**
   * @param {string} page
   * @param {string} connectionId
   */
  #handleRequest(page, connectionId) {
    const connection = this.#connections.get(page);
    if (!connection) return;
    if (connection.id === connectionId && connection.canRestartIce()) connection.restartIce();
    // A new connection with another id is not replaced: its offer is still on its way to the page.
    else if (connection.id === connectionId || !connection.isNew()) this.#replace(page, STALL_MS);
  }

  /**
   * @param {string} page
   * @param {number} timeLimit  for progress of the new connection, in ms
   */
  #replace(page, timeLimit) {
    // Without a WebSocket no offer reaches the page, and the current connection may recover by itself.
    if (!this.#isConnected) return;
    this.#disconnect(page);
    this.#connect(page, timeLimit);
  }

  /**
   * @param {string} page
   * @param {number} [timeLimit]  in ms
   */
  #connect(page, timeLimit = STALL_MS) {
    if (!this.#stream) return;
    const failed = () => this.#replace(page, Math.min(timeLimit * 2, LONGEST_STALL_MS));
    const send = (/** @type {SignalData} */ data) => this.#send(page, data);
    const connection = new OutgoingConnection(this.#stream, this.#iceServers, timeLimit, send, failed);
    this.#connections.set(page, connection);
    if (this.#isLive) connection.allowOffers();
  }

  /** @param {string} page */
  #disconnect(page) {
    this.#connections.get(page)?.close();
    this.#connections.delete(page);
  }
}

/** One peer connection to one page. */
class OutgoingConnection {
  id = randomId();
  #createdAt = Date.now();
  #stream;
  #pc;
  #send;
  #failed;
  #timeLimit;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Signals are handled one after the other, since each depends on the one before it. */
  #queue = Promise.resolve();
  #hasOffered = false;
  /** Counts the offers; an answer to any but the last is outdated. */
  #round = 0;
  /** The time of the last ICE restart. */
  #restartedAt = -Infinity;
  /** Resolves when offers may be sent. */
  #offersAllowed;
  /** @type {() => void} */
  #resolveOffersAllowed = () => {};

  /**
   * @param {MediaStream} stream
   * @param {RTCIceServer[]} iceServers
   * @param {number} timeLimit  in ms
   * @param {(data: SignalData) => Promise<void>} send
   * @param {() => void} failed
   */
  constructor(stream, iceServers, timeLimit, send, failed) {
    this.#stream = stream;
    this.#send = send;
    this.#failed = failed;
    this.#timeLimit = timeLimit;
    this.#pc = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#pc.onicecandidate = ({ candidate }) => {
      // The offer contains the candidates that were found before it was sent.
      if (candidate && this.#hasOffered) this.#send({ type: "candidate", call: this.id, candidate: candidate.toJSON() });
    };
    this.#pc.oniceconnectionstatechange = () => this.#noteProgress();
    this.#pc.onconnectionstatechange = () => this.#followConnection();
    this.#offersAllowed = new Promise((resolve) => (this.#resolveOffersAllowed = () => resolve(undefined)));
    this.#addTransceivers();
    this.#offer();
  }

  allowOffers() {
    this.#resolveOffersAllowed();
  }

  isNew() {
    return Date.now() - this.#createdAt < STALL_MS;
  }

  /** @param {SignalData} data */
  take(data) {
    this.#noteProgress();
    this.#enqueue(async () => {
      if (data.type === "answer" && data.round === this.#round) {
        await this.#pc.setRemoteDescription({ type: "answer", sdp: data.sdp });
      }
      if (data.type === "candidate") await this.#pc.addIceCandidate(data.candidate);
    });
  }

  /** Restarts ICE if the peer connection is not connected; otherwise sends an unanswered offer again. */
  repair() {
    if (!this.#hasOffered) return;
    if (this.#pc.connectionState !== "connected") this.restartIce();
    else if (this.#pc.signalingState === "have-local-offer") this.#offer();
  }

  /** Whether to try an ICE restart: not if there was one recently. */
  canRestartIce() {
    return Date.now() - this.#restartedAt > LONGEST_STALL_MS;
  }

  /** Restarts ICE, since the network may have changed. */
  restartIce() {
    this.#restartedAt = Date.now();
    this.#pc.restartIce();
    this.#offer();
  }

  useTracks() {
    for (const { sender, receiver } of this.#pc.getTransceivers()) {
      const { kind } = receiver.track;
      sender.replaceTrack(trackOf(this.#stream, kind) ?? (kind === "video" ? blackTrack() : null)).catch(this.#failed);
    }
    if (this.#addTransceivers()) this.#offer();
  }

  close() {
    clearTimeout(this.#timer);
    this.#pc.oniceconnectionstatechange = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.onicecandidate = null;
    this.#pc.close();
  }

  /**
   * Adds the missing transceivers. There is always one for sound, so that the page connects even without a device. There
   * is one for the picture only if there is a camera, since a browser that waits for the first frame plays no sound.
   * @returns {boolean} whether there are new transceivers, which must be offered
   */
  #addTransceivers() {
    const existingKinds = this.#pc.getTransceivers().map(({ receiver }) => receiver.track.kind);
    const missing = KINDS.filter((kind) => !existingKinds.includes(kind) && (kind === "audio" || trackOf(this.#stream, kind)));
    for (const kind of missing) {
      this.#pc.addTransceiver(trackOf(this.#stream, kind) ?? kind, { direction: "sendonly", streams: [this.#stream] });
    }
    return missing.length > 0;
  }

  #offer() {
    this.#noteProgress();
    this.#enqueue(async () => {
      await this.#pc.setLocalDescription();
      await this.#offersAllowed;
      this.#noteProgress();
      this.#hasOffered = true;
      this.#round += 1;
      await this.#send({ type: "offer", call: this.id, round: this.#round, sdp: this.#pc.localDescription?.sdp });
    });
  }

  #followConnection() {
    const state = this.#pc.connectionState;
    if (state === "connected") clearTimeout(this.#timer);
    if (state === "failed") this.restartIce();
    if (state === "disconnected") this.#timer = restartTimer(this.#timer, SHORT_LOSS_MS, () => this.restartIce());
  }

  /** Restarts the time limit after each step of the connection. */
  #noteProgress() {
    if (this.#pc.connectionState !== "connected") this.#timer = restartTimer(this.#timer, this.#timeLimit, this.#failed);
  }

  /** @param {() => Promise<void>} task */
  #enqueue(task) {
    this.#queue = this.#queue.then(task).catch((error) => this.#logError(error));
  }

  /** @param {unknown} error */
  #logError(error) {
    // Not reported: the connection is replaced if it is not connected in time.
    if (this.#pc.connectionState !== "closed") console.debug("Peer connection", this.id, error);
  }
}

/**
 * @param {ReturnType<typeof setTimeout> | undefined} timer
 * @param {number} ms
 * @param {() => void} task
 */
function restartTimer(timer, ms, task) {
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

/** @type {MediaStreamTrack | undefined} */
let black;

/** A black picture, sent in place of a camera that is gone: without it, others would keep the camera's last frame. */
function blackTrack() {
  if (!black) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 9 });
    canvas.getContext("2d")?.fillRect(0, 0, canvas.width, canvas.height);
    [black] = canvas.captureStream(1).getVideoTracks();
  }
  return black;
}
