/**
 * The shapes that travel between the server and the screen. Types only: nothing here runs.
 *
 * @typedef {"microphone" | "camera"} Device
 * @typedef {"everyone" | "request" | "invite" | "nobody"} Access
 * @typedef {"viewer" | "asking" | "invited" | "on_stage"} Standing
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {string} title
 * @property {Access} access
 * @property {number} limit
 * @property {boolean} polls
 * @property {boolean} quizzes
 *
 * @typedef {object} Notice  News for one person, kept by the server until dismissed.
 * @property {number} number
 * @property {string} kind
 * @property {string} text
 *
 * @typedef {object} You
 * @property {string} id
 * @property {string} name
 * @property {"moderator" | "attendee"} role
 * @property {Standing} standing
 * @property {string[]} may  The commands that are offered; the screen has no rules of its own.
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {Notice | null} notice
 *
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {"moderator" | "attendee"} role
 * @property {Standing} standing
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {string | null} page  The page they are on; null while they are away.
 * @property {string[]} [may]
 *
 * @typedef {object} Room  The whole truth for one person.
 * @property {number} revision
 * @property {Session} session
 * @property {You} you
 * @property {Person[]} people
 * @property {string[]} stage
 * @property {string[]} [requests]
 * @property {string[]} [invitations]
 *
 * @typedef {object} Signal
 * @property {string} from
 * @property {string} person
 * @property {boolean} from_stage
 * @property {SignalData} data
 *
 * @typedef {object} SignalData
 * @property {"offer" | "answer" | "candidate" | "want"} type
 * @property {string} call
 * @property {string} [sdp]
 * @property {RTCIceCandidateInit} [candidate]
 *
 * @typedef {object} Boot
 * @property {string} person
 * @property {string} session
 * @property {RTCIceServer[]} iceServers
 */

export {};
