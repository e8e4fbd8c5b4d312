/**
 * Picture and sound by LiveKit: each page sends once, to LiveKit's server, which passes it on. It has the interface of
 * `Media` in media.js, and is loaded only where the room's server uses LiveKit.
 *
 * The room alone says who is on stage. A page receives from those only, whatever else LiveKit has, and sends only once the
 * room says that its own person is on stage and LiveKit lets the page send.
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
import { levelOf } from "./sound_level.js";
import { ShownPicture } from "./shown_picture.js";

/** Attempts of LiveKit's own client to come back, in ms; after the last one the page connects anew. */
const RECONNECT_AFTER_MS = [0, 300, 600, 1200, 2000];
const CONNECT_AGAIN_MS = 1000;
/** LiveKit is not said to be away for a short loss, or while the page comes up. */
const AWAY_AFTER_MS = 3000;
const PUBLISH_AGAIN_MS = 1000;

/** @implements {MediaEngine} */
export class LiveKitMedia {
  #parts;
  #room = newRoom();
  /** @type {RoomState | null} */
  #state = null;
  /** @type {MediaStream | null} what is to be sent */
  #stream = null;
  /** @type {Map<string, string>} the identity of the page on which a person was last, by person */
  #lastIdentities = new Map();
  /** @type {Map<string, MediaStream>} by identity */
  #streams = new Map();
  /** @type {WeakMap<RemoteTrackPublication, boolean>} whether LiveKit was asked for a track; each question is a message */
  #wanted = new WeakMap();
  /** @type {Map<HTMLVideoElement, ShownPicture>} */
  #pictures = new Map();
  /** Publishing and ending it are done one after the other. */
  #work = Promise.resolve();
  #connecting = false;
  #stopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #awayTimer;

  /**
   * @param {object} parts
   * @param {() => Promise<unknown>} parts.askForAccess  has the server send access to LiveKit
   * @param {() => Promise<unknown>} parts.tellConnected  tells the server that this page has connected to LiveKit
   * @param {(away: boolean) => void} parts.away  LiveKit has gone, or is back
   * @param {() => void} parts.changed  somebody's stream came or went
   */
  constructor(parts) {
    this.#parts = parts;
    this.#expectConnection();
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
   * Send this stream to everybody, as soon and as long as the person is on stage; null: nothing.
   * @param {MediaStream | null} stream
   */
  publish(stream) {
    this.#stream = stream;
    this.#synchronise();
  }

  /** The published stream has other tracks now. */
  tracksChanged() {
    this.#synchronise();
  }

  /** Pages send each other nothing here. */
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
   * What comes from a person on stage.
   * @param {string} person
   * @returns {MediaStream | null}
   */
  streamOf(person) {
    return this.#streams.get(this.#lastIdentities.get(person) ?? "") ?? null;
  }

  /**
   * How loud a person on stage is at this moment, from 0 to 1.
   * @param {string} person
   */
  levelOf(person) {
    const receiver = this.#trackOf(person, Track.Source.Microphone)?.receiver;
    return receiver ? levelOf([receiver]) : 0;
  }

  /**
   * The screen has been drawn: LiveKit sends each picture as large as it is shown.
   * @param {HTMLElement} root
   */
  drawn(root) {
    for (const [video, picture] of this.#pictures) if (!video.isConnected) this.#forget(video, picture);
    for (const tile of root.querySelectorAll("[data-person]")) {
      const track = this.#trackOf(/** @type {HTMLElement} */ (tile).dataset.person ?? "", Track.Source.Camera);
      const video = tile.querySelector("video");
      if (video && track && this.#pictures.get(video)?.track !== track) this.#show(video, track);
    }
  }

  /** The room's server cannot be reached: everything stands as it is. */
  lineLost() {}

  /** The room's server can be reached again, and may not know yet that this page is connected to LiveKit. */
  lineBack() {
    if (this.#isConnected) this.#ask(this.#parts.tellConnected);
    else this.#connect();
  }

  /** Send and receive nothing any more. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#awayTimer);
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
      .on(RoomEvent.Reconnecting, () => this.#expectConnection())
      .on(RoomEvent.SignalReconnecting, () => this.#expectConnection())
      .on(RoomEvent.Disconnected, () => this.#disconnected())
      .on(RoomEvent.ParticipantPermissionsChanged, () => this.#synchronise())
      .on(RoomEvent.ParticipantConnected, () => this.#subscribe())
      .on(RoomEvent.TrackPublished, () => this.#subscribe())
      .on(RoomEvent.ParticipantDisconnected, () => this.#gatherSoon())
      .on(RoomEvent.TrackSubscribed, () => this.#gatherSoon())
      .on(RoomEvent.TrackUnsubscribed, () => this.#gatherSoon());
  }

  #connected() {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
    this.#parts.away(false);
    this.#ask(this.#parts.tellConnected);
    // What was asked for on the connection before may not have arrived.
    this.#wanted = new WeakMap();
    this.#subscribe();
    this.#gatherSoon();
    this.#synchronise();
  }

  #disconnected() {
    this.#gatherSoon();
    if (!this.#connecting) this.#connectAgain();
  }

  #connectAgain() {
    if (this.#stopped) return;
    this.#expectConnection();
    setTimeout(() => this.#connect(), CONNECT_AGAIN_MS * (1 + Math.random()));
  }

  #connect() {
    if (!this.#stopped && !this.#connecting && !this.#isConnected) this.#ask(this.#parts.askForAccess, () => this.#connectAgain());
  }

  /**
   * While the room's server cannot be reached there is no answer; the page asks again once it can be.
   * @param {() => Promise<unknown>} question
   * @param {() => void} [unanswered]
   */
  #ask(question, unanswered = () => {}) {
    question().catch(unanswered);
  }

  #expectConnection() {
    this.#awayTimer ??= setTimeout(() => this.#parts.away(true), AWAY_AFTER_MS);
  }

  /** Receive from those whom the room says to be on stage, and from nobody else. */
  #subscribe() {
    const stage = new Set(this.#state?.stage.map((id) => this.#lastIdentities.get(id)));
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) this.#want(publication, stage.has(participant.identity));
    }
  }

  /**
   * @param {RemoteTrackPublication} publication
   * @param {boolean} wanted
   */
  #want(publication, wanted) {
    if (this.#wanted.get(publication) === wanted) return;
    this.#wanted.set(publication, wanted);
    publication.setSubscribed(wanted);
  }

  /** Read who sends what from LiveKit's client, since events of a former connection may come late, or not at all. */
  #gather() {
    const streams = new Map();
    for (const { identity, trackPublications } of this.#room.remoteParticipants.values()) {
      const tracks = [...trackPublications.values()].flatMap(({ track }) => (track ? [track.mediaStreamTrack] : []));
      if (tracks.length > 0) streams.set(identity, streamOf(tracks, this.#streams.get(identity)));
    }
    this.#streams = streams;
    this.#parts.changed();
  }

  /** LiveKit's client tells of a track that goes before it has let go of it. */
  #gatherSoon() {
    queueMicrotask(() => this.#gather());
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
    this.#work = this.#work.then(() => this.#sendTracks()).catch((error) => this.#failed(error));
  }

  /** @param {unknown} error */
  #failed(error) {
    console.debug("LiveKit", error);
    if (this.#tracksToSend.length > 0) setTimeout(() => this.#synchronise(), PUBLISH_AGAIN_MS);
  }

  get #tracksToSend() {
    const onStage = this.#state?.you.standing === "on_stage";
    const may = this.#isConnected && this.#room.localParticipant.permissions?.canPublish;
    return onStage && may ? (this.#stream?.getTracks() ?? []) : [];
  }

  async #sendTracks() {
    const local = this.#room.localParticipant;
    const wanted = this.#tracksToSend;
    const sent = [...local.trackPublications.values()].flatMap(({ track }) => (track ? [track] : []));
    const kept = sent.filter(({ mediaStreamTrack }) => wanted.includes(mediaStreamTrack));
    const fresh = wanted.filter((track) => !sent.some(({ mediaStreamTrack }) => mediaStreamTrack === track));
    // Not replaced: LiveKit's client would switch the new track on, whatever the person has chosen.
    await Promise.all(sent.filter((track) => !kept.includes(track)).map((track) => local.unpublishTrack(track, false)));
    await Promise.all([...kept.map(followSwitch), ...fresh.map((track) => this.#publishTrack(track))]);
  }

  /** @param {MediaStreamTrack} track */
  async #publishTrack(track) {
    const isOn = track.enabled;
    const isSound = track.kind === "audio";
    // This switches the track on, whatever the person has chosen.
    const published = isSound ? new LocalAudioTrack(track, undefined, true) : new LocalVideoTrack(track, undefined, true);
    if (!isOn) await published.mute();
    await this.#room.localParticipant.publishTrack(published, { source: isSound ? Track.Source.Microphone : Track.Source.Camera, simulcast: true });
    await followSwitch(published);
  }
}

/**
 * Mute a published track if its device has been switched off, or the reverse.
 * @param {LocalTrack} track
 */
async function followSwitch(track) {
  const isOn = track.mediaStreamTrack.enabled;
  if (isOn && track.isMuted) await track.unmute();
  if (!isOn && !track.isMuted) await track.mute();
}

/**
 * One stream with these tracks, so that sound and picture stay in step: the one of before, if it has lost none. Browsers go
 * on showing the last picture of a stream that has lost its picture.
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
