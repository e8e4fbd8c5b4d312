"""Goes through a session as moderator and attendee: looks, does what is to be done, says where it goes no further."""

from collections.abc import Sequence
from contextlib import suppress

from playwright.sync_api import Error, Locator

from conformance.doctor.findings import Finding, Status
from conformance.doctor.looks import Act, Inside, Look, Step, Who, looks_in
from conformance.doctor.making import ATTENDEE, MODERATOR
from conformance.doctor.notes import Notes, brief, column_of
from conformance.doctor.seeing import Thing, nearest, things_in
from conformance.doctor.visits import visits
from conformance.doctor.vocabulary import Vocabulary
from conformance.errors import NotReached
from conformance.time_limits import EXAMINATION
from people.person import Person
from people.scene import Scene

WRONG = (AssertionError, Error, NotReached)
"""What is raised where a room does not do as it should."""
TRIES = 3
"""As many times the way in is tried: with another name for the field, for the button, and for the toolbar."""
NAMES: dict[Who, str] = {"moderator": MODERATOR, "attendee": ATTENDEE}


class Stuck(Exception):
    """It goes no further; the message says why."""


class Guest:
    """In one session, as both of the people in it."""

    def __init__(self, scene: Scene, vocabulary: Vocabulary, notes: Notes) -> None:
        self._scene = scene
        self._vocabulary = vocabulary
        self._notes = notes
        self._all_looks = [look for visit in visits() for look in visit.looks if look.word]

    # Getting in

    def arrive(self) -> None:
        """Both are in the room afterwards; raises Stuck where one of them cannot get in."""
        for who in NAMES:
            self._come_in(who)
            self._look(_toolbar(who))

    def _come_in(self, who: Who) -> None:
        try:
            self._seat(who)
            return
        except WRONG as error:
            why = brief(error)
        for _ in range(TRIES):
            # One after the other: what comes behind the button cannot be seen before it has been pressed.
            learned = [look for look in _entry(who) if self._learn_name_of(look)]
            if not learned:
                break
            with suppress(*WRONG):
                self._person(who).places.entry.enter_as(self._shown(NAMES[who]))
                return
        self._look(_toolbar(who))
        raise Stuck(f"{NAMES[who]} does not get in: {why}")

    def _seat(self, who: Who) -> None:
        if who == "moderator":
            self._scene.moderator_arrives(MODERATOR)
        else:
            self._scene.attendee_arrives(ATTENDEE)

    def _learn_name_of(self, look: Look) -> bool:
        """Whether a place that is not there was found under another name; that is noted then."""
        if self._find(look).is_visible():
            return False
        there = self._under_another_name(look)
        if there is not None:
            self._say(look, Status.OTHER_NAME, self._instead(look, there.name))
        return there is not None

    # Going through

    def go_through(self, chapter: Sequence[Step]) -> None:
        """Whatever cannot be done in the chapter, the next may be begun."""
        try:
            self._take(chapter)
        except Stuck:
            for person in self._scene.people.values():
                with suppress(Error):
                    person.page.keyboard.press("Escape")

    def _take(self, steps: Sequence[Step]) -> None:
        """Take the steps; where one of them cannot be taken, what would come after it is noted as not reached."""
        for number, step in enumerate(steps):
            try:
                self._take_one(step)
            except Stuck as error:
                rest = looks_in(steps[number + 1 :])
                self._notes.note(rest, self._scene.attendees_on, Status.NOT_REACHED, str(error))
                raise

    def _take_one(self, step: Step) -> None:
        if isinstance(step, Look):
            self._look(step)
        elif step.needs in self._notes.lacks:
            self._notes.note(looks_in([step]), self._scene.attendees_on, Status.NOT_OFFERED)
        elif isinstance(step, Act):
            self._do(step)
        else:
            self._go_inside(step)

    def _do(self, act: Act) -> None:
        try:
            act.do(self._person(act.who))
        except WRONG as error:
            raise Stuck(f"{act.what}: {brief(error)}") from error

    def _go_inside(self, inside: Inside) -> None:
        begun = False
        try:
            with inside.enter(self._person(inside.who).places):
                begun = True
                self._take(inside.steps)
        except WRONG as error:
            why = f"{inside.what}: {brief(error)}"
            if not begun:
                self._notes.note(looks_in(inside.steps), self._scene.attendees_on, Status.NOT_REACHED, why)
            raise Stuck(why) from error

    # Looking

    def _look(self, look: Look) -> None:
        if look.needs in self._notes.lacks:
            return self._say(look, Status.NOT_OFFERED)
        if self._there(look):
            return self._say_found(look)
        there = self._under_another_name(look)
        if there is not None:
            return self._say(look, Status.OTHER_NAME, self._instead(look, there.name))
        near = self._told(look) if look.told else self._nearest(look)[:2]
        return self._say(look, Status.MISSING, " or ".join(map(str, near)) or "nothing like it")

    def _say_found(self, look: Look) -> None:
        if look.attribute and self._find(look).get_attribute(look.attribute) is None:
            return self._say(look, Status.MISSING, f"it is there without {look.attribute}")
        if look.word in self._vocabulary.learned:
            return self._say(look, Status.OTHER_NAME, self._instead(look, look.name(self._vocabulary)))
        self._vocabulary.confirm(look.word)
        return self._say(look, Status.FOUND)

    def _under_another_name(self, look: Look) -> Thing | None:
        """What is there instead, of the same role and much the same name; it is looked for by that name from now on."""
        for thing in self._nearest(look)[:1]:
            own = look.word_in(thing.name.replace(self._shown(ATTENDEE), ATTENDEE))
            if look.told or thing.role != look.role or own is None or not self._vocabulary.may_learn(look.word):
                return None
            self._tell_everybody(look.word, own)
            if self._there(look):
                self._vocabulary.learned[look.word] = own
                return thing
            self._tell_everybody(look.word, self._vocabulary(look.word))
        return None

    def _instead(self, look: Look, name: str) -> str:
        """What is there, and what the room file says, where that is not the documented word."""
        declared = look.name(self._vocabulary.declared)
        return f'{look.role} "{name}"' + (f', not "{declared}"' if declared != look.documented else "")

    def _shown(self, name: str) -> str:
        """What the room calls somebody of the cast."""
        return self._scene.room.profile.people.get(name, name)

    def _tell_everybody(self, word: str, own: str) -> None:
        for person in self._scene.people.values():
            person.screen.words.learn(word, own)

    def _nearest(self, look: Look) -> list[Thing]:
        if not look.word:
            return []
        others = [one for one in self._all_looks if one.word != look.word]
        taken = {name for one in others for name in (one.name(self._vocabulary),)}
        own = [look.name(self._vocabulary), look.documented]
        names = [name.replace(ATTENDEE, self._shown(ATTENDEE)) for name in own] if look.values else own
        return nearest(look.role, names, things_in(self._person(look.who).screen.describe()), taken)

    def _told(self, look: Look) -> list[Thing]:
        """Everything that the person is being told, whatever it is about."""
        things = things_in(self._person(look.who).screen.describe())
        return [thing for thing in things if thing.role in ("status", "alert")]

    def _there(self, look: Look) -> bool:
        try:
            self._find(look).wait_for(state=look.state, timeout=EXAMINATION)
        except Error:
            return False
        return True

    def _find(self, look: Look) -> Locator:
        return look.find(self._person(look.who).places)

    def _person(self, who: Who) -> Person:
        try:
            return self._scene[NAMES[who]]
        except KeyError as error:
            raise Stuck(f"{NAMES[who]} is not there") from error

    def _say(self, look: Look, status: Status, seen: str = "") -> None:
        column = column_of(look.who, self._scene.attendees_on)
        self._notes.findings.append(Finding(look.place, look.what, column, status, seen))


def _toolbar(who: Who) -> Look:
    return Look(who, "toolbar", "toolbar", "Controls", lambda p: p.toolbar.root)


def _entry(who: Who) -> list[Look]:
    return [
        Look(who, "entry", "textbox", "Your name", lambda p: p.entry.name),
        Look(who, "entry", "button", "Enter", lambda p: p.entry.button("Enter")),
        _toolbar(who),
    ]
