"""A session told by people's names, for tests that read like the rules they are about."""

from typing import Any

from reference_server.rules import stage
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import FULL_STAGE, Access, Change, Participant, Refusal, Role, StageState

MODERATORS = ("Maya", "Marc")
WITH_HANDS = {"raise_hand", "lower_hand", "clear_hands"}


class Story:
    """A session with some people in it; Maya and Marc are moderators, everybody else is an attendee."""

    def __init__(self, access: str, people: str, limit: int = FULL_STAGE) -> None:
        state = StageState(Access(access), limit)
        self.session = SessionSnapshot("s1", "Rehearsal", state)
        self.answer = ""
        for name in people.split():
            self.comes(name)

    def comes(self, name: str) -> None:
        """Somebody enters, by the role that their name stands for."""
        role = Role.MODERATOR if name in MODERATORS else Role.ATTENDEE
        self._keep(stage.enter(self.session.state, Participant(name, name, role)))

    def does(self, who: str, command: str, *what: object, **choice: bool) -> list[str]:
        """A command that must go through; answers the kinds of the facts."""
        change = self._try(who, command, *what, **choice)
        self._keep(change)
        return [fact.kind.value for fact in change.facts]

    def refuses(self, who: str, command: str, *what: object, **choice: bool) -> str:
        """A command that must be refused; answers the code, and keeps the sentence as `answer`."""
        try:
            facts = self._try(who, command, *what, **choice).facts
        except Refusal as refusal:
            self.answer = refusal.message
            return refusal.code
        raise AssertionError(f"{who} was let {command} {what}: {facts}")

    def standing(self, who: str) -> str:
        """Where somebody stands."""
        return self.session.state.standing(who).value

    def may(self, who: str) -> set[str]:
        """What somebody is offered about the stage."""
        return set(stage.may(self.session.state, who)) - WITH_HANDS

    def may_with_hands(self, who: str) -> set[str]:
        """What somebody is offered about raised hands."""
        return set(stage.may(self.session.state, who)) & WITH_HANDS

    def may_with(self, who: str, whom: str) -> set[str]:
        """What somebody is offered to do with another person."""
        return set(stage.may_with(self.session.state, who, whom))

    def notification_of(self, person: str) -> str:
        """Return the notification on this person's screen, or nothing."""
        notification = self.session.latest_notification(person).notification
        return notification.text if notification else ""

    @property
    def on_stage(self) -> str:
        """Who is on stage, in order."""
        return " ".join(self.session.state.stage)

    @property
    def requests(self) -> str:
        """Who asks, in order."""
        return " ".join(self.session.state.requests)

    @property
    def hands(self) -> str:
        """Whose hands are raised, in order."""
        return " ".join(self.session.state.hands)

    def _try(self, who: str, command: str, *what: object, **choice: bool) -> Change:
        function: Any = getattr(stage, command)
        if command in ("join", "set_devices"):
            choice = {"microphone": True, "camera": True} | choice
        if command == "set_access":
            what = (Access(str(what[0])),)
        change: Change = function(self.session.state, who, *what, **choice)
        return change

    def _keep(self, change: Change) -> None:
        self.session = self.session.after(change)
