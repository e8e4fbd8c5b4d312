/** The room page: reads its data from the HTML, creates the modules, and applies each state of the room. */

import { showProblem, createActions } from "./actions.js";
import { notificationsAfter } from "./questionnaire_notifications.js";
import { Chat } from "./chat.js";
import { GettingReady } from "./getting_ready.js";
import { randomId } from "./ids.js";
import { Media } from "./media.js";
import { isolatedName } from "./names.js";
import { LiveDevices } from "./live_devices.js";
import { QuestionnaireEditor } from "./questionnaire_editor.js";
import { Reactions } from "./reactions.js";
import { RoomFeed } from "./room_feed.js";
import { createScreen } from "./screen.js";
import { emptyScreen, State } from "./state.js";
import { connect } from "./room_connection.js";

/** @type {import("./types.js").Boot} */
const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "");
const page = randomId();

const state = new State(emptyScreen(), (value) => screen.draw(value));
const media = await createMedia();
const connection = connect(
  { person: boot.person, page },
  {
    connected: () => {
      media.connectionRestored();
      void chat.read();
    },
    lost: showLoss,
    moving: () => media.connectionLost(),
    refused: (refusal) => leave({ connection: "refused", refusal }),
    replaced: () => leave({ connection: "replaced" }),
    removed: () => {
      leave({ connection: "removed" });
      // The server then shows the page on which removed people ask to be let in.
      location.reload();
    },
    room: (room) => feed.takeRoom(room),
    change: (change) => feed.takeChange(change),
    ownChange: (change) => feed.takeOwnChange(change),
    signal: (signal) => media.take(signal),
    mediaAccess: (access) => media.takeAccess(access),
    chat: (received) => chat.take(received),
    messageDeleted: (deletion) => chat.remove(deletion),
    reaction: (reaction) => reactions.take(reaction),
  },
);
const feed = new RoomFeed(follow, () => connection.send("read_session"));
const liveDevices = new LiveDevices(state, connection, media, (text) => showProblem(state, text));
const gettingReady = new GettingReady(state, connection, liveDevices);
const chat = new Chat(state, connection, boot.person);
const reactions = new Reactions(state);
const questionnaireEditor = new QuestionnaireEditor(state, connection);
const actions = createActions({ state, connection, gettingReady, liveDevices, questionnaireEditor, chat });
const screen = createScreen({ state, actions, media });

/**
 * Creates the media engine that the server uses. The module for LiveKit is loaded only if the server uses LiveKit.
 * @returns {Promise<import("./types.js").MediaEngine>}
 */
async function createMedia() {
  const changed = () => state.update();
  const engine = /** @type {HTMLLinkElement | null} */ (document.getElementById("media-engine"));
  if (!engine) return new Media({ iceServers: boot.iceServers, send: (message) => connection.send("signal", message), changed });
  /** @type {typeof import("./livekit_media.js")} */
  const { LiveKitMedia } = await import(engine.href);
  return new LiveKitMedia({
    requestAccess: () => connection.send("read_media_access"),
    reportConnected: () => connection.send("media_connected"),
    setLost: (isMediaLost) => state.update({ isMediaLost }),
    changed,
  });
}

/** @param {import("./types.js").Room} room */
function follow(room) {
  const before = state.get().room;
  // A connected page ignores older states.
  if (before && room.revision < before.revision && state.get().connection === "connected") return;
  const questionnaireNotifications = notificationsAfter(state.get().questionnaireNotifications, before, room);
  state.update({ room, connection: "connected", requestAnnouncement: announcementAfter(before, room), questionnaireNotifications, pendingSwitches: {}, ...patchOfInvitation(room), ...patchOfRequests(room) });
  if (state.get().problem?.untilConnected) state.update({ problem: null });
  media.follow(room);
  gettingReady.follow(room);
  liveDevices.follow(room);
}

/** Shows that the connection is lost, until the room's state arrives again; until then, the screen may be outdated. */
function showLoss() {
  media.connectionLost();
  state.update({ connection: "lost" });
}

/**
 * An invitation that was closed stays closed; the next invitation is shown.
 * @param {import("./types.js").Room} room
 */
function patchOfInvitation(room) {
  return room.you.standing === "invited" ? {} : { invitationClosed: false };
}

/**
 * The list of requests closes when it becomes empty, so that it is closed when the next request arrives.
 * @param {import("./types.js").Room} room
 */
function patchOfRequests({ requests, returning: returnRequests }) {
  return requests?.length || returnRequests?.length ? {} : { requestsOpen: false };
}

/**
 * The announcement of new requests and raised hands to a moderator; the previous announcement if there are none.
 * @param {import("./types.js").Room | null} before
 * @param {import("./types.js").Room} room
 */
function announcementAfter(before, room) {
  const asking = newNames(before?.requests, room.requests, room);
  if (asking.length > 0) return `${asking.join(", ")} ${asking.length > 1 ? "ask" : "asks"} to join the stage.`;
  const askingToReturn = newNames(idsOf(before?.returning), idsOf(room.returning), { people: room.returning ?? [] });
  if (askingToReturn.length > 0) return `${askingToReturn.join(", ")} ${askingToReturn.length > 1 ? "ask" : "asks"} to come back.`;
  const raisingHands = room.you.role === "moderator" ? newNames(before?.hands, room.hands, room) : [];
  if (raisingHands.length > 0) return `${raisingHands.join(", ")} raised a hand.`;
  return state.get().requestAnnouncement;
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
const nameOf = (room, id) => isolatedName(room.people.find((person) => person.id === id)?.name ?? "");

/**
 * Ends everything that this page sends and receives, since it is no longer part of the room.
 * @param {Partial<import("./state.js").Screen>} patch
 */
function leave(patch) {
  gettingReady.cancel();
  liveDevices.release();
  media.stop();
  connection.close();
  state.update({ ...patch, room: null });
}

addEventListener("pageshow", (event) => {
  // A page from the browser's back/forward cache has lost its WebSocket and its peer connections.
  if (event.persisted) location.reload();
});
