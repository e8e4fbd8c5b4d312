"""Notes on fields of payloads whose meaning is not clear from their names and checks, by message and path."""

FIELD_NOTES = {
    "join.microphone": "whether the microphone is on at first",
    "join.camera": "whether the camera is on at first",
    "devices.microphone": "left out: unchanged",
    "devices.camera": "left out: unchanged",
    "devices.seen": "the revision of the newest `room` event that the page had received",
    "dismiss_notice.number": "the notification's number in `you.notice`",
    "draft_poll.id": "null: a new draft",
    "draft_poll.question.several": "whether several options may be chosen",
    "draft_quiz.id": "null: a new draft",
    "draft_quiz.questions[].right[]": "at least one",
    "answer_questionnaire.choices": "one list for each question",
    "say.sent_as": "an id made by the page; a message sent again with the same id is stored once",
    "read_chat.after": "the number of the last message that the page has; 0: none",
    "read_chat.before": "null or left out: up to the newest message",
    "read_chat.read": "the number of the last message that the person has read; null or left out: count no unread ones",
    "signal.to": "the public address of the receiving page: `page` of its person in the `room` event",
    "signal.from_stage": "true: from the publisher of a person on stage; false: from a subscriber",
    "signal.data.call": "an id of the peer connection, made by its publisher",
    "signal.data.round": "which of the peer connection's offers this is, or answers",
    "signal.data.candidate": "null: there are no more candidates",
}
