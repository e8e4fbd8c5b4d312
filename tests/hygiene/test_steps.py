"""Each step matches exactly one step definition, and each step definition is used."""

from tests.hygiene.written_steps import find_definitions, list_step_definitions, list_steps


def test_no_step_is_undefined_or_ambiguous() -> None:
    bad_steps = {str(step): len(find_definitions(step)) for step in list_steps() if len(find_definitions(step)) != 1}
    assert not bad_steps, f"steps that are undefined (0) or ambiguous (2 or more): {bad_steps}"


def test_no_step_definition_is_unused() -> None:
    used_definitions = {id(definition) for step in list_steps() for definition in find_definitions(step)}
    unused_definitions = [
        definition.step_func.__name__
        for definition in list_step_definitions()
        if id(definition) not in used_definitions
    ]
    assert not unused_definitions, f"step definitions that no feature uses: {unused_definitions}"
