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
 * @property {string | null} page  The public address of the page they are on; null while they are away.
 * @property {string[]} [may]
 *
 * @typedef {object} Question
 * @property {string} text
 * @property {string[]} options
 * @property {boolean} several  more than one option may be chosen
 * @property {number[]} [right]   places of the options that are right, where one may know
 * @property {number[]} [counts]  for each option how many chose it, where one may know
 *
 * @typedef {object} Result  What one attendee has reached in a quiz; for moderators.
 * @property {string} person
 * @property {string} name
 * @property {number[][]} choices
 * @property {number} score
 *
 * @typedef {object} Questionnaire  A poll (one question, no title) or a quiz.
 * @property {string} id
 * @property {string} title
 * @property {"draft" | "open" | "closed"} phase
 * @property {string[]} may
 * @property {Question[]} questions
 * @property {number[][] | null} [choices]  one's own answer, question by question
 * @property {number} [answered]            how many have answered, where one may know
 * @property {number | null} [score]        how many of one's own answers are right, after the close
 * @property {Result[]} [results]
 *
 * @typedef {object} Room  The whole truth for one person.
 * @property {number} revision
 * @property {Session} session
 * @property {You} you
 * @property {Person[]} people
 * @property {string[]} stage
 * @property {string[]} hands  whose hands are raised, in order
 * @property {string[]} [requests]
 * @property {string[]} [invitations]
 * @property {Questionnaire[]} [polls]    only where polls are offered
 * @property {Questionnaire[]} [quizzes]  only where quizzes are offered
 *
 * @typedef {object} Message  One message of the chat.
 * @property {number} number  counts the session's messages from 1
 * @property {string} person
 * @property {string} name
 * @property {string} at      UTC, ISO 8601
 * @property {string} text
 *
 * @typedef {object} ChatPage  The answer to `read_chat`: the newest messages between two, as many as fit in one page.
 * @property {Message[]} messages   by number, without a gap
 * @property {number} after         they come after the message of this number
 * @property {number | null} before  and before the one of this number; null: up to the newest
 * @property {boolean} earlier      there are more messages between `after` and the first of these
 * @property {number} unread        how many of those are others', and come after the last message that was read
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
 * @property {number} [round]  which of the call's offers this is, or is the answer to
 * @property {string} [sdp]
 * @property {RTCIceCandidateInit} [candidate]
 *
 * @typedef {object} Boot
 * @property {string} person
 * @property {string} session
 * @property {RTCIceServer[]} iceServers
 */

export {};
