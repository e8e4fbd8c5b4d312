"""Which browser the set-up takes, and that it never takes one that does not start."""

import json
import sys
from pathlib import Path

import pytest
from prepare import browser, debian, done, paths, playwrights_own
from prepare.playwrights_own import Wanted
from prepare.report import Report, Trouble

from .conftest import Script, World

NOTHING = Wanted((), ())
ask_playwright = playwrights_own.wanted  # the real one: the tests below put others in its place


@pytest.fixture(autouse=True)
def _plain_machine(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Playwright builds, no root, no choice by the person, and not an Ubuntu."""
    assert elsewhere
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: NOTHING)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(debian, "is_ubuntu", lambda: False)
    monkeypatch.delenv(browser.OVERRIDE, raising=False)


def found() -> dict[str, str | None]:
    return dict(json.loads(paths.BROWSER.read_text()))


def own_builds(folder: Path, names: tuple[str, ...] = ("chrome", "chrome-headless-shell")) -> Wanted:
    """Playwright's folders as a complete download leaves them."""
    for name in names:
        (folder / name / "chrome-linux64").mkdir(parents=True)
        (folder / name / "chrome-linux64" / name).touch(mode=0o755)
        (folder / name / "INSTALLATION_COMPLETE").touch()
    return Wanted(tuple(folder / name for name in names), ("http://127.0.0.1:9/chrome.zip",))


def test_an_installed_chromium_and_its_headless_shell_are_found(tmp_path: Path, script: Script) -> None:
    chromium, shell = script("chromium"), script("chromium-headless-shell")
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert found() == {"chromium": str(chromium), "headless_shell": str(shell)}
    assert browser.is_ready()


def test_playwrights_own_comes_first(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    script("chromium")
    builds = own_builds(tmp_path)
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: builds)
    world = World(tmp_path, working=["--version", "trial.py"])
    browser.make_ready(world)
    assert found() == {"chromium": str(builds.chromium()), "headless_shell": str(builds.headless_shell())}
    assert not world.did("install chromium"), "what is there is not fetched again"


def test_a_download_cut_short_does_not_count(tmp_path: Path) -> None:
    builds = own_builds(tmp_path)
    (builds.folders[0] / "INSTALLATION_COMPLETE").unlink()
    assert builds.chromium() is None
    assert builds.headless_shell()
    assert not builds.are_there()


def test_where_the_download_is_out_of_reach_it_is_not_tried(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("chromium")
    builds = Wanted((tmp_path / "none",), ("http://127.0.0.1:9/chrome.zip",))
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: builds)
    world = World(tmp_path, working=["--version", "trial.py"])
    browser.make_ready(world)
    assert not world.did("install chromium")


@pytest.mark.usefixtures("script")
def test_where_it_can_be_reached_it_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "chrome.zip"
    page.touch()
    builds = Wanted((tmp_path / "chrome", tmp_path / "chrome-headless-shell"), (page.as_uri(),))
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: builds)
    monkeypatch.setattr(playwrights_own, "fetch", lambda _report: own_builds(tmp_path))
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert found() == {"chromium": str(builds.chromium()), "headless_shell": str(builds.headless_shell())}
    assert builds.are_there()


def test_playwrights_own_words_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real Playwright, asked for real: this breaks when a newer one says it in another way."""
    monkeypatch.setattr(playwrights_own, "_COMMAND", (sys.executable, "-m", "playwright"))
    wanted = ask_playwright(Report(tmp_path / "setup.log"))
    assert any("chromium" in folder.name for folder in wanted.folders)
    assert any("headless" in folder.name for folder in wanted.folders)
    assert all(address.startswith("http") for address in wanted.addresses)
    assert wanted.addresses


def test_a_build_that_does_not_start_gives_way_to_an_installed_one(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = script("chromium")
    builds = own_builds(tmp_path)
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: builds)
    browser.make_ready(World(tmp_path, working=["--version", str(chromium)]))
    assert found() == {"chromium": str(chromium), "headless_shell": None}


def test_root_gets_the_system_package_where_there_is_nothing_else(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "can_install", lambda: True)

    def install(_report: Report, *names: str) -> None:
        for name in names:
            script(name)

    monkeypatch.setattr(debian, "install", install)
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert all(found().values())


@pytest.mark.usefixtures("script")
def test_without_a_browser_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"No browser: .*apt-get install .*chromium.*STAGEDOOR_BROWSER") as trouble:
        browser.make_ready(World(tmp_path, working=["--version"]))
    assert "\n" not in str(trouble.value)
    assert not browser.is_ready()


def test_ubuntus_snap_is_not_taken_for_a_browser(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("chromium-browser", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    monkeypatch.setattr(debian, "is_ubuntu", lambda: True)
    world = World(tmp_path, working=["--version", "trial.py"])
    with pytest.raises(Trouble, match="snap"):
        browser.make_ready(world)
    assert not world.did("trial.py")


@pytest.mark.parametrize("name", ["chrome", "my-headless-shell"])
def test_the_person_can_name_a_browser(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    script("chromium")
    named = str(script(name))
    monkeypatch.setenv(browser.OVERRIDE, named)
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert [path for path in found().values() if path] == [named]
    assert bool(found()["headless_shell"]) == ("headless" in name)


def test_a_named_browser_that_does_not_start_is_an_error_not_a_reason_to_take_another(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("chromium")
    monkeypatch.setenv(browser.OVERRIDE, "/nowhere/chrome")
    with pytest.raises(Trouble, match="STAGEDOOR_BROWSER names does not start: /nowhere/chrome"):
        browser.make_ready(World(tmp_path, working=["--version", "/chromium"]))


def test_a_deleted_browser_is_looked_for_again(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    script("chromium")
    builds = own_builds(tmp_path)
    monkeypatch.setattr(playwrights_own, "wanted", lambda _report: builds)
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert browser.is_ready()
    Path(str(builds.chromium())).unlink()
    assert not browser.is_ready()


def test_a_chromium_installed_since_then_is_found(tmp_path: Path, script: Script) -> None:
    script("chromium-headless-shell")
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    assert browser.is_ready()
    script("chromium")
    assert not browser.is_ready()


def test_naming_another_browser_is_noticed(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    script("chromium")
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    monkeypatch.setenv(browser.OVERRIDE, "/opt/chrome")
    assert not browser.is_ready()


def test_a_damaged_note_is_nothing_found(tmp_path: Path, script: Script) -> None:
    script("chromium")
    browser.make_ready(World(tmp_path, working=["--version", "trial.py"]))
    paths.BROWSER.write_text("{")
    assert not browser.is_ready()
    assert done.recall(paths.BROWSER) == {}


@pytest.mark.usefixtures("script")
def test_a_missing_library_of_playwright_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_has_library", lambda _name: False)
    with pytest.raises(Trouble, match=r"Playwright does not start\. As root: apt-get install libatomic1"):
        browser.make_ready(World(tmp_path))
