"""Chat, reactions and hands: all pages of the session receive the events in order, and no others."""

import pytest

from tests.reference_server.clients import PageClient
from tests.reference_server.conftest import MakeServer
from tests.stand_ins.connected_session import ConnectedSession, OpenSession


def say_in_chat(page: PageClient, text: str, sent_as: str = "") -> None:
    """Send a chat message, by default with a `sent_as` that depends on the text."""
    assert page.do("say", text=text, sent_as=sent_as or f"mark-{abs(hash(text)):x}") == []


def read_chat(page: PageClient, after: int = 0) -> list[str]:
    """Request the messages after number `after`, and return their texts."""
    count_before = len(page.chats)
    assert page.do("read_chat", after=after) == []
    page.wait_for(lambda: len(page.chats) > count_before, lambda: page.chats)
    return [message["text"] for message in page.chats[count_before]["messages"]]


def wait_for_chat(page: PageClient, number: int) -> list[tuple[str, str]]:
    """Wait until the page has received this number of chat messages; return the names and texts of all."""
    page.wait_for(lambda: len(page.messages) >= number, lambda: page.messages)
    return [(message["name"], message["text"]) for message in page.messages]


def test_view_3_everybody_receives_each_message_with_its_name_and_number(open_session: OpenSession) -> None:
    session = open_session("nobody")
    people = [session.enter(name) for name in ("Maya", "Ada", "Ben")]
    maya, ada, _ben = people
    say_in_chat(ada, "Good morning")
    say_in_chat(maya, "Good morning, Ada")
    for person in people:
        assert wait_for_chat(person, 2) == [("Ada", "Good morning"), ("Maya", "Good morning, Ada")]
    message = people[2].messages[0]
    assert set(message) == {"number", "person", "name", "role", "similar", "at", "text", "deleted"}
    assert [message["role"] for message in people[2].messages] == ["attendee", "moderator"]
    assert (message["number"], message["person"]) == (1, ada.id)


def test_view_3_a_late_arrival_can_read_earlier_messages(open_session: OpenSession) -> None:
    session = open_session()
    ada = session.enter("Ada")
    for text in ("one", "two", "three"):
        say_in_chat(ada, text)
    ben = session.enter("Ben")
    assert read_chat(ben) == ["one", "two", "three"]
    assert read_chat(ben, after=2) == ["three"]
    assert read_chat(ben, after=3) == []


def test_sessions_receive_neither_messages_nor_reactions_of_each_other(open_session: OpenSession) -> None:
    ada, ben = open_session().enter("Ada"), open_session().enter("Ben")
    say_in_chat(ada, "here")
    ada.do("react", reaction="heart")
    say_in_chat(ben, "there")
    ben.do("react", reaction="laugh")
    assert wait_for_chat(ben, 1) == [("Ben", "there")]
    ben.wait_for(lambda: bool(ben.reactions), lambda: ben.reactions)
    assert [reaction["reaction"] for reaction in ben.reactions] == ["laugh"]
    assert read_chat(ben) == ["there"]


def test_a_replaced_page_receives_no_further_messages(open_session: OpenSession) -> None:
    session = open_session()
    older, ben = session.enter("Ada"), session.enter("Ben")
    say_in_chat(ben, "before")
    wait_for_chat(older, 1)
    newer = session.enter("Ada")
    # At once: a client that is already disconnected could not receive anything.
    say_in_chat(ben, "after")
    assert wait_for_chat(newer, 1) == [("Ben", "after")]
    older.wait_for_disconnection()
    assert [message["text"] for message in older.messages] == ["before"]


def test_a_message_sent_twice_is_acknowledged_twice_and_shown_once(open_session: OpenSession) -> None:
    ada = open_session().enter("Ada")
    say_in_chat(ada, "hello?", "mark-hello")
    say_in_chat(ada, "hello?", "mark-hello")
    say_in_chat(ada, "bye")
    assert wait_for_chat(ada, 2) == [("Ada", "hello?"), ("Ada", "bye")]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_message"), ("\u202e", "empty_message"), ("x" * 2_001, "too_long")]
)
def test_safe_4_an_empty_or_too_long_message_is_refused(open_session: OpenSession, text: str, code: str) -> None:
    ada = open_session().enter("Ada")
    assert ada.expect_refusal("say", text=text, sent_as="mark-0001") == code
    assert read_chat(ada) == []


def test_safe_3_control_characters_are_removed_from_a_message(open_session: OpenSession) -> None:
    ada = open_session().enter("Ada")
    say_in_chat(ada, "\u202e<b>bold</b>\u0000\r\nsecond\u2028third")
    assert wait_for_chat(ada, 1) == [("Ada", "<b>bold</b>\nsecond\nthird")]


def test_moderate_10_a_deleted_message_disappears_for_everybody_and_newcomers_never_get_it(
    open_session: OpenSession,
) -> None:
    session = open_session()
    maya, ada = (session.enter(name) for name in ("Maya", "Ada"))
    say_in_chat(ada, "something rude")
    say_in_chat(maya, "Please stay polite")
    assert maya.do("delete_message", number=1) == ["message_deleted"]
    for person in (maya, ada):
        person.wait_for(lambda person=person: bool(person.deletions), lambda: "no deletion")  # type: ignore[misc]
        assert person.deletions == [{"number": 1, "deletions": 1}]
    ben = session.enter("Ben")
    assert read_chat(ben) == ["", "Please stay polite"]
    assert [message["deleted"] for message in ben.messages] == [True, False]
    assert maya.do("delete_message", number=1) == []
    say_in_chat(ada, "sorry")
    assert wait_for_chat(ben, 3)[2] == ("Ada", "sorry") and ben.messages[2]["number"] == 3


def test_moderate_10_a_page_that_reconnects_receives_the_deletions(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    say_in_chat(ada, "one")
    say_in_chat(ada, "two")
    wait_for_chat(ben, 2)
    ben.close()
    maya.do("delete_message", number=2)
    returned = session.enter("Ben", ben.page)
    returned.do("read_chat", after=2, deletions=0)
    returned.wait_for(lambda: bool(returned.chats), lambda: returned.chats)
    assert (returned.chats[0]["messages"], returned.chats[0]["deleted"], returned.chats[0]["deletions"]) == ([], [2], 1)


def test_safe_1_attendees_can_neither_delete_messages_nor_turn_the_chat_off(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = (session.enter(name) for name in ("Maya", "Ada"))
    say_in_chat(ada, "my own words")
    assert ada.expect_refusal("delete_message", number=1) == "not_a_moderator"
    assert ada.expect_refusal("set_chat", on=False) == "not_a_moderator"
    assert maya.expect_refusal("delete_message", number=2) == "no_such_message"
    assert read_chat(ada) == ["my own words"]


def test_moderate_11_while_the_chat_is_off_only_moderators_write_and_everybody_can_read(
    open_session: OpenSession,
) -> None:
    session = open_session("nobody")
    maya, ada = (session.enter(name) for name in ("Maya", "Ada"))
    say_in_chat(ada, "before")
    assert maya.do("set_chat", on=False) == ["chat_set"]
    assert maya.do("set_chat", on=False) == []
    ada.wait_until(lambda view: not view["session"]["chat"])
    ada.wait_until(lambda view: "say" not in view["you"]["may"])
    assert ada.expect_refusal("say", text="but", sent_as="mark-but-") == "chat_off"
    say_in_chat(maya, "Listen, please")
    assert wait_for_chat(ada, 2)[1] == ("Maya", "Listen, please")
    assert read_chat(ada) == ["before", "Listen, please"]
    assert maya.do("set_chat", on=True) == ["chat_set"]
    ada.wait_until(lambda view: view["session"]["chat"] and "say" in view["you"]["may"])
    say_in_chat(ada, "thank you")


@pytest.mark.disruption
def test_moderate_10_and_11_a_deletion_and_a_chat_that_is_off_survive_a_restart(start_server: MakeServer) -> None:
    server = start_server("--grace", "600", "--restart-grace", "600")
    session = ConnectedSession(server)
    maya, ada = session.enter("Maya"), session.enter("Ada")
    say_in_chat(ada, "something rude")
    maya.do("delete_message", number=1)
    maya.do("set_chat", on=False)
    server.kill()
    server.start()
    newer_page = session.enter("Ada")
    assert newer_page.expect_refusal("say", text="but", sent_as="mark-but-") == "chat_off"
    assert read_chat(newer_page) == [""]
    session.close()


def test_safe_5_a_message_is_marked_if_its_senders_name_looks_like_anothers(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = session.enter("Maya"), session.enter("M\u0430ya")
    say_in_chat(maya, "I moderate")
    say_in_chat(ada, "So do I")
    wait_for_chat(maya, 2)
    assert [(message["role"], message["similar"]) for message in maya.messages] == [
        ("moderator", False),
        ("attendee", True),
    ]


@pytest.mark.disruption
def test_steady_3_acknowledged_messages_can_be_read_after_the_server_was_killed(start_server: MakeServer) -> None:
    server = start_server("--grace", "600", "--restart-grace", "600")
    session = ConnectedSession(server)
    ada = session.enter("Ada")
    say_in_chat(ada, "remember this", "mark-memory")
    ada.do("raise_hand")
    server.kill()
    server.start()
    newer_page = session.enter("Ada")
    assert newer_page.view["hands"] == [ada.id]
    say_in_chat(newer_page, "remember this", "mark-memory")
    assert read_chat(newer_page) == ["remember this"]
    session.close()


def test_view_4_everybody_sees_a_reaction_and_its_sender(open_session: OpenSession) -> None:
    session = open_session("nobody")
    people = [session.enter(name) for name in ("Maya", "Ada", "Ben")]
    ada = people[1]
    assert ada.do("react", reaction="applause") == []
    for person in people:
        person.wait_for(lambda person=person: bool(person.reactions), lambda: "no reaction")  # type: ignore[misc]
        assert person.reactions == [{"person": ada.id, "name": "Ada", "reaction": "applause"}]


def test_view_5_and_10_everybody_sees_raised_hands_in_order_and_no_request(open_session: OpenSession) -> None:
    session = open_session("request")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    ben.do("raise_hand")
    ada.do("raise_hand")
    for person in (maya, ada, ben):
        person.wait_until(lambda view: view["hands"] == [ben.id, ada.id])
    assert maya.view["requests"] == []
    ada.wait_until(lambda view: view["you"]["may"] == ["ask", "lower_hand", "say"])
    assert maya.do("clear_hands") == ["hand_lowered", "hand_lowered"]
    for person in (maya, ada, ben):
        person.wait_until(lambda view: view["hands"] == [])
