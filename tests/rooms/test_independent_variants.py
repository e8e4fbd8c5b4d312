"""Conforming rooms with different HTML, media, words or timing pass without an adapter.

Each room combines several variants, and runs the scenarios that any of them affects. With STAGEDOOR_THOROUGH=2, each
variant also runs alone, and the combinations run all scenarios.
"""

import os
import re
from pathlib import Path

import pytest

from tests.rooms.independent.variants import VARIANTS, combine_variants
from tests.rooms.running import LIMIT, run_features
from tests.rooms.test_independent import ABSENT_CAPABILITIES, serve_small_room

pytestmark = [pytest.mark.nested_run, pytest.mark.exhaustive]

NOTIFICATION_SCENARIOS = (
    "a_declined_request or a_second_invitation or joining_a_full_stage or the_removed_person_gets_a_message or "
    "a_message_about_the_revoked_invitation or (a_request_closed_by and Invite)"
)
"""A scenario for each kind of notification; together they use invitations, requests, menus and settings."""
MENU_SCENARIOS = "a_removed_person_is_still_in_the_session or another_moderator_revokes or no_control_to_remove_others"
AFFECTED_SCENARIOS = {
    "key-links": "edited_links or another_persons_address or another_person_s_address",
    "tabs": "a_request_reaches_the_moderator or a_removed_person_is_still_in_the_session",
    "one-page": "joining_at_once or a_removed_person_is_still_in_the_session or arriving_while_others_are_on_stage",
    "dialog-menus": MENU_SCENARIOS,
    "listbox-menus": MENU_SCENARIOS,
    "div-dialogs": "joining_at_once or closing_the_window_with_its_button or closing_the_window_with_the_escape_key",
    "redrawn": "two_moderators_one_answer or an_approved_request",
    "shadow-tiles": "joining_at_once or moving_pictures_and_sound or two_devices_one_stage",
    "canvas": "the_right_picture_and_the_right_voice or the_camera_off_and_on or arriving_while_others_are_on_stage",
    "mixed-voices": "the_right_picture_and_the_right_voice or the_microphone_off_and_on or neither_picture_nor_sound",
    "forwarded": (
        "a_panel_of_four or the_microphone_off_and_on or the_camera_off_and_on or neither_picture_nor_sound or "
        "joining_later"
    ),
    "slow": "joining_at_once or a_declined_request",
    "shifting": "joining_at_once or an_approved_request",
    "idle-controls": "joining_at_once or a_declined_request or the_microphone_off_and_on",
    "titles-from-right-to-left": "joining_at_once or the_decline_reaches or (on_stage and a_name_with_markup)",
    "german": NOTIFICATION_SCENARIOS,
    "arabic": NOTIFICATION_SCENARIOS,
    "japanese": NOTIFICATION_SCENARIOS,
}
"""The scenarios that each variant affects, as an expression for pytest's -k."""
COMBINATIONS = (
    "one-page+key-links+german+dialog-menus+div-dialogs+mixed-voices",
    "tabs+redrawn+arabic+listbox-menus+canvas",
    "shifting+japanese+shadow-tiles+forwarded",
    "slow+titles-from-right-to-left+idle-controls",
)
"""Combinations in which every variant occurs once."""
BROKEN_SHOULD_RULES = ("ACCESS-1", "ACCESS-2", "SAFE-4", "SAFE-5", "SAME-2", "STEADY-1", "STEADY-2", "STEADY-3")
"""The SHOULD rules that the small room breaks in every variant."""
THOROUGHNESS = int(os.environ.get("STAGEDOOR_THOROUGH", "1"))
HOUR = 3600
PEOPLE = ("Maya", "Noah", "Ada", "Ben", "Cleo")


def room_file(address: str, variants: str) -> str:
    """Return the text of a room file with the words and names of these variants, and without an adapter."""
    variant = combine_variants(variants.split("+"))
    absent = "\n".join(f"{capability} = false" for capability in ABSENT_CAPABILITIES)
    words = "\n".join(f'"{word}" = "{translation}"' for word, translation in variant.words.items())
    people = "\n".join(f'{name} = "{variant.shown_name(name)}"' for name in PEOPLE if variant.shown_name(name) != name)
    idle = "hides_idle_controls = true\n" if variant.hides_idle_controls else ""
    return (
        f'name = "{variants}"\n{idle}[session]\npost = "{address}/api/sessions"\n'
        f"[offers]\n{absent}\n[words]\n{words}\n[people]\n{people}\n"
    )


def expect_passing(folder: Path, variants: str, device: str, *options: str, limit: int = LIMIT) -> None:
    """Run features against the room with these variants, and expect that some pass and none fail."""
    with serve_small_room("", "--variant", variants) as address:
        path = folder / "variants.toml"
        path.write_text(room_file(address, variants))
        all_options = ("--people", device, "--no-pictures", *options)
        process = run_features(path, "features", *all_options, patience=1, limit=limit)
    assert process.returncode == 0, f"{variants}:\n{process.stdout[-6000:]}"
    assert re.search(r"\b[1-9]\d* passed", process.stdout), process.stdout[-6000:]
    assert not re.search(r"\b[1-9]\d* failed", process.stdout), process.stdout[-6000:]


def affected_scenarios(variants: str) -> str:
    """Return the scenarios that one of these variants affects, as an expression for pytest's -k."""
    return " or ".join(dict.fromkeys(f"({AFFECTED_SCENARIOS[variant]})" for variant in variants.split("+")))


@pytest.mark.parametrize("variants", COMBINATIONS if THOROUGHNESS < 2 else [*COMBINATIONS, *AFFECTED_SCENARIOS])
def test_a_room_with_variants_passes_the_affected_scenarios(tmp_path: Path, variants: str) -> None:
    expect_passing(tmp_path, variants, "laptop", "-k", affected_scenarios(variants), limit=HOUR)


@pytest.mark.skipif(THOROUGHNESS < 2, reason="takes half an hour; runs with STAGEDOOR_THOROUGH=2")
@pytest.mark.parametrize("device", ["laptop", "phone"])
@pytest.mark.parametrize("variants", COMBINATIONS)
def test_a_room_with_variants_passes_all_scenarios(tmp_path: Path, variants: str, device: str) -> None:
    expect_passing(tmp_path, variants, device, "-m", f"not ({' or '.join(BROKEN_SHOULD_RULES)})", limit=HOUR)


def test_every_variant_is_tried() -> None:
    assert AFFECTED_SCENARIOS.keys() == VARIANTS.keys()
    assert sorted("+".join(COMBINATIONS).split("+")) == sorted(VARIANTS)
