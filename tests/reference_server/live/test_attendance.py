"""Leaving and returning: the grace period for reloads, and what a person loses after it."""

from collections.abc import Callable

import pytest

from reference_server.server_settings import ServerSettings
from tests.reference_server.clients import PageClient, View
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession, OpenSession

DEVICES_ON = {"microphone": True, "camera": True}


def names_in(view: View) -> list[str]:
    """Return the names in the list."""
    return [person["name"] for person in view["people"]]


def is_away(name: str) -> Callable[[View], bool]:
    """Return a condition: the person is in the list without a page."""
    return lambda view: [person["page"] for person in view["people"] if person["name"] == name] == [None]


def test_steady_1_a_reload_keeps_request_invitation_and_place_on_stage(open_session: OpenSession) -> None:
    session = open_session("request")
    maya = session.enter("Maya")
    people = {name: session.enter(name) for name in ("Ada", "Ben", "Cleo")}
    people["Ada"].do("ask")
    maya.do("invite", person=people["Ben"].id)
    maya.do("invite", person=people["Cleo"].id)
    people["Cleo"].do("join", microphone=False, camera=True)
    for name in people:
        people[name].close()
        maya.wait_until(is_away(name))
        people[name] = session.enter(name)
    standings = {name: page.view["you"]["standing"] for name, page in people.items()}
    assert standings == {"Ada": "asking", "Ben": "invited", "Cleo": "on_stage"}
    assert (people["Cleo"].view["you"]["microphone"], people["Cleo"].view["you"]["camera"]) == (False, True)


def test_steady_1_others_see_that_a_person_is_away(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = session.enter("Maya"), session.enter("Ada")
    ada.do("join", **DEVICES_ON)
    ada.close()
    view = maya.wait_until(is_away("Ada"))
    assert (names_in(view), view["stage"]) == (["Maya", "Ada"], [ada.id])


def test_steady_1_a_notification_survives_a_reload_until_it_is_dismissed(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = session.enter("Maya"), session.enter("Ada")
    ada.do("join", **DEVICES_ON)
    maya.do("remove", person=ada.id)
    ada = session.enter("Ada")
    notice = ada.view["you"]["notice"]
    assert notice["kind"] == "removed"
    ada.do("dismiss_notice", number=notice["number"])
    assert session.enter("Ada").view["you"]["notice"] is None


def test_steady_4_after_the_grace_period_absent_people_are_neither_on_stage_nor_in_the_lists(
    open_session: OpenSession, short_grace_server: ServerProcess
) -> None:
    session = open_session("request", on=short_grace_server)
    maya, ada, ben, cleo = (session.enter(name) for name in ("Maya", "Ada", "Ben", "Cleo"))
    maya.do("invite", person=ada.id)
    ada.do("join", **DEVICES_ON)
    ben.do("ask")
    maya.do("invite", person=cleo.id)
    for person in (ada, ben, cleo):
        person.close()
    view = maya.wait_until(lambda view: names_in(view) == ["Maya"])
    assert (view["stage"], view["requests"], view["invitations"]) == ([], [], [])


def test_steady_4_a_person_who_returns_after_the_grace_period_is_a_viewer(
    open_session: OpenSession, short_grace_server: ServerProcess
) -> None:
    session = open_session(on=short_grace_server)
    maya, ada = session.enter("Maya"), session.enter("Ada")
    ada.do("join", **DEVICES_ON)
    maya.wait_until(lambda view: view["stage"] == [ada.id])
    ada.close()
    maya.wait_until(lambda view: names_in(view) == ["Maya"])
    newer_page = session.enter("Ada")
    assert (newer_page.id, newer_page.view["you"]["standing"]) == (ada.id, "viewer")
    assert names_in(newer_page.view) == ["Maya", "Ada"]


def test_steady_4_a_person_who_returns_in_time_stays_when_the_grace_period_ends(
    open_session: OpenSession, short_grace_server: ServerProcess
) -> None:
    """Ben closes his page after Ada has reloaded hers, so her grace period would have ended before his."""
    session = open_session(on=short_grace_server)
    maya, ben = session.enter("Maya"), session.enter("Ben")
    ada = enter_and_reload(session, "Ada")
    ben.close()
    view = maya.wait_until(lambda view: "Ben" not in names_in(view))
    assert names_in(view) == ["Maya", "Ada"]
    assert ada.is_connected


def enter_and_reload(session: ConnectedSession, name: str) -> PageClient:
    """Enter and reload the page.

    On a busy machine, repeat both until a reload ends within the grace period.
    """
    page = session.enter(name)
    page.do("join", **DEVICES_ON)
    page.close()
    page = session.enter(name)
    return page if page.view["you"]["standing"] == "on_stage" else enter_and_reload(session, name)


def test_a_session_that_everybody_left_is_empty(open_session: OpenSession, short_grace_server: ServerProcess) -> None:
    """The next person who enters is alone in the list."""
    session = open_session(on=short_grace_server)
    maya, marc = session.enter("Maya"), session.enter("Marc")
    maya.wait_until(lambda view: names_in(view) == ["Maya", "Marc"])
    marc.close()
    maya.wait_until(lambda view: names_in(view) == ["Maya"])
    maya.close()
    ada = session.enter("Ada")
    assert names_in(ada.wait_until(lambda view: len(names_in(view)) == 1)) == ["Ada"]


def test_steady_1_a_page_that_loads_slowly_keeps_the_place_on_stage(
    open_session: OpenSession, short_grace_server: ServerProcess
) -> None:
    """A browser requests the new page before it closes the old one.

    The scripts of the new page may take longer to load than the grace period.
    """
    session = open_session(on=short_grace_server)
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    for person in (ada, ben):
        person.do("join", **DEVICES_ON)
    session.load_page("Ada")
    for person in (ada, ben):
        person.close()
    maya.wait_until(lambda view: names_in(view) == ["Maya", "Ada"])
    assert session.enter("Ada").view["you"]["standing"] == "on_stage"


@pytest.mark.disruption
def test_steady_1_a_page_requested_during_the_grace_period_keeps_the_place_on_stage(
    open_session: OpenSession, start_server: MakeServer
) -> None:
    session = open_session(on=start_server("--grace", "3"))
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    for person in (ada, ben):
        person.do("join", **DEVICES_ON)
        person.close()
    maya.wait_until(lambda view: is_away("Ada")(view) and is_away("Ben")(view))
    session.load_page("Ada")
    maya.wait_until(lambda view: names_in(view) == ["Maya", "Ada"])
    assert session.enter("Ada").view["you"]["standing"] == "on_stage"


def test_steady_4_a_page_loaded_long_ago_does_not_extend_the_grace_period(
    open_session: OpenSession, short_grace_server: ServerProcess
) -> None:
    session = open_session(on=short_grace_server)
    session.enter("Maya").close()
    maya, ada = session.enter("Maya"), session.enter("Ada")
    session.load_page("Ada")
    ada = session.enter("Ada")
    maya.wait_until(lambda view: names_in(view) == ["Maya", "Ada"])
    ada.close()
    maya.wait_until(lambda view: names_in(view) == ["Maya"])


def test_the_grace_period_is_15_seconds_and_60_after_a_restart() -> None:
    assert (ServerSettings.grace, ServerSettings.restart_grace) == (15, 60)
