"""The room's events have the shapes that types.js declares and docs/wire-protocol.md shows."""

from collections.abc import Iterator
from typing import Any

from tests.stand_ins.connected_session import OpenSession
from tools.wire_protocol.shapes import read_shapes

SHAPES = read_shapes()
PRIMITIVES: dict[str, type] = {"string": str, "number": int, "boolean": bool, "RTCIceCandidateInit": dict}


def find_problems(value: Any, type_: str, path: str = "") -> Iterator[str]:
    """Yield a problem for each part of a value that does not match a type of types.js."""
    if " | " in type_:
        options = [list(find_problems(value, option, path)) for option in type_.split(" | ")]
        yield from [] if not all(options) else min(options, key=len)
    elif type_.endswith("[]"):
        items = enumerate(value) if isinstance(value, list) else [("not a list", None)]
        for index, item in items:
            yield from find_problems(item, type_.removesuffix("[]"), f"{path}[{index}]")
    elif type_.startswith("Partial<"):
        yield from find_object_problems(value, type_[len("Partial<") : -1], path, is_partial=True)
    elif type_ in SHAPES and SHAPES[type_].properties:
        yield from find_object_problems(value, type_, path)
    elif type_ in SHAPES:
        yield from find_problems(value, SHAPES[type_].type, path)
    elif not is_of_type(value, type_):
        yield f"{path}: {value!r} is not {type_}"


def find_object_problems(value: Any, shape: str, path: str, is_partial: bool = False) -> Iterator[str]:
    """Yield a problem for each field that is missing, unknown or of another type."""
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is not {shape}"
        return
    properties = {property_.name: property_ for property_ in SHAPES[shape].properties}
    yield from (f"{path}.{name} is unknown" for name in value.keys() - properties)
    for name, property_ in properties.items():
        if name in value:
            yield from find_problems(value[name], property_.type, f"{path}.{name}")
        elif not (property_.is_optional or is_partial):
            yield f"{path}.{name} is missing"


def is_of_type(value: Any, type_: str) -> bool:
    """Return whether a value is of this type, which is null, a literal or a primitive type."""
    if type_ == "null":
        return value is None
    if type_.startswith('"'):
        return bool(value == type_.strip('"'))
    return isinstance(value, PRIMITIVES[type_])


def test_all_events_have_their_declared_shapes(open_session: OpenSession) -> None:
    session = open_session("request", polls=True, quizzes=True)
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    maya.do("join", microphone=True, camera=True)
    ada.do("ask")
    ben.do("ask")
    maya.do("decline", person=ben.id)
    maya.do("draft_poll", id=None, question={"text": "Tea?", "options": ["Yes", "No"], "several": False})
    question = {"text": "2 + 2?", "options": ["4", "5"], "right": [0]}
    maya.do("draft_quiz", id=None, title="Sums", questions=[question])
    maya.wait_until(lambda view: bool(view["polls"]) and bool(view["quizzes"]))
    for questionnaire in (maya.view["polls"][0]["id"], maya.view["quizzes"][0]["id"]):
        maya.do("open_questionnaire", questionnaire=questionnaire)
        ada.do("answer_questionnaire", questionnaire=questionnaire, choices=[[0]])
        maya.do("close_questionnaire", questionnaire=questionnaire)
    ada.do("say", text="Hello", sent_as="message-1")
    ada.do("read_chat", after=0)
    ada.do("react", reaction="heart")
    maya.do("delete_message", number=1)
    maya.do("signal", to=ada.public_id, from_stage=True, data={"type": "offer", "call": "1", "round": 0, "sdp": "v=0"})
    ada.wait_until(lambda view: view["quizzes"][0]["phase"] == "closed")
    ada.wait_for(lambda: all((ada.chats[1:], ada.deletions, ada.reactions, ada.signals)), lambda: ada.chats)
    assert not [problem for page in (maya, ada, ben) for view in page.views for problem in find_problems(view, "Room")]
    changes = [change for page in (maya, ada, ben) for change in page.changes]
    assert not [
        problem
        for change in changes
        for problem in find_problems(change, "OwnChange" if "with" in change else "Change")
    ]
    assert not [problem for chat in ada.chats for problem in find_problems(chat, "NewMessages | ChatPage")]
    assert not list(find_problems(ada.deletions[0], "Deletion"))
    assert not list(find_problems(ada.reactions[0], "Reaction"))
    assert not list(find_problems(ada.signals[0], "Signal"))


def test_values_of_another_shape_have_problems() -> None:
    reaction = {"person": "1", "name": 2, "more": True}
    assert sorted(find_problems(reaction, "Reaction")) == [
        ".more is unknown",
        ".name: 2 is not string",
        ".reaction is missing",
    ]
    assert list(find_problems({"messages": {}}, "NewMessages")) == [".messages[not a list]: None is not Message"]
