"""Reading mutmut's output in a run of generated mutants."""

import tomllib

from tests.mutants.generated import EQUIVALENTS, changed_line, read_outcomes, summary

LISTING = """
    reference_server.rules.stage.commands.x_ask__mutmut_1: killed
    reference_server.rules.stage.commands.x_ask__mutmut_2: survived
    reference_server.rules.stage.guards.x_require_present__mutmut_1: killed
"""
DIFF = """\
--- reference_server/rules/stage/commands.py
+++ reference_server/rules/stage/commands.py
@@ -1,3 +1,3 @@
 def ask(state, by):
-    if state.access is not Access.REQUEST:
+    if state.access is Access.REQUEST:
         raise Refusal("not_offered", "…")
"""


def test_the_outcomes_are_read_and_counted() -> None:
    outcomes = read_outcomes(LISTING)
    assert [name for name, outcome in outcomes.items() if outcome == "survived"] == [
        "reference_server.rules.stage.commands.x_ask__mutmut_2"
    ]
    assert summary(outcomes) == "2 killed, 1 survived by the fast unit tests."


def test_an_explanation_names_a_change_by_its_lines() -> None:
    changed = "if state.access is not Access.REQUEST: -> if state.access is Access.REQUEST:"
    assert changed_line(DIFF) == changed


def test_each_explanation_gives_a_reason() -> None:
    explained = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))
    assert [change for change, reason in explained.items() if " -> " not in change or not reason.strip()] == []
