"""The set-up chooses a browser that starts."""

import json
from pathlib import Path

import pytest
from prepare import browser, debian, setup_state
from prepare.report import CommandOutcome, PreparationError

from .conftest import SimulatedMachine

DRIVER_COMMAND, SHELL_COMMAND, FULL_COMMAND = "--version", "tools.try_browser", "tools.try_browser --full"
PLAYWRIGHT_INSTALL, DEBIAN_INSTALL = (
    "playwright install",
    "install --yes --no-install-recommends chromium chromium-headless-shell",
)


@pytest.fixture(autouse=True)
def _bare_machine(separate_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a machine without root permissions, Ubuntu, or a browser in STAGEDOOR_BROWSER."""
    assert separate_environment
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(debian, "is_ubuntu", lambda: False)
    monkeypatch.delenv(browser.BROWSER_VARIABLE, raising=False)


@pytest.fixture
def root_permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "can_install", lambda: True)


@pytest.fixture
def program(tmp_path: Path) -> str:
    """The path of an executable file, which the simulated browsers print as theirs."""
    path = tmp_path / "chrome"
    path.touch(mode=0o755)
    return str(path)


def test_uses_an_installed_browser_without_a_download(tmp_path: Path, program: str) -> None:
    machine = SimulatedMachine(tmp_path, working=[DRIVER_COMMAND, SHELL_COMMAND], output=f"{program}\n")
    browser.make_ready(machine)
    assert browser.is_ready()
    assert not machine.has_run("install")


@pytest.mark.parametrize(
    ("fixture", "command"), [(None, "install chromium"), ("root_permissions", "install --with-deps chromium")]
)
def test_downloads_playwrights_browser_first(
    tmp_path: Path, program: str, request: pytest.FixtureRequest, fixture: str | None, command: str
) -> None:
    if fixture:
        request.getfixturevalue(fixture)
    machine = SimulatedMachine(
        tmp_path, working=[DRIVER_COMMAND], output=program, installs={f"playwright {command}": FULL_COMMAND}
    )
    browser.make_ready(machine)
    assert browser.is_ready() and not machine.has_run(DEBIAN_INSTALL)


@pytest.mark.usefixtures("root_permissions")
def test_root_gets_debians_packages_if_the_download_fails(tmp_path: Path, program: str) -> None:
    machine = SimulatedMachine(
        tmp_path, working=[DRIVER_COMMAND], output=program, installs={DEBIAN_INSTALL: FULL_COMMAND}
    )
    browser.make_ready(machine)
    assert browser.is_ready() and machine.has_run(PLAYWRIGHT_INSTALL)


@pytest.mark.usefixtures("root_permissions")
def test_ubuntus_packages_are_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "is_ubuntu", lambda: True)
    machine = SimulatedMachine(tmp_path, working=[DRIVER_COMMAND], installs={DEBIAN_INSTALL: FULL_COMMAND})
    with pytest.raises(PreparationError, match=r"No browser: .*Install Google Chrome"):
        browser.make_ready(machine)
    assert not machine.has_run(DEBIAN_INSTALL)


def test_a_headless_shell_is_sufficient(tmp_path: Path, program: str, capsys: pytest.CaptureFixture[str]) -> None:
    machine = MachineWithShellOnly(tmp_path, working=[DRIVER_COMMAND, SHELL_COMMAND], output=program)
    browser.make_ready(machine)
    assert browser.is_ready()
    assert "no full Chromium: scenarios that need one are not tested" in capsys.readouterr().out


def test_reports_in_one_line_what_to_do_without_a_browser(tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"No browser: .*apt-get install chromium.*STAGEDOOR_BROWSER") as raised:
        browser.make_ready(SimulatedMachine(tmp_path, working=[DRIVER_COMMAND]))
    assert "\n" not in str(raised.value)
    assert not browser.is_ready()


def test_a_named_browser_that_does_not_start_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.BROWSER_VARIABLE, "/nowhere/chrome")
    machine = SimulatedMachine(tmp_path, working=[DRIVER_COMMAND])
    with pytest.raises(PreparationError, match="STAGEDOOR_BROWSER names does not start: /nowhere/chrome"):
        browser.make_ready(machine)
    assert not machine.has_run("install")


def test_after_a_deletion_or_another_choice_the_browser_is_not_ready(
    tmp_path: Path, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.make_ready(SimulatedMachine(tmp_path, working=[DRIVER_COMMAND, SHELL_COMMAND], output=program))
    monkeypatch.setenv(browser.BROWSER_VARIABLE, "/opt/chrome")
    assert not browser.is_ready()
    monkeypatch.setenv(browser.BROWSER_VARIABLE, program)
    assert browser.is_ready()
    Path(program).unlink()
    assert not browser.is_ready()


def test_a_damaged_state_file_counts_as_missing(tmp_path: Path, program: str) -> None:
    browser.make_ready(SimulatedMachine(tmp_path, working=[DRIVER_COMMAND, SHELL_COMMAND], output=program))
    assert json.loads(setup_state.STATE.read_text()) == {"browser": program}
    setup_state.STATE.write_text("{")
    assert not browser.is_ready()


def test_reports_a_missing_library_of_playwright(tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"Playwright does not start\. As root: apt-get install libatomic1"):
        browser.make_ready(SimulatedMachine(tmp_path))


@pytest.mark.usefixtures("root_permissions")
def test_starts_playwright_again_with_the_missing_library(tmp_path: Path, program: str) -> None:
    library = f"install --yes --no-install-recommends {debian.DRIVER_LIBRARY}"
    machine = SimulatedMachine(
        tmp_path, working=[SHELL_COMMAND], output=f"{program}\n", installs={library: DRIVER_COMMAND}
    )
    browser.make_ready(machine)
    assert browser.is_ready()
    assert sum(DRIVER_COMMAND in command for command in machine.commands) == 2


@pytest.mark.usefixtures("root_permissions")
def test_reports_that_playwright_does_not_start_with_the_library_either(tmp_path: Path) -> None:
    machine = SimulatedMachine(tmp_path, working=[debian.DRIVER_LIBRARY])
    with pytest.raises(PreparationError, match="Playwright does not start, although libatomic1 is installed"):
        browser.make_ready(machine)
    assert not machine.has_run(SHELL_COMMAND)


class MachineWithShellOnly(SimulatedMachine):
    """A machine on which no full Chromium starts."""

    def run(self, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        outcome = super().run(*command, seconds=seconds)
        return CommandOutcome(outcome.ok and "--full" not in command, outcome.output)
