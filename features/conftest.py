"""Every scenario runs once for each kind of device that the attendees may have."""

import pytest

from people.devices import Kind


@pytest.fixture(autouse=True)
def _on_each_device(attendees_on: Kind) -> None:
    """Request the parametrized fixture, so that pytest runs each scenario once for each device."""
