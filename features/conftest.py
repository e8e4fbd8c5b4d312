"""Every scenario runs once for each kind of device that the attendees may have."""

import pytest

from people.devices import Kind


@pytest.fixture(autouse=True)
def _on_each_device(attendees_on: Kind) -> None:
    """Asking for the device is what makes pytest run the scenario on each."""
