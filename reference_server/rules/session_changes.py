"""The differences between two snapshots of a session, for each audience.

Their size depends only on the change. A page that applies the change of its audience, and its person's own part, has
exactly the new view (`SessionViews`). A part contains nothing that its audience may not see: requests, invitations,
drafts and the results of others are only in the moderators' part, and a person's own part contains nothing about
others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reference_server.rules.names import find_look_alikes
from reference_server.rules.questionnaires.board_changes import board_change, own_board_change, people_with_own_change
from reference_server.rules.session_snapshot import SessionSnapshot, changed_people
from reference_server.rules.session_views import (
    PublicIdOf,
    View,
    about_session,
    list_moderator_commands,
    list_own_commands,
    own_view,
    people_asking_to_return,
    person_entry,
)
from reference_server.rules.stage import Role, Standing, list_moderator_commands_on

Part = dict[str, Any]


@dataclass(frozen=True)
class SessionChange:
    """The parts of a change; an empty part means that its audience sees no difference.

    `own` are the parts of single people, by person id.
    """

    moderators: Part
    attendees: Part
    own: dict[str, Part] = field(default_factory=dict)


class SessionFeed:
    """The state of a session that its pages have received; `advance` returns the changes that they need."""

    def __init__(self, session: SessionSnapshot, public_id_of: PublicIdOf) -> None:
        self.session = session
        self._public_id_of = public_id_of
        self._similar = find_look_alikes(session.state.people)
        self._entries = {person.id: self._entry(person.id) for person in session.state.people}

    def advance(self, after: SessionSnapshot, people_with_changed_page: Iterable[str] = ()) -> SessionChange:
        """Return the changes up to `after`.

        `people_with_changed_page`: the people whose page has connected or disconnected since the last call.
        """
        before, self.session = self.session, after
        people = changed_people(before, after)
        id_changes = list_change(list(before.state.by_id), list(after.state.by_id))
        people_with_changed_similarity = self._update_look_alikes() if id_changes else set()
        entries = self._update_entries(
            people | people_with_changed_similarity | {*people_with_changed_page}, id_changes
        )
        common = _session_change(before, after) | _lists_change(before, after, ("stage", "hands"))
        common |= {"left": id_changes["removed"]} if id_changes.get("removed") else {}
        moderators = common | _lists_change(before, after, ("requests", "invitations"))
        if before.state.return_requests != after.state.return_requests:
            moderators["returning"] = people_asking_to_return(after.state)
        with_may = _entries_with_may(before, after, entries, people, id_changes)
        return SessionChange(
            {**moderators, **_without_empty(people=with_may, **_command_tables(before, after, Role.MODERATOR))}
            | board_change(before.board, after.board, Role.MODERATOR),
            {**common, **_without_empty(people=entries, **_command_tables(before, after, Role.ATTENDEE))}
            | board_change(before.board, after.board, Role.ATTENDEE),
            _own_parts(before, after, people),
        )

    def _update_look_alikes(self) -> set[str]:
        before, self._similar = self._similar, find_look_alikes(self.session.state.people)
        return before ^ self._similar

    def _update_entries(self, people: set[str], id_changes: Part) -> list[Part]:
        """Return the differences of the entries; the complete entries of people who entered come last."""
        for id in id_changes.get("removed", ()):
            self._entries.pop(id)
        entered = id_changes.get("added", [])
        remaining = [id for id in sorted(people.difference(entered)) if id in self._entries]
        return [change for id in (*remaining, *entered) if len(change := self._update_entry(id)) > 1]

    def _update_entry(self, id: str) -> Part:
        before, entry = self._entries.get(id, {}), self._entry(id)
        self._entries[id] = entry
        return {"id": id, **_differences(before, entry)}

    def _entry(self, id: str) -> View:
        state = self.session.state
        return person_entry(state, state.by_id[id], id in self._similar, self._public_id_of(id))


def list_change(before: Sequence[str], after: Sequence[str]) -> Part:
    """Return the ids to remove from a list, `removed`, and those to append to it afterwards, `added`.

    An id that moved to the end is in both. The part is empty for equal lists.
    """
    if before == after:
        return {}
    remaining, unmoved = iter(before), 0
    for id in after:
        if id not in remaining:  # the iterator continues after the previous match
            break
        unmoved += 1
    staying = {*after[:unmoved]}
    return _without_empty(removed=[id for id in before if id not in staying], added=list(after[unmoved:]))


def _session_change(before: SessionSnapshot, after: SessionSnapshot) -> Part:
    return _without_empty(session=_differences(about_session(before), about_session(after)))


def _lists_change(before: SessionSnapshot, after: SessionSnapshot, names: Iterable[str]) -> Part:
    return _without_empty(
        **{name: list_change(getattr(before.state, name), getattr(after.state, name)) for name in names}
    )


def _entries_with_may(
    before: SessionSnapshot, after: SessionSnapshot, entries: list[Part], people: set[str], id_changes: Part
) -> list[Part]:
    """Add `may` to the entries of people who changed, if it differs.

    `may` is what moderators may do with the person. For all others, pages read it from the table `may_with`.
    """
    entered, by_id = id_changes.get("added", []), {entry["id"]: entry for entry in entries}
    commands = {id: list_moderator_commands(after.state, id) for id in people if id in after.state.by_id}
    for id, may in commands.items():
        if id in entered or may != list_moderator_commands(before.state, id):
            by_id[id] = {**by_id.get(id, {"id": id}), "may": may}
    # People who entered stay at the end, in their order.
    return [entry for id, entry in by_id.items() if id not in entered] + [by_id[id] for id in entered]


def _command_tables(before: SessionSnapshot, after: SessionSnapshot, role: Role) -> Part:
    """Return the commands that have changed for everybody with the same standing and hand.

    `may`: what everybody of this role may do; `may_with`: what moderators may do with others.
    """
    # Moderators do not ask, are not invited, and do not raise their hands.
    situations = [(standing, hand) for standing in Standing for hand in (False, True)]
    if role is Role.MODERATOR:
        situations = [(Standing.VIEWER, False), (Standing.ON_STAGE, False)]
    may = [
        {"standing": standing, "hand": hand, "may": list_own_commands(after, role, standing, hand)}
        for standing, hand in situations
        if list_own_commands(before, role, standing, hand) != list_own_commands(after, role, standing, hand)
    ]
    return {"may": may, "may_with": _may_with_table(before, after) if role is Role.MODERATOR else []}


def _may_with_table(before: SessionSnapshot, after: SessionSnapshot) -> list[Part]:
    old, new = before.state.access, after.state.access
    return [
        {"role": role, "standing": standing, "may": list(list_moderator_commands_on(new, role, standing))}
        for role in Role
        for standing in Standing
        if list_moderator_commands_on(old, role, standing) != list_moderator_commands_on(new, role, standing)
    ]


def _own_parts(before: SessionSnapshot, after: SessionSnapshot, people: set[str]) -> dict[str, Part]:
    ids = people | people_with_own_change(before.board, after.board)
    parts = {id: _own_part(before, after, id, has_changed=id in people) for id in ids}
    return {id: part for id, part in parts.items() if part}


def _own_part(before: SessionSnapshot, after: SessionSnapshot, id: str, *, has_changed: bool) -> Part:
    person, older = after.state.by_id.get(id), before.state.by_id.get(id)
    if not person or not older:
        return {}
    you = _differences(own_view(before, older), own_view(after, person))
    if has_changed:
        # People with the same standing and hand as before take it from the table `may`, see `_command_tables`.
        you |= {"may": own_view(after, person)["may"]} if _has_situation_changed(before, after, id) else {}
    else:
        you.pop("may", None)
    return _without_empty(you=you) | own_board_change(before.board, after.board, person)


def _has_situation_changed(before: SessionSnapshot, after: SessionSnapshot, id: str) -> bool:
    old, new = ((session.state.standing(id), id in session.state.hands) for session in (before, after))
    return old != new


def _differences(before: Part, after: Part) -> Part:
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def _without_empty(**parts: Any) -> Part:
    return {name: part for name, part in parts.items() if part}
