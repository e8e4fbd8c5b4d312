"""A session in memory whose commands call the rules directly; a person's id is their name."""

from typing import Any

from reference_server.rules import stage
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import FULL_STAGE, Access, Change, Participant, Refusal, Role, StageState

MODERATORS = ("Maya", "Marc")
HAND_COMMANDS = {"raise_hand", "lower_hand", "clear_hands"}


class RulesSession:
    """A session with the people named in ``people``, separated by spaces; Maya and Marc are moderators."""

    def __init__(self, access: str, people: str = "", limit: int = FULL_STAGE) -> None:
        state = StageState(Access(access), limit)
        self.snapshot = SessionSnapshot("s1", "Rehearsal", state)
        self.answer = ""
        for name in people.split():
            self.enter(name)

    def enter(self, name: str) -> None:
        """Enter as this person; the name determines the role."""
        self.add_person(name, name, Role.MODERATOR if name in MODERATORS else Role.ATTENDEE)

    def add_person(self, id_: str, name: str, role: Role) -> str:
        """Enter as a person whose id differs from the name; return the id."""
        self._apply(stage.enter(self.snapshot.state, Participant(id_, name, role)))
        return id_

    def do(self, person: str, command: str, *arguments: object, **choice: bool) -> list[str]:
        """Run a command that must succeed; return the kinds of its facts."""
        change = self._run(person, command, *arguments, **choice)
        self._apply(change)
        return [fact.kind.value for fact in change.facts]

    def ask_to_return(self, id_: str, name: str = "") -> list[str]:
        """Ask to be let in as a removed attendee; return the kinds of the facts."""
        change = stage.ask_to_return(self.snapshot.state, Participant(id_, name or id_, Role.ATTENDEE))
        self._apply(change)
        return [fact.kind.value for fact in change.facts]

    def expect_refusal(self, person: str, command: str, *arguments: object, **choice: bool) -> str:
        """Run a command that must be refused; return the code, and store the message in ``answer``.

        Raises AssertionError if the command is accepted, or if the message is no sentence.
        """
        try:
            facts = self._run(person, command, *arguments, **choice).facts
        except Refusal as refusal:
            self.answer = str(refusal.message)
            assert self.answer.endswith("."), f"the message of {command}'s refusal must be a sentence: {self.answer}"
            return refusal.code
        raise AssertionError(f"{command} by {person} {arguments} was accepted: {facts}")

    def standing(self, person: str) -> str:
        return self.snapshot.state.standing(person).value

    def may(self, person: str) -> set[str]:
        """Return the stage commands that are available to a person."""
        return set(stage.list_commands(self.snapshot.state, person)) - HAND_COMMANDS

    def may_with_hands(self, person: str) -> set[str]:
        """Return the commands about raised hands that are available to a person."""
        return set(stage.list_commands(self.snapshot.state, person)) & HAND_COMMANDS

    def may_with(self, person: str, other: str) -> set[str]:
        """Return the commands that a person can use on another, except removal from the session."""
        return set(stage.list_commands_on(self.snapshot.state, person, other)) - {"remove_from_session"}

    def notification_of(self, person: str) -> str:
        """Return the text of this person's notification, or "" if there is none."""
        notification = self.snapshot.latest_notification(person).notification
        return notification.text if notification else ""

    @property
    def on_stage(self) -> str:
        """The people on stage, in order."""
        return " ".join(self.snapshot.state.stage)

    @property
    def requests(self) -> str:
        """The people with a request, in order."""
        return " ".join(self.snapshot.state.requests)

    @property
    def hands(self) -> str:
        """The people with a raised hand, in order."""
        return " ".join(self.snapshot.state.hands)

    def _run(self, person: str, command: str, *arguments: object, **choice: bool) -> Change:
        function: Any = getattr(stage, command)
        if command in ("join", "set_devices"):
            choice = {"microphone": True, "camera": True} | choice
        if command == "set_access":
            arguments = (Access(str(arguments[0])),)
        change: Change = function(self.snapshot.state, person, *arguments, **choice)
        return change

    def _apply(self, change: Change) -> None:
        self.snapshot = self.snapshot.after(change)
