"""Application of changes to a view of the room, as in room_changes.js, for the clients of the tests."""

from typing import Any

View = dict[str, Any]
LISTS = ("stage", "hands", "requests", "invitations")
QUESTIONNAIRE_LISTS = ("polls", "quizzes")


def apply_change(room: View, change: View) -> View:
    """Return the view after a `change` event."""
    after = {**room, "revision": change["revision"], "session": {**room["session"], **change.get("session", {})}}
    after |= {name: _changed_ids(room[name], change[name]) for name in LISTS if name in change}
    after |= {"returning": change["returning"]} if "returning" in change else {}
    departed_ids = {*change.get("left", ())}
    people = {person["id"]: person for person in room["people"] if person["id"] not in departed_ids}
    for entry in change.get("people", ()):
        people[entry["id"]] = {**people.get(entry["id"], {}), **entry}
    after["people"] = [_with_offers(person, after, change.get("may_with", ())) for person in people.values()]
    after["you"] = _with_own_offers(after, change.get("may", ()))
    return _with_questionnaires(after, change)


def apply_own_change(room: View, own: View) -> View:
    """Return the view after an `own_change` event."""
    after = {**room, "revision": max(room["revision"], own["revision"]), "you": {**room["you"], **own.get("you", {})}}
    for kind in QUESTIONNAIRE_LISTS:
        if kind in own:
            own_parts = {part["id"]: part for part in own[kind]}
            after[kind] = [{**item, **own_parts.get(item["id"], {})} for item in room[kind]]
    return after


def _changed_ids(ids: list[str], change: View) -> list[str]:
    removed = {*change.get("removed", ())}
    return [*(id for id in ids if id not in removed), *change.get("added", ())]


def _with_offers(person: View, room: View, table: Any) -> View:
    standing = person["standing"]
    standing = "asking" if person["id"] in room.get("requests", ()) else standing
    standing = "invited" if person["id"] in room.get("invitations", ()) else standing
    rows = [row["may"] for row in table if (row["role"], row["standing"]) == (person["role"], standing)]
    return {**person, "may": rows[0]} if rows else person


def _with_own_offers(room: View, table: Any) -> View:
    you = room["you"]
    situation = (you["standing"], you["id"] in room["hands"])
    rows = [row["may"] for row in table if (row["standing"], row["hand"]) == situation]
    return {**you, "may": rows[0]} if rows else you


def _with_questionnaires(room: View, change: View) -> View:
    for kind in QUESTIONNAIRE_LISTS:
        if kind in change and change[kind] is None:
            del room[kind]
        elif kind in change:
            by_id = {item["id"]: item for item in room.get(kind, ())}
            by_id |= {new["id"]: _merge(by_id.get(new["id"], {}), new) for new in change[kind].get("changed", ())}
            room[kind] = [by_id[id] for id in change[kind].get("ids", by_id)]
    return room


def _merge(old: View, new: View) -> View:
    merged = {**old, **{name: value for name, value in new.items() if name not in ("counts", "results")}}
    if "counts" in new:
        pairs = zip(old["questions"], new["counts"], strict=True)
        merged["questions"] = [{**question, "counts": counts} for question, counts in pairs]
    if "results" in new:
        by_person = {result["person"]: result for result in (*old.get("results", ()), *new["results"])}
        merged["results"] = list(by_person.values())
    return merged
