"""Visits of the panels: settings, chat, reactions, raised hands, polls and quizzes."""

from dataclasses import replace
from typing import Literal

from playwright.sync_api import Locator

from conformance.doctor.step_builders import (
    ATTENDEE,
    BOTH,
    NAME,
    PlaceOf,
    button,
    in_dialog,
    panel,
    section,
    toggle_button,
    within,
)
from conformance.doctor.visit_steps import WORD, Action, Actor, Lookup, Step
from conformance.room_profile import ACCESS_NAMES
from pages.composer import Composer, QuestionDraft, QuestionnaireDraft
from pages.questionnaires import Questionnaires

REACTIONS = ("Applause", "Heart", "Laugh", "Surprise", "Thumbs up", "Celebrate")
GREETING = "Good morning to you all"
POLL = QuestionnaireDraft([QuestionDraft("Shall we begin?", ["Yes", "Later"])])
CUES = QuestionDraft("Who calls the cues?", ["The manager", "The usher"], ["The manager"])
QUIZ = QuestionnaireDraft([CUES], title="Stagecraft")
Switch = Literal["Polls", "Quizzes", "Chat"]


def settings() -> list[Step]:
    """Return the steps for the settings."""
    return [
        Lookup("moderator", "settings", "button", "Settings", lambda p: p.settings.opener, needs="settings"),
        Action(
            "moderator",
            "Maya opens the settings",
            lambda person: person.places.settings.press_opener(),
            "settings",
            lambda p: p.settings.opener,
        ),
        *[replace(lookup, needs=lookup.needs or "settings") for lookup in _elements_of_settings()],
        Action("moderator", "Maya closes the settings", lambda person: person.places.settings.close(), "settings"),
    ]


def _elements_of_settings() -> list[Lookup]:
    return [
        Lookup("moderator", "settings", "dialog", "Settings", lambda p: p.settings.root),
        Lookup("moderator", "settings", "combobox", "Stage access", lambda p: p.settings.stage_access),
        *[_access_option(name, f"access_{access}") for name, access in ACCESS_NAMES.items()],
        _switch("Polls"),
        _switch("Quizzes"),
        _switch("Chat", "chat_switch"),
    ]


def chat() -> list[Step]:
    return [
        *[panel(actor, "chat", lambda p: p.chat, "Chat", "chat") for actor in BOTH],
        within("attendee", lambda p: p.chat, _write_message(), "chat"),
        within("moderator", lambda p: p.chat, _read_message(), "chat"),
    ]


def _write_message() -> list[Step]:
    return [
        Lookup("attendee", "chat", "log", "", lambda p: p.chat.log),
        Lookup("attendee", "chat", "textbox", "Message", lambda p: p.chat.box),
        button("attendee", "chat", lambda p: p.chat, "Send"),
        Action(
            "attendee",
            "Ada writes in the chat",
            lambda person: person.places.chat.write(ATTENDEE, GREETING),
            target=lambda p: p.chat.box,
        ),
    ]


def _read_message() -> list[Lookup]:
    message = f"list item with {ATTENDEE} and what she wrote"
    read = Lookup("moderator", "chat", message, "", lambda p: p.chat.message(ATTENDEE, GREETING))
    delete = Lookup(
        "moderator", "chat", "button", "Delete message",
        lambda p: p.chat.delete_button(ATTENDEE, GREETING), needs="delete_messages",
    )  # fmt: skip
    return [read, delete]


def reactions() -> list[Step]:
    return [
        Lookup("attendee", "reactions", "button", "React", lambda p: p.reactions.opener, needs="reactions"),
        Action(
            "attendee",
            "Ada presses “React”",
            lambda person: person.places.reactions.press_opener(),
            "reactions",
            lambda p: p.reactions.opener,
        ),
        *[_reaction(word) for word in REACTIONS],
        Action(
            "attendee",
            "Ada applauds",
            lambda person: person.places.reactions.choose("Applause"),
            "reactions",
            lambda p: p.reactions.choice("Applause"),
        ),
        _applause_from_attendee(),
    ]


def _applause_from_attendee() -> Lookup:
    return Lookup(
        "moderator", "reactions", "img", "REACTION from NAME", lambda p: p.reactions.of("Applause", ATTENDEE).first,
        values={"REACTION": "Applause", **NAME}, needs="reactions",
    )  # fmt: skip


def hands() -> list[Step]:
    return [
        toggle_button("raised hands", "Raise hand", "hands"),
        Action(
            "attendee",
            "Ada raises a hand",
            lambda person: person.places.toolbar.switch("Raise hand", on=True),
            "hands",
            lambda p: p.toolbar.button("Raise hand"),
        ),
        within("moderator", lambda p: p.participants, _clear_raised_hands(), "hands"),
    ]


def _clear_raised_hands() -> list[Step]:
    return [
        section("moderator", "Raised hands"),
        button("moderator", "raised hands", lambda p: p.participants, "Clear raised hands"),
        Action(
            "moderator", "Maya clears the raised hands", lambda person: person.places.participants.clear_raised_hands()
        ),
    ]


def polls() -> list[Step]:
    place_of: PlaceOf[Questionnaires] = lambda p: p.polls  # noqa: E731 - the annotation is needed
    radio = Lookup("attendee", "polls", "radio", "", lambda p: p.polls.option(p.polls.group(POLL.name), "Yes"))
    votes = Lookup("moderator", "polls", "list item with an option and its votes", "", lambda p: _poll_result(p.polls))
    return [
        *_steps_to_write(place_of, "Polls", "poll", POLL, _poll_dialog(_composer(place_of))),
        *_steps_to_take_part(
            place_of, "Polls", "poll", POLL, [radio, _button_in_group("attendee", place_of, "Vote", POLL)]
        ),
        Action("attendee", "Ada votes", lambda person: person.places.polls.vote(POLL.name, ["Yes"])),
        within("moderator", place_of, [votes, _button_in_group("moderator", place_of, "Close poll", POLL)]),
    ]


def _poll_dialog(composer: PlaceOf[Composer]) -> list[Lookup]:
    buttons = ("Add option", "Save draft", "Open poll")
    return [
        in_dialog("polls", composer, "textbox", "Question"),
        *[in_dialog("polls", composer, "textbox", "Option", f"{WORD} {number}") for number in (1, 2)],
        in_dialog("polls", composer, "switch", "Several choices"),
        *[button("moderator", "polls", composer, word) for word in buttons],
    ]


def quizzes() -> list[Step]:
    place_of: PlaceOf[Questionnaires] = lambda p: p.quizzes  # noqa: E731 - the annotation is needed
    answers = {CUES.text: ["The usher"]}
    return [
        *_steps_to_write(place_of, "Quizzes", "quiz", QUIZ, _quiz_dialog(_composer(place_of))),
        *_steps_to_take_part(
            place_of, "Quizzes", "quiz", QUIZ, [_button_in_group("attendee", place_of, "Answer", QUIZ)]
        ),
        Action("attendee", "Ada answers", lambda person: person.places.quizzes.answer(QUIZ.name, answers)),
        within("moderator", place_of, [_button_in_group("moderator", place_of, "Close quiz", QUIZ)]),
    ]


def _quiz_dialog(composer: PlaceOf[Composer]) -> list[Lookup]:
    buttons = ("Add question", "Save draft", "Open quiz")
    return [
        in_dialog("quizzes", composer, "textbox", "Title"),
        in_dialog("quizzes", composer, "group", "Question", f"{WORD} 1"),
        *[button("moderator", "quizzes", composer, word) for word in buttons],
    ]


def _steps_to_write(
    place_of: PlaceOf[Questionnaires],
    word: Switch,
    kind: str,
    draft: QuestionnaireDraft,
    elements_of_dialog: list[Lookup],
) -> list[Step]:
    """Return the steps to write a poll or quiz and to open it."""
    place = word.lower()
    return [
        *[panel(actor, place, place_of, word) for actor in BOTH],
        within("moderator", place_of, [
            button("moderator", place, place_of, f"New {kind}"),
            Action("moderator", f"Maya presses “New {kind}”", lambda person: place_of(person.places).press_new()),
            Lookup("moderator", place, "dialog", f"New {kind}", lambda p: place_of(p).composer.root),
            *elements_of_dialog,
            Action("moderator", f"Maya opens the {kind}",
                   lambda person: place_of(person.places).finish(draft, and_open=True)),
            Lookup("moderator", place, f"group named by the {kind}", "", lambda p: place_of(p).group(draft.name)),
        ]),
    ]  # fmt: skip


def _steps_to_take_part(
    place_of: PlaceOf[Questionnaires], word: Switch, kind: str, draft: QuestionnaireDraft, lookups: list[Lookup]
) -> list[Step]:
    """Return the steps for an attendee to be notified of a poll or quiz and to find it."""
    place = word.lower()
    return [
        Lookup("attendee", place, "button", f"Go to {kind}", lambda p: place_of(p).notification_button),
        within("attendee", place_of, [
            Lookup("attendee", place, f"group named by the {kind}", "", lambda p: place_of(p).group(draft.name)),
            *lookups,
        ]),
    ]  # fmt: skip


def _composer(place_of: PlaceOf[Questionnaires]) -> PlaceOf[Composer]:
    return lambda p: place_of(p).composer


def _button_in_group(actor: Actor, place_of: PlaceOf[Questionnaires], word: str, draft: QuestionnaireDraft) -> Lookup:
    place = "polls" if draft is POLL else "quizzes"
    return Lookup(actor, place, "button", word, lambda p: place_of(p).button_in(draft.name, word))


def _poll_result(questionnaires: Questionnaires) -> Locator:
    return questionnaires.result(questionnaires.group(POLL.name), "Yes")


def _reaction(word: str) -> Lookup:
    return Lookup("attendee", "reactions", "button", word, lambda p: p.reactions.choice(word), needs="reactions")


def _access_option(name: str, needs: str) -> Lookup:
    option = Lookup(
        "moderator", "settings", "option", name, lambda p: p.settings.stage_access_option(name), needs=needs
    )
    # Options of a closed combobox are not visible.
    return replace(option, state="attached")


def _switch(word: Switch, needs: str = "") -> Lookup:
    needed = needs or word.lower()
    return Lookup("moderator", "settings", "switch", word, lambda p: p.settings.switch(word), needs=needed)
