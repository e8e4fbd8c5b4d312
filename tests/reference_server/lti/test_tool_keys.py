"""The room's own keys.

They are created at the first start, readable only by their owner, and replaced by a command.
"""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reference_server.command_line import main
from reference_server.lti import tool_keys
from reference_server.lti.tool_keys import load_tool_keys, rotate_tool_keys
from reference_server.server_settings import SetupError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "room.lti-keys"


def test_the_first_start_creates_a_key_that_only_its_owner_may_read(file: Path) -> None:
    keys = load_tool_keys(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_tool_keys(file) == keys
    (public,) = keys.key_set()["keys"]
    assert set(public) == {"kty", "alg", "use", "kid", "n", "e"}
    assert (public["kty"], public["alg"], public["use"]) == ("RSA", "RS256", "sig")


def test_a_replaced_public_key_stays_published_for_a_limited_time(file: Path) -> None:
    before = load_tool_keys(file)
    number_of_older_keys = rotate_tool_keys(file)
    assert number_of_older_keys == 1
    after = load_tool_keys(file)
    assert after.private != before.private and after.public[1:] == before.public
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert before.private.splitlines()[1] not in file.read_text(encoding="utf-8"), (
        "the file still contains the old private key"
    )
    assert rotate_tool_keys(file) == 2
    content = json.loads(file.read_text(encoding="utf-8"))
    content["replaced"][0]["replaced"] -= (tool_keys.KEEP_DAYS + 1) * 86400
    file.write_text(json.dumps(content), encoding="utf-8")
    assert len(load_tool_keys(file).public) == 2


def test_the_command_rotate_lti_key_replaces_the_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "room.sqlite"
    assert main(["rotate-lti-key", "--database", str(database)]) == 2
    assert "There is no key file" in capsys.readouterr().err
    load_tool_keys(tmp_path / "room.lti-keys")
    assert main(["rotate-lti-key", "--database", str(database)]) == 0
    output = capsys.readouterr().out
    assert re.search(r"has a new key; 1 older public key can be read for 30 days\. Restart the room", output), output


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"private": "x", "replaced": []}', '{"private": 7}'])
def test_the_error_about_a_damaged_key_file_names_it(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SetupError, match=rf"The key file {file} is damaged"):
        load_tool_keys(file)


def test_a_room_without_platforms_loads_no_lti_modules_and_creates_no_keys(tmp_path: Path) -> None:
    code = (
        "import reference_server.__main__, sys\n"
        "from pathlib import Path\n"
        "from reference_server.app import create_app\n"
        "from reference_server.server_settings import ServerSettings\n"
        f"create_app(ServerSettings(Path({str(tmp_path / 'room.sqlite')!r})))\n"
        "print([name for name in ('pylti1p3', 'jwt', 'requests', 'cryptography') if name in sys.modules])\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr
    assert not (tmp_path / "room.lti-keys").exists()
