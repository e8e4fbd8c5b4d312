/**
 * Picture and sound through LiveKit: each page sends once, to LiveKit's server, which forwards it. This module has the
 * interface of `Media` in media.js, and is loaded only if the room's server uses LiveKit.
 *
 * Only the room decides who is on stage. A page subscribes only to people who are on stage according to the room's
 * state. It publishes only while its own person is on stage and LiveKit permits it.
 *
 * @typedef {import("./types.js").Person} Person
 * @typedef {import("./types.js").Room} RoomState
 * @typedef {import("./types.js").MediaAccess} MediaAccess
 * @typedef {import("./types.js").MediaEngine} MediaEngine
 * @typedef {import("../vendor/livekit-client/livekit-client.esm.mjs").LocalTrack} LocalTrack
 * @typedef {import("../vendor/livekit-client/livekit-client.esm.mjs").RemoteTrack} RemoteTrack
 * @typedef {import("../vendor/livekit-client/livekit-client.esm.mjs").RemoteTrackPublication} RemoteTrackPublication
 */

import { LocalAudioTrack, LocalVideoTrack, LogLevel, Room, RoomEvent, setLogLevel, Track } from "../vendor/livekit-client/livekit-client.esm.mjs";
import { loudnessOf } from "./received_loudness.js";
import { ShownPicture } from "./shown_picture.js";

/** Delays before the reconnection attempts of LiveKit's client; after the last attempt, the page opens a new connection. */
const RECONNECT_AFTER_MS = [0, 300, 600, 1200, 2000];
const CONNECT_AGAIN_MS = 1000;
/** A loss of the connection is shown only after this time, so that nothing is shown while the page loads. */
const SHOW_LOSS_AFTER_MS = 3000;
const PUBLISH_AGAIN_MS = 1000;

/** @implements {MediaEngine} */
export class LiveKitMedia {
  #parts;
  #room = newRoom();
  /** @type {RoomState | null} */
  #state = null;
  /** @type {MediaStream | null} the stream to publish */
  #stream = null;
  /** @type {Map<string, string>} the LiveKit identity of each person's latest page, by person */
  #lastIdentities = new Map();
  /** @type {Map<string, MediaStream>} by identity */
  #streams = new Map();
  /** @type {WeakMap<RemoteTrackPublication, boolean>} whether a track was requested; each request is a message */
  #requested = new WeakMap();
  /** @type {Map<HTMLVideoElement, ShownPicture>} */
  #pictures = new Map();
  /** Publishing and unpublishing are done one after the other. */
  #queue = Promise.resolve();
  #connecting = false;
  #stopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lossTimer;

  /**
   * @param {object} parts
   * @param {() => Promise<unknown>} parts.requestAccess  requests access to LiveKit from the room's server
   * @param {() => Promise<unknown>} parts.reportConnected  reports to the room's server that this page has connected
   * @param {(isLost: boolean) => void} parts.setLost  called when the connection to LiveKit is lost or restored
   * @param {() => void} parts.changed  called when a stream was added or removed
   */
  constructor(parts) {
    this.#parts = parts;
    this.#startLossTimer();
    this.#listen();
  }

  /** @param {RoomState} state */
  follow(state) {
    this.#state = state;
    for (const person of state.people) if (person.page) this.#lastIdentities.set(person.id, `${person.id}.${person.page}`);
    this.#subscribe();
    this.#synchronise();
  }

  /**
   * Sends this stream to everybody while the person is on stage; null: nothing.
   * @param {MediaStream | null} stream
   */
  publish(stream) {
    this.#stream = stream;
    this.#synchronise();
  }

  /** Publishes the current tracks of the stream, after they have changed. */
  tracksChanged() {
    this.#synchronise();
  }

  /** Does nothing: pages send each other no signals with LiveKit. */
  take() {}

  /** @param {MediaAccess} access */
  async takeAccess({ url, token }) {
    if (this.#stopped || this.#connecting || this.#isConnected) return;
    this.#connecting = true;
    try {
      await this.#room.connect(url, token, { autoSubscribe: false, maxRetries: 0 });
    } catch (error) {
      console.debug("LiveKit", error);
    }
    this.#connecting = false;
    if (!this.#isConnected) this.#connectAgain();
  }

  /**
   * The stream of a person on stage.
   * @param {string} person
   * @returns {MediaStream | null}
   */
  streamOf(person) {
    return this.#streams.get(this.#lastIdentities.get(person) ?? "") ?? null;
  }

  /**
   * The current loudness of a person on stage, from 0 to 1.
   * @param {string} person
   */
  loudnessOf(person) {
    const receiver = this.#trackOf(person, Track.Source.Microphone)?.receiver;
    return receiver ? loudnessOf([receiver]) : 0;
  }

  /**
   * Reports the sizes of the pictures after each drawing, so that LiveKit sends the pictures in these sizes.
   * @param {HTMLElement} root
   */
  screenDrawn(root) {
    for (const [video, picture] of this.#pictures) if (!video.isConnected) this.#forget(video, picture);
    for (const tile of root.querySelectorAll("[data-person]")) {
      const track = this.#trackOf(/** @type {HTMLElement} */ (tile).dataset.person ?? "", Track.Source.Camera);
      const video = tile.querySelector("video");
      if (video && track && this.#pictures.get(video)?.track !== track) this.#show(video, track);
    }
  }

  /** Does nothing: a lost connection to the room's server does not affect LiveKit. */
  connectionLost() {}

  /** Reports the connection to LiveKit again, since the room's server may have missed the report. */
  connectionRestored() {
    if (this.#isConnected) this.#request(this.#parts.reportConnected);
    else this.#connect();
  }

  /** Ends all sending and receiving. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#lossTimer);
    this.publish(null);
    void this.#room.disconnect(false);
  }

  get #isConnected() {
    return this.#room.state === "connected";
  }

  #listen() {
    this.#room
      .on(RoomEvent.Connected, () => this.#connected())
      .on(RoomEvent.Reconnected, () => this.#connected())
      .on(RoomEvent.Reconnecting, () => this.#startLossTimer())
      .on(RoomEvent.SignalReconnecting, () => this.#startLossTimer())
      .on(RoomEvent.Disconnected, () => this.#disconnected())
      .on(RoomEvent.ParticipantPermissionsChanged, () => this.#synchronise())
      .on(RoomEvent.ParticipantConnected, () => this.#subscribe())
      .on(RoomEvent.TrackPublished, () => this.#subscribe())
      .on(RoomEvent.ParticipantDisconnected, () => this.#readStreamsSoon())
      .on(RoomEvent.TrackSubscribed, () => this.#readStreamsSoon())
      .on(RoomEvent.TrackUnsubscribed, () => this.#readStreamsSoon())
      .on(RoomEvent.TrackMuted, () => this.#readStreamsSoon())
      .on(RoomEvent.TrackUnmuted, () => this.#readStreamsSoon());
  }

  #connected() {
    clearTimeout(this.#lossTimer);
    this.#lossTimer = undefined;
    this.#parts.setLost(false);
    this.#request(this.#parts.reportConnected);
    // Requests on the previous connection may not have arrived.
    this.#requested = new WeakMap();
    this.#subscribe();
    this.#readStreamsSoon();
    this.#synchronise();
  }

  #disconnected() {
    this.#readStreamsSoon();
    if (!this.#connecting) this.#connectAgain();
  }

  #connectAgain() {
    if (this.#stopped) return;
    this.#startLossTimer();
    setTimeout(() => this.#connect(), CONNECT_AGAIN_MS * (1 + Math.random()));
  }

  #connect() {
    if (!this.#stopped && !this.#connecting && !this.#isConnected) this.#request(this.#parts.requestAccess, () => this.#connectAgain());
  }

  /**
   * Sends a message to the room's server. Without a connection the message fails; the page sends it again once it is connected.
   * @param {() => Promise<unknown>} send
   * @param {() => void} [failed]
   */
  #request(send, failed = () => {}) {
    send().catch(failed);
  }

  /** Reports the loss, unless the page is connected soon. */
  #startLossTimer() {
    this.#lossTimer ??= setTimeout(() => this.#parts.setLost(true), SHOW_LOSS_AFTER_MS);
  }

  /** Subscribes to the people who are on stage according to the room's state, and to nobody else. */
  #subscribe() {
    const stage = new Set(this.#state?.stage.map((id) => this.#lastIdentities.get(id)));
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) this.#requestTrack(publication, stage.has(participant.identity));
    }
  }

  /**
   * @param {RemoteTrackPublication} publication
   * @param {boolean} subscribed
   */
  #requestTrack(publication, subscribed) {
    if (this.#requested.get(publication) === subscribed) return;
    this.#requested.set(publication, subscribed);
    publication.setSubscribed(subscribed);
  }

  /** Reads all streams from LiveKit's client, since events of a previous connection may be late or missing. */
  #readStreams() {
    const streams = new Map();
    for (const { identity, trackPublications } of this.#room.remoteParticipants.values()) {
      const tracks = [...trackPublications.values()].flatMap((publication) => shownTrack(publication) ?? []);
      if (tracks.length > 0) streams.set(identity, streamOf(tracks, this.#streams.get(identity)));
    }
    this.#streams = streams;
    this.#parts.changed();
  }

  /** Reads the streams after the event: LiveKit's client still has a removed track during it. */
  #readStreamsSoon() {
    queueMicrotask(() => this.#readStreams());
  }

  /**
   * @param {string} person
   * @param {Track.Source} source
   * @returns {RemoteTrack | undefined}
   */
  #trackOf(person, source) {
    const participant = this.#room.remoteParticipants.get(this.#lastIdentities.get(person) ?? "");
    return /** @type {RemoteTrackPublication | undefined} */ (participant?.getTrackPublication(source))?.track;
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {RemoteTrack} track
   */
  #show(video, track) {
    const before = this.#pictures.get(video);
    if (before) this.#forget(video, before);
    this.#pictures.set(video, new ShownPicture(video, /** @type {import("./shown_picture.js").RemoteVideoTrack} */ (track)));
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {ShownPicture} picture
   */
  #forget(video, picture) {
    picture.end();
    this.#pictures.delete(video);
  }

  #synchronise() {
    this.#queue = this.#queue.then(() => this.#sendTracks()).catch((error) => this.#failed(error));
  }

  /** @param {unknown} error */
  #failed(error) {
    console.debug("LiveKit", error);
    if (this.#tracksToSend.length > 0) setTimeout(() => this.#synchronise(), PUBLISH_AGAIN_MS);
  }

  get #tracksToSend() {
    const isOnStage = this.#state?.you.standing === "on_stage";
    const mayPublish = this.#isConnected && this.#room.localParticipant.permissions?.canPublish;
    return isOnStage && mayPublish ? (this.#stream?.getTracks() ?? []) : [];
  }

  async #sendTracks() {
    const local = this.#room.localParticipant;
    const tracksToSend = this.#tracksToSend;
    const published = [...local.trackPublications.values()].flatMap(({ track }) => (track ? [track] : []));
    const unchanged = published.filter(({ mediaStreamTrack }) => tracksToSend.includes(mediaStreamTrack));
    const added = tracksToSend.filter((track) => !published.some(({ mediaStreamTrack }) => mediaStreamTrack === track));
    // A track is unpublished and another published, instead of replaced: LiveKit's client would switch the new track on even if the person has switched the device off.
    await Promise.all(published.filter((track) => !unchanged.includes(track)).map((track) => local.unpublishTrack(track, false)));
    await Promise.all([...unchanged.map(followSwitch), ...added.map((track) => this.#publishTrack(track))]);
  }

  /** @param {MediaStreamTrack} track */
  async #publishTrack(track) {
    const isOn = track.enabled;
    const isSound = track.kind === "audio";
    // The constructor switches the track on even if the person has switched the device off.
    const published = isSound ? new LocalAudioTrack(track, undefined, true) : new LocalVideoTrack(track, undefined, true);
    if (!isOn) await published.mute();
    await this.#room.localParticipant.publishTrack(published, { source: isSound ? Track.Source.Microphone : Track.Source.Camera, simulcast: true });
    await followSwitch(published);
  }
}

/**
 * Mutes a published track if its device has been switched off, or unmutes it.
 * @param {LocalTrack} track
 */
async function followSwitch(track) {
  const isOn = track.mediaStreamTrack.enabled;
  if (isOn && track.isMuted) await track.unmute();
  if (!isOn && !track.isMuted) await track.mute();
}

/**
 * The track of a publication, except of a camera that is switched off: browsers continue to show its last frame.
 * @param {import("../vendor/livekit-client/livekit-client.esm.mjs").TrackPublication} publication
 */
function shownTrack({ track, isMuted }) {
  return isMuted && track?.kind === Track.Kind.Video ? undefined : track?.mediaStreamTrack;
}

/**
 * One stream with these tracks, so that sound and picture stay synchronous: the previous stream, or a new one if a track is gone.
 * Browsers continue to show the last frame of a stream that has lost its picture.
 * @param {MediaStreamTrack[]} tracks
 * @param {MediaStream | undefined} before
 */
function streamOf(tracks, before) {
  if (!before || before.getTracks().some((track) => !tracks.includes(track))) return new MediaStream(tracks);
  for (const track of tracks) before.addTrack(track);
  return before;
}

function newRoom() {
  setLogLevel(LogLevel.error);
  return new Room({
    adaptiveStream: true,
    // The page opens and releases the devices itself.
    stopLocalTrackOnUnpublish: false,
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }) => RECONNECT_AFTER_MS[retryCount] ?? null },
  });
}
