/** The room page: reads what the server handed over, ties the parts together, and follows the room. */

import { complain, createActions } from "./actions.js";
import { callsAfter } from "./calls.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { GettingReady } from "./getting_ready.js";
import { randomId } from "./ids.js";
import { Media } from "./media.js";
import { isolated } from "./names.js";
import { OnStage } from "./on_stage.js";
import { Reactions } from "./reactions.js";
import { RoomFeed } from "./room_feed.js";
import { createScreen } from "./screen.js";
import { emptyScreen, State } from "./state.js";
import { connect } from "./wire.js";

/** @type {import("./types.js").Boot} */
const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "");
const page = randomId();

const state = new State(emptyScreen(), (value) => screen.draw(value));
const media = await createMedia();
const wire = connect(
  { person: boot.person, page },
  {
    connected: () => {
      media.lineBack();
      void chat.read();
    },
    lost,
    refused: (refusal) => leave({ connection: "refused", refusal }),
    replaced: () => leave({ connection: "replaced" }),
    removed: () => {
      leave({ connection: "removed" });
      // The server has a page for people who were removed, by which they ask to come back.
      location.reload();
    },
    room: (room) => feed.takeRoom(room),
    change: (change) => feed.takeChange(change),
    ownChange: (change) => feed.takeOwnChange(change),
    signal: (signal) => media.take(signal),
    mediaAccess: (access) => media.takeAccess(access),
    chat: (received) => chat.take(received),
    messageDeleted: (deletion) => chat.remove(deletion),
    reaction: (told) => reactions.take(told),
  },
);
const feed = new RoomFeed(follow, () => wire.send("read_session"));
const onStage = new OnStage(state, wire, media, (text) => complain(state, text));
const gettingReady = new GettingReady(state, wire, onStage);
const chat = new Chat(state, wire, boot.person);
const reactions = new Reactions(state);
const composer = new Composer(state, wire);
const actions = createActions({ state, wire, gettingReady, onStage, composer, chat });
const screen = createScreen({ state, actions, media });

/**
 * Picture and sound by the engine that the server has chosen; that of LiveKit is loaded only where it is used.
 * @returns {Promise<import("./types.js").MediaEngine>}
 */
async function createMedia() {
  const changed = () => state.update();
  const engine = /** @type {HTMLLinkElement | null} */ (document.getElementById("media-engine"));
  if (!engine) return new Media({ iceServers: boot.iceServers, send: (message) => wire.send("signal", message), changed });
  /** @type {typeof import("./livekit_media.js")} */
  const { LiveKitMedia } = await import(engine.href);
  return new LiveKitMedia({
    askForAccess: () => wire.send("read_media_access"),
    tellConnected: () => wire.send("media_connected"),
    away: (mediaAway) => state.update({ mediaAway }),
    changed,
  });
}

/** @param {import("./types.js").Room} room */
function follow(room) {
  const before = state.get().room;
  // While a page is connected, an older state cannot be the truth.
  if (before && room.revision < before.revision && state.get().connection === "connected") return;
  const calls = callsAfter(state.get().calls, before, room);
  state.update({ room, connection: "connected", arrival: arrivalIn(before, room), calls, wished: {}, ...invitationShown(room), ...requestsShown(room) });
  if (state.get().problem?.untilBack) state.update({ problem: null });
  media.follow(room);
  gettingReady.follow(room);
  onStage.follow(room);
}

/** The screen says so until the room has told anew how it stands: only then does it show the truth again. */
function lost() {
  media.lineLost();
  state.update({ connection: "lost" });
}

/**
 * An invitation that was put aside stays there; the next one is shown again.
 * @param {import("./types.js").Room} room
 */
function invitationShown(room) {
  return room.you.standing === "invited" ? {} : { invitationAside: false };
}

/**
 * What was opened for some requests is not open for the next ones, which nobody has asked to see yet.
 * @param {import("./types.js").Room} room
 */
function requestsShown({ requests, returning }) {
  return requests?.length || returning?.length ? {} : { requestsOpen: false };
}

/**
 * Words for a moderator about who asks now, or has a hand raised, and did not before.
 * @param {import("./types.js").Room | null} before
 * @param {import("./types.js").Room} room
 */
function arrivalIn(before, room) {
  const asking = newNames(before?.requests, room.requests, room);
  if (asking.length > 0) return `${asking.join(", ")} ${asking.length > 1 ? "ask" : "asks"} to join the stage.`;
  const returning = newNames(idsOf(before?.returning), idsOf(room.returning), { people: room.returning ?? [] });
  if (returning.length > 0) return `${returning.join(", ")} ${returning.length > 1 ? "ask" : "asks"} to come back.`;
  const waving = room.you.role === "moderator" ? newNames(before?.hands, room.hands, room) : [];
  if (waving.length > 0) return `${waving.join(", ")} raised a hand.`;
  return state.get().arrival;
}

/**
 * @param {string[] | undefined} before
 * @param {string[] | undefined} now
 * @param {{people: {id: string, name: string}[]}} room
 */
function newNames(before = [], now = [], room) {
  return now.filter((id) => !before.includes(id)).map((id) => nameOf(room, id));
}

const idsOf = (/** @type {{id: string}[]} */ people = []) => people.map(({ id }) => id);

/**
 * @param {{people: {id: string, name: string}[]}} room
 * @param {string} id
 */
const nameOf = (room, id) => isolated(room.people.find((person) => person.id === id)?.name ?? "");

/**
 * This page is no longer part of the room: nothing of this person may go on from here.
 * @param {Partial<import("./state.js").Screen>} patch
 */
function leave(patch) {
  gettingReady.cancel();
  onStage.release();
  media.stop();
  wire.close();
  state.update({ ...patch, room: null });
}

addEventListener("pageshow", (event) => {
  // A page kept by the browser for "back" has lost its connection and its calls.
  if (event.persisted) location.reload();
});
