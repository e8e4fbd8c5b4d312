"""What the run of generated mutants reads from mutmut, and counts."""

import tomllib

from tests.mutants.generated import EQUIVALENTS, changed_line, summary

DIFF = """\
--- reference_server/rules/stage/commands.py
+++ reference_server/rules/stage/commands.py
@@ -1,3 +1,3 @@
 def ask(state, by):
-    if state.access is not Access.REQUEST:
+    if state.access is Access.REQUEST:
         raise Refusal("not_offered", "…")
"""


def test_the_outcomes_are_counted() -> None:
    outcomes = {"x_ask__mutmut_1": "killed", "x_ask__mutmut_2": "survived", "x_join__mutmut_1": "killed"}
    assert summary(outcomes, 4, "the tests") == "3 of 4 mutants judged by the tests: 2 killed, 1 survived."
    assert summary({}, 4, "the tests") == "0 of 4 mutants judged by the tests: none judged."


def test_an_explanation_names_a_change_by_its_lines() -> None:
    changed = "if state.access is not Access.REQUEST: -> if state.access is Access.REQUEST:"
    assert changed_line(DIFF) == changed


def test_each_explanation_gives_a_reason() -> None:
    explained = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))
    assert [change for change, reason in explained.items() if " -> " not in change or not reason.strip()] == []
