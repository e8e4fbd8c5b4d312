"""Every screen and dialog, on laptop and phone, by day and by night: axe-core finds no barrier (ACCESS-2)."""

import pytest

from people.barriers import barriers
from people.devices import KINDS, Kind
from tests.screens.catalogue import SCREENS
from tests.screens.conftest import MakeSet
from tests.screens.gallery import SCHEMES

FAULTS = """() => {
  const faint = document.createElement("p");
  faint.textContent = "Hardly to be read";
  faint.style.color = "#cccccc";
  faint.style.backgroundColor = "#ffffff";
  document.body.append(document.createElement("button"), faint);
}"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_barrier_is_found(stage_set: MakeSet, name: str, kind: Kind) -> None:
    on = stage_set(kind)
    SCREENS[name](on)
    found = {}
    for scheme in SCHEMES:
        on.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[scheme] = barriers(on.page)
    assert not any(found.values()), found


def test_barriers_would_be_found(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    SCREENS["entry"](on)
    on.page.evaluate(FAULTS)
    assert {one.partition(":")[0] for one in barriers(on.page)} >= {"button-name", "color-contrast"}
