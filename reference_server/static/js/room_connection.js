/** The Socket.IO connection to the room's server: sends commands, and receives the state and its changes. */

import { ConnectionMover } from "./connection_mover.js";
import { io } from "../vendor/socket.io-client/socket.io.esm.min.js";

/**
 * @typedef {import("../vendor/socket.io-client/socket.io.esm.min.js").Socket} Socket
 * @typedef {{ok: true, facts: object[]} | {ok: false, error: {code: string, message: string, wait?: number}}} Acknowledgement
 */

/** Longer than a server on a slow machine needs. If a server has stopped, the page notices earlier, by missing heartbeats. */
const ACKNOWLEDGE_WITHIN_MS = 20_000;
/** The time limit of one attempt to connect, which takes seconds on a slow machine. A server that hangs accepts the
 * connection, but sends nothing. */
const CONNECT_WITHIN_MS = 15_000;
/** The time between attempts, which grows up to the second constant. It is partly random, so that not all pages reconnect
 * at once. */
const TRY_AGAIN_MS = 300;
const TRY_AGAIN_AT_MOST_MS = 2000;
const RANDOM_SHARE = 0.5;
/** How often a page that had a WebSocket tries to open one again before it uses HTTP polling, which is slower. With fewer
 * attempts, a restart of the server at the wrong moment would make all pages reconnect by polling, and stay with it. */
const WEBSOCKET_ATTEMPTS = 5;

/** Why a message failed: the server refused it, or did not answer, or the page is not connected. The text is for the person. */
export class SendError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} [wait]  after a rate limit: seconds until the message may succeed
   */
  constructor(code, message, wait) {
    super(message);
    this.code = code;
    this.wait = wait;
  }
}

/**
 * @typedef {object} Listeners
 * @property {() => void} connected  the event `room` with the current state follows
 * @property {() => void} lost
 * @property {() => void} moving  to another process of the room; `connected` or `lost` follows
 * @property {(message: string) => void} refused
 * @property {() => void} replaced
 * @property {() => void} removed  by a moderator, from the session
 * @property {(room: import("./types.js").Room) => void} room
 * @property {(change: import("./types.js").Change) => void} change
 * @property {(change: import("./types.js").OwnChange) => void} ownChange
 * @property {(signal: import("./types.js").Signal) => void} signal
 * @property {(access: import("./types.js").MediaAccess) => void} mediaAccess
 * @property {(received: import("./types.js").NewMessages | import("./types.js").ChatPage) => void} chat
 * @property {(deletion: import("./types.js").Deletion) => void} messageDeleted
 * @property {(received: import("./types.js").Reaction) => void} reaction
 *
 * @typedef {object} RoomConnection
 * @property {(message: string, payload?: object) => Promise<object[]>} send  resolves with the facts, or throws `SendError`
 * @property {() => void} close
 */

/**
 * @param {{person: string, page: string}} identity
 * @param {Listeners} on
 * @returns {RoomConnection}
 */
export function connect(identity, on) {
  const socket = io({
    auth: identity,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: TRY_AGAIN_MS,
    reconnectionDelayMax: TRY_AGAIN_AT_MOST_MS,
    randomizationFactor: RANDOM_SHARE,
    timeout: CONNECT_WITHIN_MS,
  });
  preferWebSocket(socket);
  const mover = new ConnectionMover(socket, on);
  listen(socket, mover, on);
  return { send: (message, payload = {}) => mover.send(() => send(socket, message, payload)), close: () => socket.disconnect() };
}

/** @param {Socket} socket */
function preferWebSocket(socket) {
  const manager = socket.io;
  socket.on("connect", () => {
    manager.opts.tryAllTransports = manager.engine.transport.name !== "websocket";
  });
  manager.on("reconnect_attempt", (attempt) => {
    if (attempt > WEBSOCKET_ATTEMPTS) manager.opts.tryAllTransports = true;
  });
}

/**
 * @param {Socket} socket
 * @param {ConnectionMover} mover
 * @param {Listeners} on
 */
function listen(socket, mover, on) {
  socket.on("connect", on.connected);
  socket.on("room", on.room);
  socket.on("change", on.change);
  socket.on("own_change", on.ownChange);
  socket.on("signal", on.signal);
  socket.on("media_access", on.mediaAccess);
  socket.on("chat", on.chat);
  socket.on("message_deleted", on.messageDeleted);
  socket.on("reaction", on.reaction);
  socket.on("replaced", () => {
    on.replaced();
    socket.disconnect();
  });
  socket.on("removed", on.removed);
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect" || mover.isMoving) return;
    on.lost();
    // Socket.IO's client does not reconnect by itself after the server has closed the connection.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), TRY_AGAIN_MS + Math.random() * TRY_AGAIN_AT_MOST_MS);
  });
  socket.on("connect_error", (error) => {
    if (socket.active && mover.isMoving) return;
    if (socket.active) on.lost();
    else if (error.data?.code === "replaced") on.replaced();
    else if (error.data?.code === "removed") on.removed();
    else if (error.data?.wait) {
      // After too many connections, the server accepts another one once this time has passed.
      on.lost();
      setTimeout(() => socket.connect(), error.data.wait * 1000);
    } else on.refused(error.data?.message ?? error.message);
  });
}

/**
 * @param {Socket} socket
 * @param {string} message
 * @param {object} payload
 */
async function send(socket, message, payload) {
  // The message is not queued: it could arrive when the person does not want it any more.
  if (!socket.connected) throw new SendError("not_connected", "You are not connected at the moment. Try again when you are connected.");
  const acknowledgement = await acknowledgementOf(socket, message, payload);
  if (!acknowledgement.ok) throw new SendError(acknowledgement.error.code, acknowledgement.error.message, acknowledgement.error.wait);
  return acknowledgement.facts;
}

/**
 * @param {Socket} socket
 * @param {string} message
 * @param {object} payload
 * @returns {Promise<Acknowledgement>}
 */
async function acknowledgementOf(socket, message, payload) {
  try {
    return await socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck(message, payload);
  } catch {
    throw new SendError("no_answer", "The room did not answer. Check whether your action took effect, and try again if it did not.");
  }
}
