"""A walk through a session as moderator and attendee; it looks for elements and records findings."""

from collections.abc import Sequence
from contextlib import suppress

from playwright.sync_api import Error, Locator, TimeoutError

from conformance.doctor.finding_log import FindingLog, brief_message, column_of
from conformance.doctor.findings import Finding, Status
from conformance.doctor.screen_elements import (
    ScreenElement,
    count_nameless_buttons,
    elements_in,
    find_similar,
    names_of,
)
from conformance.doctor.step_builders import ATTENDEE, MODERATOR
from conformance.doctor.usual_words import USUAL_WORDS, has_other_meaning
from conformance.doctor.visit_steps import Action, Actor, ElementState, Lookup, Observation, Step, WhileOpen, lookups_in
from conformance.doctor.visits import visits
from conformance.doctor.vocabulary import Vocabulary
from conformance.errors import NotReached
from conformance.time_limits import EXAMINATION, UNCHANGED_SCREEN
from people.person import Person
from people.scene import Scene

ROOM_ERRORS = (AssertionError, Error, NotReached)
"""Exceptions that are raised where a room does not behave as documented."""
ENTRY_ATTEMPTS = 3
"""Attempts to enter, each with another name found for the field, the button or the toolbar."""
ENTRY_WORDS = {"Your name", "Enter"}
"""The words of the entry form."""
GUESSABLE_CAPABILITIES = ("", "participants", "moderators", "settings")
"""Capabilities ("" for none) whose elements may be guessed from their role alone.

A missing element of any other capability is probably not offered.
"""
MOUSE_MOVES = ((300, 300), (320, 320), (340, 300))
"""Positions on the page, in CSS pixels."""
NAMES: dict[Actor, str] = {"moderator": MODERATOR, "attendee": ATTENDEE}


class CannotContinue(Exception):
    """The walk cannot continue; the message says why."""


class NoToolbar(Exception):
    """The room turned out to have no toolbar; the visit begins again with page objects that need none."""


class SessionWalk:
    """Takes the steps of a visit in one session, as moderator and as attendee.

    ``guessing``: whether an element of the right role may be used as the one looked for although its name is not
    similar; ``has_adapter``: whether the room's adapter may act without the elements of the contract.
    """

    def __init__(
        self,
        scene: Scene,
        vocabulary: Vocabulary,
        log: FindingLog,
        *,
        guessing: bool = False,
        has_adapter: bool = False,
    ) -> None:
        self._scene = scene
        self._guessing = guessing
        self._has_adapter = has_adapter
        self._vocabulary = vocabulary
        self._log = log
        self._has_waited = False
        """Whether a wait has timed out since the last action, so that the screens show the action's effects."""
        self._all_lookups = [lookup for visit in visits() for lookup in visit.lookups if lookup.word]

    # Entering

    def arrive(self) -> None:
        """Enter as both people.

        Raises CannotContinue if one of them cannot enter, and NoToolbar if the room turns out to have no toolbar.
        """
        for actor in NAMES:
            self._enter(actor)
            self._check(_toolbar(actor))

    def _enter(self, actor: Actor) -> None:
        try:
            self._create_person(actor)
            return
        except ROOM_ERRORS as error:
            why = brief_message(error)
        if self._learn_names_and_enter(actor):
            return
        if self._vocabulary.has_toolbar:
            self._check(_toolbar(actor))
        if not self._has_passed_entry(actor):
            raise CannotContinue(f"{NAMES[actor]} cannot enter: {why}")
        if self._vocabulary.has_toolbar:
            self._vocabulary.has_toolbar = False
            self._vocabulary.has_entry_form = not self._is_name_in_link
            self._vocabulary.hides_idle_controls = self._shows_more_when_the_mouse_moves(actor)
            raise NoToolbar

    def _learn_names_and_enter(self, actor: Actor) -> bool:
        """Enter with learned names, and return whether that worked.

        If the link contains the name, return whether a toolbar was found under another name.
        """
        if self._is_name_in_link:
            # A textbox on this page belongs to the room, and not to an entry form.
            return self._learn_name_of(_toolbar(actor))
        return not self._has_passed_entry(actor) and self._enter_with_learned_names(actor)

    @property
    def _is_name_in_link(self) -> bool:
        return "{name}" in self._scene.moderators_link

    def _enter_with_learned_names(self, actor: Actor) -> bool:
        """Return whether the person has entered."""
        # Several attempts, since the elements after a button appear only once it has been pressed.
        for _ in range(ENTRY_ATTEMPTS):
            learned = [lookup for lookup in _entry(actor) if self._learn_name_of(lookup)]
            if not learned:
                return False
            with suppress(*ROOM_ERRORS):
                if self._leave_start_page(actor):
                    continue
                self._has_waited = False
                self._person(actor).places.entry.enter_as(self._shown(NAMES[actor]))
                return True
            if self._has_passed_entry(actor):
                return False
        return False

    def _leave_start_page(self, actor: Actor) -> bool:
        """Press the only button of a page that has no field for the name; return whether it is such a page."""
        entry = self._person(actor).places.entry
        start = entry.button("Enter")
        if not self._guessing or entry.name.is_visible() or not start.is_visible():
            return False
        name = self._vocabulary("Enter")
        entry.press(start, f'the button "{name}"')
        self._has_waited = False
        entry.expect_gone(start, f'button "{name}" after it was pressed')
        self._vocabulary.forget("Enter")
        self._set_word("Enter", self._vocabulary("Enter"))
        self._vocabulary.start_buttons.append(name)
        return True

    def _has_passed_entry(self, actor: Actor) -> bool:
        """Return whether the entry form is gone, or at least disabled.

        False without guessing, or if no word of the form was learned and the link does not contain the name.
        """
        entry = self._person(actor).places.entry
        if self._guessing and self._is_name_in_link:
            return not entry.name.is_visible()
        if not self._guessing or not self._vocabulary.learned.keys() & ENTRY_WORDS:
            return False
        controls = (entry.name, entry.button("Enter"))
        return not any(control.is_visible() and control.is_enabled() for control in controls)

    def _shows_more_when_the_mouse_moves(self, actor: Actor) -> bool:
        """Return whether more buttons appear when the mouse, which has rested until now, moves."""
        page, screen = self._person(actor).page, self._person(actor).screen
        before = _count_buttons(screen.describe())
        for x, y in MOUSE_MOVES:
            page.mouse.move(x, y)
        # What the moves show is there at the next frame.
        page.evaluate("() => new Promise(requestAnimationFrame)")
        return _count_buttons(screen.describe()) > before

    def _create_person(self, actor: Actor) -> None:
        self._has_waited = False
        if actor == "moderator":
            self._scene.moderator_arrives(MODERATOR)
        else:
            self._scene.attendee_arrives(ATTENDEE)

    def _learn_name_of(self, lookup: Lookup) -> bool:
        """Return whether a missing element was found under another name, and report that."""
        if self._find(lookup).is_visible():
            return False
        element = self._under_another_name(lookup)
        if element is not None:
            self._report(lookup, Status.OTHER_NAME, self._instead(lookup, element.name))
        return element is not None

    # Steps

    def take_chapter(self, chapter: Sequence[Step]) -> None:
        """Take the steps of a chapter; if one fails, close what is open, so that the next chapter can begin."""
        try:
            self._take(chapter)
        except CannotContinue:
            self._has_waited = False
            for person in self._scene.people.values():
                with suppress(Error):
                    person.page.keyboard.press("Escape")

    def _take(self, steps: Sequence[Step]) -> None:
        """Take the steps; if one fails, report the lookups after it as not reached."""
        for number, step in enumerate(steps):
            try:
                self._take_step(step)
            except CannotContinue as error:
                rest = lookups_in(steps[number + 1 :])
                self._log.add_all(rest, self._scene.attendees_on, Status.NOT_REACHED, str(error))
                raise

    def _take_step(self, step: Step) -> None:
        if isinstance(step, Lookup):
            self._check(step)
        elif isinstance(step, Observation):
            self._observe(step)
        elif step.needs in self._log.lacks:
            self._log.add_all(lookups_in([step]), self._scene.attendees_on, Status.NOT_OFFERED)
        elif isinstance(step, Action):
            self._do(step)
        else:
            self._take_while_open(step)

    def _observe(self, observation: Observation) -> None:
        with suppress(*ROOM_ERRORS):
            reason = observation.look(self._person(observation.actor))
            if reason:
                self._log.observed[observation.subject] = reason

    def _do(self, action: Action) -> None:
        try:
            self._expect_target(action)
            self._has_waited = False
            action.do(self._person(action.actor))
        except ROOM_ERRORS as error:
            raise CannotContinue(f"{action.what}: {brief_message(error)}") from error

    def _expect_target(self, step: Action | WhileOpen) -> None:
        """Raise NotReached if the step's target is missing, without the long wait of the step itself."""
        if step.target is None or self._has_adapter:
            return
        person = self._person(step.actor)
        if not self._appears(step.target(person.places).first, "visible"):
            raise NotReached(f"{person.screen}: the element to press or fill in is missing.")

    def _take_while_open(self, step: WhileOpen) -> None:
        was_opened = False
        try:
            self._expect_target(step)
            self._has_waited = False
            with step.enter(self._person(step.actor).places):
                was_opened = True
                self._take(step.steps)
                self._has_waited = False
        except ROOM_ERRORS as error:
            reason = f"{step.what}: {brief_message(error)}"
            if not was_opened:
                self._log.add_all(lookups_in(step.steps), self._scene.attendees_on, Status.NOT_REACHED, reason)
            raise CannotContinue(reason) from error

    # Looking

    def _check(self, lookup: Lookup) -> None:
        # A room file gives an element that the room does not need, such as the button "Send", an empty word.
        has_no_word = bool(lookup.word) and not self._vocabulary(lookup.word)
        if lookup.needs in self._log.lacks or has_no_word:
            return self._report(lookup, Status.NOT_OFFERED)
        if self._is_there(lookup):
            return self._report_found(lookup)
        element = self._under_another_name(lookup)
        if element is not None:
            return self._report(lookup, Status.OTHER_NAME, self._instead(lookup, element.name))
        self._count_nameless_buttons(lookup.actor)
        similar = self._messages(lookup) if lookup.in_message else self._nearest(lookup)[:2]
        return self._report(lookup, Status.MISSING, " or ".join(map(str, similar)) or "nothing similar")

    def _count_nameless_buttons(self, actor: Actor) -> None:
        count = count_nameless_buttons(self._person(actor).screen.describe())
        self._log.nameless_buttons = max(self._log.nameless_buttons, count)

    def _report_found(self, lookup: Lookup) -> None:
        if lookup.attribute and self._find(lookup).get_attribute(lookup.attribute) is None:
            return self._report(lookup, Status.MISSING, f"found, but without {lookup.attribute}")
        if lookup.word in self._vocabulary.learned:
            return self._report(lookup, Status.OTHER_NAME, self._instead(lookup, lookup.name(self._vocabulary)))
        self._vocabulary.confirm(lookup.word)
        return self._report(lookup, Status.FOUND)

    def _under_another_name(self, lookup: Lookup) -> ScreenElement | None:
        """Return the element of the same role and a similar or guessed name; None if there is none.

        Its name is used from now on.
        """
        if lookup.in_message:
            return self._only_message(lookup)
        similar = self._nearest(lookup)[:1]
        guesses = [] if _is_of_role(similar, lookup) else self._usual(lookup) or self._only_one(lookup)
        for element in guesses or similar:
            own = lookup.word_in(element.name.replace(self._shown(ATTENDEE), ATTENDEE))
            if element.role != lookup.role or own is None or not self._vocabulary.may_learn(lookup.word):
                return None
            if self._learn_if_there(lookup, own, is_guess=element not in similar):
                return element
        return None

    def _learn_if_there(self, lookup: Lookup, own: str, *, is_guess: bool) -> bool:
        self._set_word(lookup.word, own)
        if not self._is_there(lookup):
            self._set_word(lookup.word, self._vocabulary(lookup.word))
            return False
        self._vocabulary.learned[lookup.word] = own
        if is_guess:
            self._vocabulary.guessed.add(lookup.word)
        return True

    def _usual(self, lookup: Lookup) -> list[ScreenElement]:
        """Return the element of this role with a usual word of the same meaning, if guessing."""
        words = USUAL_WORDS.get(lookup.word, ())
        if not self._guessing or not words:
            return []
        taken = self._taken(lookup) | set(self._vocabulary.learned.values())
        elements = elements_in(self._person(lookup.actor).screen.describe())
        of_role = [element for element in elements if element.role == lookup.role]
        return find_similar(lookup.role, words, of_role, taken)[:1]

    def _only_one(self, lookup: Lookup) -> list[ScreenElement]:
        """Return the only element of this role that is no other element of the contract, if guessing."""
        if not (self._guessing and lookup.word and lookup.needs in GUESSABLE_CAPABILITIES):
            return []
        taken = self._taken(lookup)
        holds = self._shown(lookup.holds or (ATTENDEE if "NAME" in lookup.values else ""))
        snapshot = self._person(lookup.actor).screen.describe()
        free = [name for name in names_of(lookup.role, snapshot, holds) if name and name not in taken]
        names = [name for name in free if not has_other_meaning(name, lookup.word)]
        return [ScreenElement(lookup.role, name) for name in names] if len(names) == 1 else []

    def _only_message(self, lookup: Lookup) -> ScreenElement | None:
        """Return the only message on the screen, if guessing, and use all its text as the word."""
        messages = self._messages(lookup) if self._guessing else []
        if len(messages) != 1 or not self._vocabulary.may_learn(lookup.word):
            return None
        own = messages[0].name.replace(self._shown(ATTENDEE), "NAME") if "NAME" in lookup.word else messages[0].name
        if own in self._vocabulary.learned.values():
            # The message of an earlier action is still on the screen.
            return None
        self._set_word(lookup.word, own)
        self._vocabulary.learned[lookup.word] = own
        self._vocabulary.guessed.add(lookup.word)
        return messages[0]

    def _instead(self, lookup: Lookup, name: str) -> str:
        """Return a text with the element's role and name in the room.

        If the room file declares another name than the documented one, the text also has the declared name.
        """
        declared = lookup.name(self._vocabulary.declared)
        return f'{lookup.role} "{name}"' + (f', not "{declared}"' if declared != lookup.documented_name else "")

    def _shown(self, name: str) -> str:
        """Return the name that the room shows for a member of the cast."""
        return self._scene.shown_name(name)

    def _set_word(self, word: str, own: str) -> None:
        for person in self._scene.people.values():
            person.screen.words.learn(word, own)

    def _nearest(self, lookup: Lookup) -> list[ScreenElement]:
        if not lookup.word:
            return []
        taken = self._taken(lookup)
        own = [lookup.name(self._vocabulary), lookup.documented_name]
        names = [name.replace(ATTENDEE, self._shown(ATTENDEE)) for name in own] if lookup.values else own
        return find_similar(lookup.role, names, elements_in(self._person(lookup.actor).screen.describe()), taken)

    def _taken(self, lookup: Lookup) -> set[str]:
        """Return the names of the other elements of the contract."""
        others = [*self._all_lookups, *_entry(lookup.actor)]
        return {other.name(self._vocabulary) for other in others if other.word != lookup.word}

    def _messages(self, lookup: Lookup) -> list[ScreenElement]:
        """Return all status messages and alerts on the person's screen."""
        elements = elements_in(self._person(lookup.actor).screen.describe())
        return [element for element in elements if element.role in ("status", "alert")]

    def _is_there(self, lookup: Lookup) -> bool:
        return self._appears(self._find(lookup), lookup.state)

    def _appears(self, element: Locator, state: ElementState) -> bool:
        limit = UNCHANGED_SCREEN if self._has_waited else EXAMINATION
        try:
            element.wait_for(state=state, timeout=limit)
        except TimeoutError:
            self._has_waited = True
            return False
        except Error:
            return False
        return True

    def _find(self, lookup: Lookup) -> Locator:
        return lookup.find(self._person(lookup.actor).places)

    def _person(self, actor: Actor) -> Person:
        try:
            return self._scene[NAMES[actor]]
        except KeyError as error:
            raise CannotContinue(f"{NAMES[actor]} has not entered") from error

    def _report(self, lookup: Lookup, status: Status, seen: str = "") -> None:
        column = column_of(lookup.actor, self._scene.attendees_on)
        self._log.findings.append(Finding(lookup.place, lookup.what, column, status, seen))


def _count_buttons(snapshot: str) -> int:
    return sum(element.role == "button" for element in elements_in(snapshot))


def _is_of_role(elements: Sequence[ScreenElement], lookup: Lookup) -> bool:
    return any(element.role == lookup.role for element in elements)


def _toolbar(actor: Actor) -> Lookup:
    return Lookup(actor, "toolbar", "toolbar", "Controls", lambda p: p.toolbar.root)


def _entry(actor: Actor) -> list[Lookup]:
    return [
        Lookup(actor, "entry", "textbox", "Your name", lambda p: p.entry.name),
        Lookup(actor, "entry", "button", "Enter", lambda p: p.entry.button("Enter")),
        _toolbar(actor),
    ]
