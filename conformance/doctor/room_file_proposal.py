"""A complete room file, proposed from an examination; comments mark uncertain lines and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from conformance.capabilities import capabilities
from conformance.doctor.examination import Examination
from conformance.doctor.findings import Finding, Status, toml_string, words_tables
from conformance.doctor.visits import visits
from conformance.room_profile import PART_END
from rooms.room_file import RoomFile

RULES_ABOUT_WINDOW = {
    "access_everyone": ("DIRECT-2", "DIRECT-3", "DIRECT-6", "DEVICE-1", "DEVICE-2"),
    "access_invite": ("INVITE-3",),
}
"""Some rules that a room breaks if it has no window to get ready in, by the capability of their stage access."""
DEVIATION_KEYS = ("requirement", "reason", "link", "until")
OBSERVED_RULES = ("VIEW-9", "LEAVE-1")
"""The rules that an observation can show to be broken."""
ACCESSES_WITH_VIEWERS = ("access_request", "access_invite", "access_nobody")
"""The stage accesses with which attendees are viewers at first, so that their devices are not in use."""
RULES_ABOUT_INVITATION = ("ASK-3", "ASK-4")
"""The rules about the invitation that follows an approval."""
DEPENDENT_CAPABILITIES = {
    "moderators": (
        "settings",
        "several_moderators",
        "mute_all",
        "remove_from_session",
        "delete_messages",
        "chat_switch",
    ),
    "chat": ("delete_messages", "chat_switch"),
    "settings": ("chat_switch",),
}
"""By capability, the capabilities that a room cannot have without it."""


def propose_room_file(file: RoomFile, examination: Examination, notes: Sequence[str], is_certain: bool) -> list[str]:
    """Return the lines of the proposed room file.

    ``notes``: the ways to create sessions that were tried, and the result of each; ``is_certain``: whether it is
    certain that each scenario gets a session of its own.
    """
    absent = find_absences(examination, can_refuse=bool(file.session.post or file.session.command))
    return [
        "# Proposed by the doctor. A line is certain unless it or the header of its table has the comment “check”.",
        "",
        f"name = {toml_string(file.name)}  # check: the name and version for reports",
        *[f"{key} = {toml_string(value)}" for key in ("adapter", "frame") if (value := getattr(file, key))],
        *_idle_controls(file, examination),
        *_table("server", file.server.model_dump(exclude_none=True) if file.server else {}),
        *_session(file, notes, is_certain),
        *_table("entry", {"steps": _entry_steps(file, examination.vocabulary.start_buttons)}, required_key="steps"),
        *_table("people", file.people),
        *words_tables(examination.vocabulary.words, examination.vocabulary.guessed),
        *_locators(file),
        *_offers(absent),
        *_deviations(file, examination, absent),
    ]


def find_absences(examination: Examination, *, can_refuse: bool = False) -> dict[str, str]:
    """Return the capabilities to declare absent, each with what the author must check, or "".

    ``can_refuse``: whether sessions are created by requests, which a room refuses if it lacks what they ask for; links
    that are only composed show nothing.
    """
    log = examination.log
    found = dict.fromkeys(sorted(examination.refused), "")
    found |= dict.fromkeys(sorted(log.lacks), "")
    found |= {
        capability: f"check: {reason}" for capability, reason in log.observed.items() if capability in capabilities()
    }
    if "VIEW-9" in log.observed:
        found = dict.fromkeys(ACCESSES_WITH_VIEWERS, f"check: {log.observed['VIEW-9']}") | found
    for capability, statuses in _statuses_by_capability(log.findings).items():
        if not statuses & {Status.FOUND, Status.OTHER_NAME, Status.NOT_OFFERED} and Status.MISSING in statuses:
            found.setdefault(capability, f"check: {_nothing_found(log.nameless_buttons)}")
    for capability in [name for name in found if name in DEPENDENT_CAPABILITIES]:
        for dependent in DEPENDENT_CAPABILITIES[capability]:
            found.setdefault(dependent, f"check: absent without {capability}")
    created = examination.opened if can_refuse else set[str]()
    return {name: found[name] for name in capabilities() if name in found and name not in created}


def _idle_controls(file: RoomFile, examination: Examination) -> list[str]:
    if file.hides_idle_controls:
        return ["hides_idle_controls = true"]
    hides = examination.vocabulary.hides_idle_controls
    return ["hides_idle_controls = true  # check: buttons appeared when the mouse moved"] if hides else []


def _nothing_found(nameless_buttons: int) -> str:
    if not nameless_buttons:
        return "nothing of it was found"
    buttons = "1 button has" if nameless_buttons == 1 else f"{nameless_buttons} buttons have"
    return f"nothing of it was found, but {buttons} no name"


def _statuses_by_capability(findings: Iterable[Finding]) -> dict[str, set[Status]]:
    """Return the statuses of the elements that belong to each capability."""
    needs = {(lookup.place, lookup.what): lookup.needs or visit.needs for visit in visits() for lookup in visit.lookups}
    statuses: dict[str, set[Status]] = {}
    for finding in findings:
        if capability := needs.get(finding.row):
            statuses.setdefault(capability, set()).add(finding.status)
    return statuses


def _session(file: RoomFile, notes: Sequence[str], is_certain: bool) -> Iterator[str]:
    yield from ["", *(f"# tried: {note}" for note in notes)]
    check = "" if is_certain else "  # check: whether each scenario gets a session of its own"
    for key, value in file.session.model_dump(exclude_none=True).items():
        if isinstance(value, Mapping):
            yield from _link_tables(key, value, check)
        else:
            yield f"[session]{check}"
            yield f"{key} = {toml_value(value)}"


def _link_tables(key: str, value: Mapping[str, Any], check: str) -> Iterator[str]:
    tables = value if key == "fixed" else {"": value}
    for inner, links in tables.items():
        yield f"[session.{key}{f'.{inner}' if inner else ''}]{check}"
        yield from (f"{name} = {toml_value(link)}" for name, link in links.items())


def _locators(file: RoomFile) -> Iterator[str]:
    for part, elements in groupby(sorted(file.locators), lambda key: key.rpartition(PART_END)[0]):
        yield from ["", f"[locators.{part}]"]
        for key in elements:
            yield f"{toml_string(key.rpartition(PART_END)[2])} = {toml_string(file.locators[key])}"


def _offers(absent: Mapping[str, str]) -> list[str]:
    lines = [f"{name} = false{f'  # {reason}' if reason else ''}" for name, reason in absent.items()]
    return ["", "[offers]", *lines] if lines else []


def _deviations(file: RoomFile, examination: Examination, absent: Mapping[str, str]) -> Iterator[str]:
    for deviation in file.deviation:
        values = deviation.model_dump(exclude_none=True)
        yield from [
            "",
            "[[deviation]]",
            *(f"{key} = {toml_value(values[key])}" for key in DEVIATION_KEYS if key in values),
        ]
    found = _found_deviations(examination.log.observed, absent)
    for rule in (rule for rule in found if rule not in {deviation.requirement for deviation in file.deviation}):
        lines = (f"requirement = {toml_string(rule)}", f"reason = {toml_string(found[rule])}")
        yield from ["", "[[deviation]]  # check: a deviation to declare, or a fault to correct", *lines]


def _found_deviations(observed: Mapping[str, str], absent: Mapping[str, str]) -> dict[str, str]:
    """Return the rules that the room seems to break, each with the reason."""
    found = {rule: observed[rule] for rule in OBSERVED_RULES if rule in observed}
    if "invitation_after_approval" in absent and "access_request" not in absent:
        found |= dict.fromkeys(RULES_ABOUT_INVITATION, "an approval puts the person on stage at once")
    if "getting_ready" in absent:
        rules = [rule for access, rules in RULES_ABOUT_WINDOW.items() if access not in absent for rule in rules]
        found |= dict.fromkeys(rules, "there is no window to get ready in")
    return found


def _table(name: str, values: Mapping[str, Any], required_key: str = "") -> list[str]:
    if not values or (required_key and not values[required_key]):
        return []
    return ["", f"[{name}]", *(f"{key} = {toml_value(value)}" for key, value in values.items() if value)]


def _entry_steps(file: RoomFile, start_buttons: Iterable[str]) -> list[dict[str, Any]]:
    declared = [_without_empty_keys(step) for step in file.entry.model_dump(by_alias=True)["steps"]]
    return [*declared, *({"click": button} for button in start_buttons)]


def _without_empty_keys(step: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in step.items() if value is not None}


def toml_value(value: Any) -> str:
    """Return a text, number, boolean, date, list or table as an inline TOML value."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(inner) for inner in value) + "]"
    return toml_string(value) if isinstance(value, str) else str(value).lower()
