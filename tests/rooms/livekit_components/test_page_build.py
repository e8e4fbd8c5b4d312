"""The page is built once for each version; a script stands in for npm."""

import json
import sys
from pathlib import Path

import pytest

from rooms.livekit_components import page_build
from rooms.livekit_components.page_build import SOURCE, build_page
from rooms.livekit_server import NotAvailable

NPM_PROGRAM = f"""#!{sys.executable}
import sys
from pathlib import Path
calls = Path("../calls")
calls.write_text((calls.read_text() if calls.exists() else "") + " ".join(sys.argv[1:]) + "\\n")
if Path("../broken").exists() and sys.argv[1] == "run":
    Path(sys.argv[-1]).mkdir(exist_ok=True)
    sys.exit("npm error code 1")
if sys.argv[1] == "run":
    Path(sys.argv[-1]).mkdir(exist_ok=True)
"""
BUILD_CALLS = ["ci --ignore-scripts --no-audit --no-fund", "run build -- --logLevel warn --outDir unfinished"]


@pytest.fixture(autouse=True)
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(NPM_PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return program


def read_calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().splitlines()


def test_the_page_is_built_once_without_scripts_of_packages(tmp_path: Path) -> None:
    assert build_page(tmp_path) == build_page(tmp_path)
    assert read_calls(tmp_path) == BUILD_CALLS


def test_another_version_is_built_without_replacing_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_page(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.jsx").write_text("")
    monkeypatch.setattr(page_build, "SOURCE", other)
    assert build_page(tmp_path) != first and first.exists()


def test_a_failed_build_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    with pytest.raises(NotAvailable, match=r"could not be built: npm run: npm error code 1$"):
        build_page(tmp_path)
    (tmp_path / "broken").unlink()
    assert build_page(tmp_path).exists()


def test_missing_npm_is_reported(tmp_path: Path, npm: Path) -> None:
    npm.unlink()
    with pytest.raises(NotAvailable, match="npm, which is not installed"):
        build_page(tmp_path)


def test_packages_are_pinned_by_hash_without_a_url() -> None:
    packages = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    pinned = {name: package for name, package in packages.items() if name}
    assert len(pinned) > 40
    assert all(package["integrity"].startswith("sha512-") for package in pinned.values())
    assert not any("resolved" in package for package in pinned.values())
