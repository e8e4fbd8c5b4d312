/**
 * The types of events and payloads. This module contains no code.
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
 * @property {boolean} chat  attendees may write in the chat
 *
 * @typedef {object} Notice  A notification for one person, stored until they dismiss it.
 * @property {number} number
 * @property {string} kind
 * @property {string} text
 *
 * @typedef {object} You  The person whose page this is.
 * @property {string} id
 * @property {string} name
 * @property {"moderator" | "attendee"} role
 * @property {Standing} standing
 * @property {string[]} may  the available commands; the page itself has no rules
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {Notice | null} notice
 *
 * @typedef {object} Person  A person in the session, the page's own person included.
 * @property {string} id
 * @property {string} name
 * @property {"moderator" | "attendee"} role
 * @property {boolean} similar  the name looks like that of a moderator or an earlier participant
 * @property {Standing} standing
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {string | null} page  the public id of the person's page; null while they are disconnected
 * @property {string[]} [may]  the commands that may be applied to the person; for moderators
 *
 * @typedef {object} Question
 * @property {string} text
 * @property {string[]} options
 * @property {boolean} several  more than one option may be chosen
 * @property {number[]} [right]   the indexes of the right options, from 0; only for people who may know them
 * @property {number[]} [counts]  how many people chose each option; only for people who may know them
 *
 * @typedef {object} Result  The result of one attendee in a quiz; for moderators.
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
 * @property {number[][] | null} [choices]  the person's own answer, question by question; for attendees
 * @property {number} [answered]            how many people have answered; only for people who may know it
 * @property {number | null} [score]        how many of the person's own answers are right; for attendees, once it is closed
 * @property {Result[]} [results]  of a quiz; for moderators
 *
 * @typedef {object} ReturnRequest  The request of a removed person to come back to the session.
 * @property {string} id  of the person
 * @property {string} name
 *
 * @typedef {object} Room  One person's view of the session.
 * @property {number} revision
 * @property {Session} session
 * @property {You} you
 * @property {Person[]} people
 * @property {string[]} stage  ids of the people on stage, in order
 * @property {string[]} hands  ids of the people with a raised hand, in order
 * @property {string[]} [requests]  ids of the people with an open request, in order; for moderators
 * @property {string[]} [invitations]  ids of the people with an open invitation, in order; for moderators
 * @property {ReturnRequest[]} [returning]  the open requests of removed people, in order; for moderators
 * @property {Questionnaire[]} [polls]    only where polls are offered
 * @property {Questionnaire[]} [quizzes]  only where quizzes are offered
 *
 * @typedef {object} Change  What has changed for everybody of the page's role since an earlier revision; an omitted field is unchanged.
 * @property {number} since     a page that does not know this revision has missed a change
 * @property {number} revision  the revision that the page has after this change
 * @property {Partial<Session>} [session]  the fields that differ
 * @property {string[]} [left]             ids of the people who are not in the list any more
 * @property {Partial<Person>[]} [people]  the fields that differ, with the id; new people have all fields, and are added at the end
 * @property {IdsChange} [stage]
 * @property {IdsChange} [hands]
 * @property {IdsChange} [requests]     for moderators
 * @property {IdsChange} [invitations]  for moderators
 * @property {ReturnRequest[]} [returning]  all open requests of removed people; for moderators
 * @property {OwnCommands[]} [may]         replaces `you.may` of everybody of this role in one of these situations
 * @property {CommandsOnPerson[]} [may_with]       replaces `may` of all people in one of these situations; for moderators
 * @property {QuestionnairesChange | null} [polls]    null: polls are not offered any more
 * @property {QuestionnairesChange | null} [quizzes]  null: quizzes are not offered any more
 *
 * @typedef {object} IdsChange  A change of a list of ids; somebody who has moved to its end is in both.
 * @property {string[]} [removed]
 * @property {string[]} [added]    appended to the list after the ids in `removed` have been removed
 *
 * @typedef {object} OwnCommands  The commands available to a person in one situation.
 * @property {Standing} standing  the person's standing before the page applies the own_change that belongs to this change
 * @property {boolean} hand       whether their hand is raised
 * @property {string[]} may
 *
 * @typedef {object} CommandsOnPerson  The commands that moderators may apply to a person in one situation.
 * @property {"moderator" | "attendee"} role
 * @property {Standing} standing  according to the lists of requests, invitations and people on stage
 * @property {string[]} may
 *
 * @typedef {object} QuestionnairesChange
 * @property {string[]} [ids]  all that the page shows, in order; omitted if they are the same as before
 * @property {QuestionnaireChange[]} [changed]
 *
 * @typedef {object} QuestionnaireChange  A new questionnaire, or the fields of a known one that differ, with its id.
 * @property {string} id
 * @property {string} [title]
 * @property {"draft" | "open" | "closed"} [phase]
 * @property {string[]} [may]
 * @property {Question[]} [questions]
 * @property {number[][]} [counts]     question by question, if nothing else of the questions differs
 * @property {number[][] | null} [choices]
 * @property {number} [answered]
 * @property {number | null} [score]
 * @property {Result[]} [results]      replaces or adds the results of these people
 *
 * @typedef {object} OwnChange  What has changed for this person alone.
 * @property {number} with      apply this together with the change to this revision, or at once if the page has that change
 * @property {number} revision  the revision that the page has afterwards, unless its revision is higher
 * @property {Partial<You>} [you]
 * @property {OwnAnswer[]} [polls]
 * @property {OwnAnswer[]} [quizzes]
 *
 * @typedef {object} OwnAnswer
 * @property {string} id  of the poll or quiz
 * @property {number[][]} [choices]
 * @property {number} [score]
 *
 * @typedef {object} Message  One message of the chat.
 * @property {number} number  counts the session's messages from 1
 * @property {string} person
 * @property {string} name
 * @property {"moderator" | "attendee"} role
 * @property {boolean} similar  when they wrote it, their name looked like that of somebody else in the session
 * @property {string} at  UTC, ISO 8601
 * @property {string} text  empty once the message is deleted
 * @property {boolean} deleted  a moderator deleted the message
 *
 * @typedef {object} ChatPage  The response to `read_chat`: the newest messages between two numbers, as many as fit in one page.
 * @property {Message[]} messages   by number, without a gap
 * @property {number} after         they come after the message of this number
 * @property {number | null} before  they come before the message of this number; null: up to the newest
 * @property {boolean} earlier      there are more messages between `after` and the first of these
 * @property {number} unread        if `earlier`: how many messages before these are by other people and come after the last message that this person read; otherwise 0
 * @property {number} deletions     how many messages of the session have been deleted so far
 * @property {number[]} deleted     the numbers of messages up to `after` that were deleted, and whose deletion the page has not applied
 *
 * @typedef {object} NewMessages
 * @property {Message[]} messages  one message, as soon as it is stored
 *
 * @typedef {object} Move  The page's process ends soon: the page connects again, to another process.
 * @property {number} within  seconds, of which each page waits for a random part before it connects again
 *
 * @typedef {object} Deletion  A moderator has deleted a message of the chat.
 * @property {number} number     the number of the message whose text is to be removed
 * @property {number} deletions  how many of the session's messages were deleted up to this one
 *
 * @typedef {object} Reaction
 * @property {string} person
 * @property {string} name
 * @property {string} reaction
 *
 * @typedef {object} Signal  A signal from another page.
 * @property {string} from  the public id of the sender's page
 * @property {string} person
 * @property {boolean} from_stage  sent by the publisher, not the subscriber
 * @property {SignalData} data
 *
 * @typedef {object} SignalData
 * @property {"offer" | "answer" | "candidate" | "want"} type
 * @property {string} call  the id of the peer connection
 * @property {number} [round]  the number of this offer; in an answer, the number of the offer that it answers
 * @property {string} [sdp]
 * @property {RTCIceCandidateInit} [candidate]
 *
 * @typedef {object} MediaEngine  Sends and receives picture and sound: `Media`, from page to page, or `LiveKitMedia`.
 * @property {(room: Room) => void} follow
 * @property {(stream: MediaStream | null) => void} publish
 * @property {() => void} tracksChanged  called when the tracks of the published stream have changed
 * @property {(signal: Signal) => void} take
 * @property {(access: MediaAccess) => void} takeAccess
 * @property {(person: string) => MediaStream | null} streamOf
 * @property {(person: string) => number} loudnessOf  from 0 to 1
 * @property {(root: HTMLElement) => void} screenDrawn  called after each drawing of the screen
 * @property {() => void} connectionLost
 * @property {() => void} connectionRestored
 * @property {() => void} stop
 *
 * @typedef {object} MediaAccess  A page's access to LiveKit.
 * @property {string} url    of LiveKit's server
 * @property {string} token  allows receiving, but no sending; valid for ten minutes
 *
 * @typedef {object} Boot  The data in the HTML of the room page.
 * @property {string} person
 * @property {string} session
 * @property {RTCIceServer[]} iceServers
 */

export {};
