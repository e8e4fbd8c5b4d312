/** The live connection to the room's server: intentions out, the truth in. */

import { io } from "../vendor/socket.io-client/socket.io.esm.min.js";

/**
 * @typedef {import("../vendor/socket.io-client/socket.io.esm.min.js").Socket} Socket
 * @typedef {{ok: true, facts: object[]} | {ok: false, error: {code: string, message: string, wait?: number}}} Answer
 */

/** Beyond what a server on a slow machine takes; one that has gone is noticed by its silence. */
const ANSWER_WITHIN_MS = 20_000;
/** How long one attempt to come back may take: on a slow machine several seconds, and a server that hangs accepts
 * connections, but says nothing. */
const CONNECT_WITHIN_MS = 15_000;
/** Attempts come ever more seldom, up to the second figure; the first ones at random, which keeps pages out of step. */
const TRY_AGAIN_MS = 300;
const TRY_AGAIN_AT_MOST_MS = 2000;
const SPREAD = 0.5;
/** A page that had a WebSocket tries so often to have one again before it makes do with requests: they are slower, and a
 * server that comes up between the two would have all its pages come back by them, and stay so. */
const WEBSOCKET_ATTEMPTS = 5;

/** An intention that the server did not follow; the message can be shown to the person. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} [wait]  seconds until it may be tried again, where that is all that stands against it
   */
  constructor(code, message, wait) {
    super(message);
    this.code = code;
    this.wait = wait;
  }
}

/**
 * @typedef {object} Listeners
 * @property {() => void} connected  there is a line again; the truth follows by `room`
 * @property {() => void} lost
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
 * @typedef {object} Wire
 * @property {(message: string, payload?: object) => Promise<object[]>} send  resolves with the facts, or throws `Refused`
 * @property {() => void} close
 */

/**
 * @param {{person: string, page: string}} who
 * @param {Listeners} on
 * @returns {Wire}
 */
export function connect(who, on) {
  const socket = io({
    auth: who,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: TRY_AGAIN_MS,
    reconnectionDelayMax: TRY_AGAIN_AT_MOST_MS,
    randomizationFactor: SPREAD,
    timeout: CONNECT_WITHIN_MS,
  });
  preferWebSocket(socket);
  listen(socket, on);
  return { send: (message, payload = {}) => send(socket, message, payload), close: () => socket.disconnect() };
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
 * @param {Listeners} on
 */
function listen(socket, on) {
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
    if (reason === "io client disconnect") return;
    on.lost();
    // The client does not come back by itself after the server closed the connection.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), TRY_AGAIN_MS + Math.random() * TRY_AGAIN_AT_MOST_MS);
  });
  socket.on("connect_error", (error) => {
    if (socket.active) on.lost();
    else if (error.data?.code === "replaced") on.replaced();
    else if (error.data?.code === "removed") on.removed();
    else if (error.data?.wait) {
      // Whoever came and went too often is let in again after a while.
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
  // An intention that waits for a connection could arrive when it no longer makes sense: better to say so now.
  if (!socket.connected) throw new Refused("not_connected", "You are not connected at the moment. Try again when you are back.");
  const answer = await answerTo(socket, message, payload);
  if (!answer.ok) throw new Refused(answer.error.code, answer.error.message, answer.error.wait);
  return answer.facts;
}

/**
 * @param {Socket} socket
 * @param {string} message
 * @param {object} payload
 * @returns {Promise<Answer>}
 */
async function answerTo(socket, message, payload) {
  try {
    return await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(message, payload);
  } catch {
    throw new Refused("no_answer", "The room did not answer. See here whether it got through, and try again if not.");
  }
}
