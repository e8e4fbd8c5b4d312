"""A suite with one scenario for every rule of the catalogue, on laptop and phone; it takes no browser."""

from living_docs.catalogue import offers, requirements
from tests.living_docs.suites import Suite

CONFTEST = """
    import json

    DECLARED = json.loads(os.environ.get("DECLARED", "{}"))

    def pytest_configure(config):
        for one in OFFERS: config.addinivalue_line("markers", f"absent-{one}: none")

    def pytest_generate_tests(metafunc):
        metafunc.parametrize("attendees_on", os.environ.get("ON", "laptop phone").split())

    @pytest.fixture(autouse=True)
    def on_each(attendees_on): pass

    def pytest_collection_modifyitems(items):
        lacks = DECLARED.get("not_offered", [])
        left_out = {"absent-" + one for one in OFFERS if one not in lacks}
        left_out |= {rule for rule, offer in OFFER_OF.items() if offer in lacks}
        items[:] = [one for one in items if not left_out & {mark.name for mark in one.iter_markers()}]
        for one in DECLARED.get("deviations", []):
            for item in items:
                if item.get_closest_marker(one["requirement"]):
                    item.add_marker(pytest.mark.xfail(reason=one["reason"], raises=AssertionError, strict=False))

    def pytest_living_docs_run(config):
        room = os.environ.get("ROOM", "A room of lamps")
        return {"room": room, "level": "must", "devices": ["laptop", "phone"], **DECLARED}

    def pytest_living_docs_facts(item):
        room = os.environ.get("ROOM", "A room of lamps")
        return {"room": room, "browser": "none", "laptop": "Desk", "phone": "Pocket"}

    @when("somebody looks at it")
    def looks(request):
        for name in os.environ.get("BROKEN", "").split():
            if request.node.get_closest_marker(name):
                raise AssertionError("Ada's screen (phone): expected light.\\nThere was:\\n- darkness")
        for name in os.environ.get("STOPPED", "").split():
            if request.node.get_closest_marker(name): raise KeyboardInterrupt
        for name in os.environ.get("DEAD", "").split():
            if request.node.get_closest_marker(name): os._exit(7)
"""


def make_every_rule(suite: Suite) -> Suite:
    """Put the suite there. What becomes of it is told by its ``weather``.

    ROOM: its name; ON: the devices that run; BROKEN, STOPPED, DEAD: the rules whose scenarios fail, are interrupted,
    end the process; DECLARED: what the room declares, as JSON.
    """
    offer_of = {one.id: one.offer for one in requirements().values() if one.offer}
    suite.add(f"OFFERS, OFFER_OF = {offers()!r}, {offer_of!r}\n")
    suite.add(CONFTEST)
    scenarios = [_scenario(id_, id_) for id_ in requirements()]
    scenarios += [_scenario(f"absent-{offer}", f"No {offer}") for offer in offers()]
    text = "Feature: A lamp\n\n  Rule: It gives light\n\n" + "\n".join(scenarios)
    (suite.folder / "features" / "lamp.feature").write_text(text)
    return suite


def run_every_rule(suite: Suite, *options: str, **weather: str) -> Suite:
    suite.weather = weather
    done = suite.run("-p", "living_docs.catalogue_tags", *options)
    assert done.returncode in (0, 1, 2, 7), done.stdout + done.stderr
    return suite


def _scenario(tag: str, name: str) -> str:
    return f"    @{tag}\n    Scenario: {name}\n      Given a lamp\n      When somebody looks at it\n"
