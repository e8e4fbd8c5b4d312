"""Mutants that change only sentences for people are distinguished from those that change behaviour."""

from tests.mutants.text_mutants import find_text_mutants

SOURCE = """
def x_ask__mutmut_orig(state, by):
    if state.access is not REQUEST:
        raise Refusal("not_offered", f"{by} cannot ask here.")
    return "You have asked."

def x_ask__mutmut_1(state, by):
    if state.access is REQUEST:
        raise Refusal("not_offered", f"{by} cannot ask here.")
    return "You have asked."

def x_ask__mutmut_2(state, by):
    if state.access is not REQUEST:
        raise Refusal("not_offered", f"XX{by} cannot ask here.XX")
    return "You have asked."

def x_ask__mutmut_3(state, by):
    if state.access is not REQUEST:
        raise Refusal("XXnot_offeredXX", f"{by} cannot ask here.")
    return "You have asked."

def x_ask__mutmut_4(state, by):
    if state.access is not REQUEST:
        raise Refusal("not_offered", f"{by} cannot ask here.")
    return "YOU HAVE ASKED."

def x_ask__mutmut_5(state, by):
    if state.access is not REQUEST:
        raise Refusal("not_offered", None)
    return "You have asked."
"""


def test_only_a_changed_sentence_makes_a_text_mutant() -> None:
    assert find_text_mutants(SOURCE) == {"x_ask__mutmut_2", "x_ask__mutmut_4"}
