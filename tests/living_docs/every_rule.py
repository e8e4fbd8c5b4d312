"""A test suite with a small catalogue, one scenario per rule, run on both devices without a browser."""

from tests.living_docs.suites import Suite

LEVELS = {
    "ASK-1": "MUST", "ASK-7": "MUST", "VIEW-6": "MUST", "VIEW-8": "MUST",
    "DIRECT-6": "SHOULD", "STEADY-5": "SHOULD", "DEVICE-5": "MAY",
}  # fmt: skip
POLLS = ("VIEW-6", "VIEW-8")
"""The rules that bind only rooms with polls."""
CONFTEST = """
    import json
    from pathlib import Path
    import conformance.catalogue

    conformance.catalogue.CATALOGUE_FILE = Path(__file__).parent / "features" / "requirements.toml"
    DECLARATIONS = json.loads(os.environ.get("DECLARATIONS", "{}"))
    NAME = os.environ.get("ROOM", "A room of lamps")

    def pytest_generate_tests(metafunc):
        metafunc.parametrize("attendees_on", os.environ.get("DEVICES", "laptop phone").split())

    @pytest.fixture(autouse=True)
    def run_on_each_device(attendees_on): pass

    def pytest_collection_modifyitems(items):
        left_out = "needs-polls" if "polls" in DECLARATIONS.get("not_offered", []) else "absent-polls"
        items[:] = [item for item in items if not item.get_closest_marker(left_out)]
        for deviation in DECLARATIONS.get("deviations", []):
            for item in items:
                if item.get_closest_marker(deviation["requirement"]):
                    item.add_marker(pytest.mark.xfail(reason=deviation["reason"], raises=AssertionError, strict=False))

    def pytest_living_docs_run(config):
        return {"room": NAME, "level": "must", "devices": ["laptop", "phone"], **DECLARATIONS}

    def pytest_living_docs_facts(item):
        return {"room": NAME, "browser": "none", "laptop": "Desk", "phone": "Pocket"}

    @when("somebody switches it on")
    def switch_on(request):
        is_listed = lambda name: any(request.node.get_closest_marker(rule) for rule in os.environ.get(name, "").split())
        if is_listed("FAILING"): raise AssertionError("Ada's screen (phone): expected light.\\nThere was:\\n- darkness")
        mark = Path(f"failed-{request.node.name}")
        if is_listed("FAILING_ONCE") and not mark.exists():
            mark.touch()
            raise AssertionError("Ada's screen (phone): expected light.\\nThere was:\\n- a flicker")
        if is_listed("INTERRUPTED"): raise KeyboardInterrupt
        if is_listed("KILLED"): os._exit(7)
"""


def make_every_rule(suite: Suite) -> Suite:
    """Write the suite's files. The environment variables of a run decide its outcome.

    ROOM is the room's name, DEVICES are the devices, and DECLARATIONS are the room's declarations as JSON. The others
    list rule ids: the scenarios of FAILING fail, those of FAILING_ONCE fail only the first time, those of INTERRUPTED
    are interrupted, and those of KILLED end the process.
    """
    suite.add(CONFTEST)
    scenarios = "\n".join(_scenario(tag, tag) for tag in (*LEVELS, "absent-polls"))
    text = f"Feature: A lamp\n\n  Rule: It gives light\n\n{scenarios}"
    (suite.folder / "features" / "lamp.feature").write_text(text)
    catalogue = "\n".join(_entry(id_, level) for id_, level in LEVELS.items())
    (suite.folder / "features" / "requirements.toml").write_text(catalogue)
    return suite


def run_every_rule(suite: Suite, *options: str, **variables: str) -> Suite:
    suite.variables = variables
    result = suite.run("-p", "conformance.plugins.catalogue_tags_plugin", *options)
    assert result.returncode in (0, 1, 2, 7), result.stdout + result.stderr
    return suite


def _scenario(tag: str, name: str) -> str:
    return f"    @{tag}\n    Scenario: {name}\n      Given a lamp\n      When somebody switches it on\n"


def _entry(id_: str, level: str) -> str:
    offer = 'offer = "polls"\n' if id_ in POLLS else ""
    return f'[{id_}]\nlevel = "{level}"\nsource = "O"\nrule = "It gives light: {id_}."\n{offer}'
