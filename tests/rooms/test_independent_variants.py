"""Conforming rooms with different HTML, words or timing pass without an adapter."""

import re
from pathlib import Path

import pytest

from tests.rooms.independent.variants import GERMAN, TITLE, VARIANTS
from tests.rooms.running import run_features
from tests.rooms.test_independent import LACKS, serving

pytestmark = [pytest.mark.nested_run, pytest.mark.exhaustive]

AFFECTED_SCENARIOS = {
    "capability-links": "links_that_somebody_has_changed or somebody_elses_address or somebody_else_s_address",
    "tabs": "a_request_reaches_the_moderator or off_the_stage_still_in_the_room",
    "div-dialogs": "joining_at_once or a_change_of_mind or the_quick_way_out",
    "redrawn": "two_moderators_one_answer or an_approved_request",
    "shadow-tiles": "joining_at_once or moving_pictures_and_sound",
    "slow": "joining_at_once or a_declined_request",
    "titles-from-right-to-left": "joining_at_once or a_declined_request or the_decline_reaches",
    "german": "joining_at_once or a_declined_request or the_decline_reaches",
    "shifting": "joining_at_once or an_approved_request",
}
"""The scenarios that each variant affects, as pytest's -k."""
PEOPLE = ("Maya", "Noah", "Ada", "Ben", "Cleo")


def room_file(address: str, variant: str) -> str:
    """A room file with this variant's words and names, and without an adapter."""
    lacks = "\n".join(f"{feature} = false" for feature in LACKS)
    words = "\n".join(f'"{word}" = "{own}"' for word, own in GERMAN.items()) if variant == "german" else ""
    title = TITLE if variant.startswith("titles") else ""
    people = "\n".join(f'{name} = "{title}{name}"' for name in PEOPLE) if title else ""
    return (
        f'name = "{variant}"\n[session]\npost = "{address}/api/sessions"\n'
        f"[offers]\n{lacks}\n[words]\n{words}\n[people]\n{people}\n"
    )


@pytest.mark.parametrize("variant", AFFECTED_SCENARIOS)
def test_a_room_written_differently_passes(tmp_path: Path, variant: str) -> None:
    with serving("", "--variant", variant) as address:
        path = tmp_path / "variant.toml"
        path.write_text(room_file(address, variant))
        done = run_features(
            path, "features", "--people", "laptop", "--no-pictures", "-k", AFFECTED_SCENARIOS[variant], patience=1
        )
    assert done.returncode == 0, f"{VARIANTS[variant]}:\n{done.stdout[-6000:]}"
    assert not re.search(r"\b[1-9]\d* failed", done.stdout), done.stdout[-6000:]


def test_every_variant_is_tried() -> None:
    assert AFFECTED_SCENARIOS.keys() == VARIANTS.keys() - {""}
