"""What is kept of a person when a scenario fails."""

from pathlib import Path
from unittest.mock import Mock

from people.person import QUIET, Person
from rooms.room import Manner


def kept(folder: Path, *logged: str) -> str:
    """The file of the console, after a page has logged these lines."""
    page = Mock()
    person = Person(Mock(), Mock(owner="Ada", device="phone", page=page), Mock(), Manner())
    note = next(call.args[1] for call in page.on.call_args_list if call.args[0] == "console")
    for line in logged:
        note(Mock(type="error", text=line))
    person.keep_evidence(folder)
    return (folder / "Ada-phone-console.txt").read_text()


def test_the_console_of_a_quiet_page_says_so(tmp_path: Path) -> None:
    assert kept(tmp_path) == f"{QUIET}\n"
    assert kept(tmp_path, "no light", "no sound") == "error: no light\nerror: no sound\n"
