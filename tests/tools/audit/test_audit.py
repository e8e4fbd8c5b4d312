"""The audit finds known vulnerabilities in all pinned packages, and fails if it is incomplete."""

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.tools.audit.databases import serve_database
from tools import isolated_environment
from tools.audit import npm_audit, python_audit
from tools.audit.__main__ import FOLDER, check, main
from tools.audit.audit_result import AuditResult, NotAudited, Vulnerability
from tools.audit.npm_audit import FOLDERS, UNDER_TEST, audit_npm
from tools.audit.python_audit import LOCKS, PROJECT, Database, audit_python
from tools.audit.vendored import VENDOR, vendored_packages

UNREACHABLE_URL = "http://127.0.0.1:9"
FINDING = Vulnerability("flask 3.1.0", "PYSEC-1", "fixed in 3.1.1")


@pytest.fixture(scope="module")
def commands() -> Path:
    return isolated_environment.install(FOLDER / "requirements.lock", PROJECT / "build" / "audit-tools")


def test_every_lock_file_is_audited() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    files = [Path(line) for line in listed.stdout.splitlines()]
    assert {str(path) for path in files if path.name == "requirements.lock"} == set(LOCKS)
    folders = {str(path.parent) for path in files if path.name == "package-lock.json"}
    assert folders == {*FOLDERS, *UNDER_TEST}


def test_vendored_files_have_the_listed_sums_and_the_versions_that_the_tools_check() -> None:
    packages = vendored_packages()
    for package in packages:
        sums = {path: sha256((VENDOR / path).read_bytes()).hexdigest() for path in package.sums}
        assert sums == package.sums
    versions = json.loads((PROJECT / "tools" / "javascript" / "package.json").read_text())["devDependencies"]
    checked = {package.name: versions[package.name] for package in packages if package.name in versions}
    assert len(checked) == 3 and checked.items() <= {package.name: package.version for package in packages}.items()


def test_every_vendored_file_belongs_to_a_package() -> None:
    packages = vendored_packages()
    assert {package.folder for package in packages} == {path.name for path in VENDOR.iterdir() if path.is_dir()}
    listed = {path for package in packages for path in package.sums}
    stored = {str(path.relative_to(VENDOR)) for kind in ("*.js", "*.mjs", "*.woff2") for path in VENDOR.rglob(kind)}
    assert listed == stored


@pytest.mark.nested_run
def test_pip_audit_finds_a_known_vulnerability(commands: Path) -> None:
    with serve_database({"markupsafe": "PYSEC-2026-1"}) as database_url:
        audits = audit_python(commands, Database("osv", f"{database_url}/osv"), ("tools/site/requirements.lock",))
    (audit,) = audits
    (finding,) = audit.findings
    assert (finding.package.split()[0], finding.advisory) == ("markupsafe", "PYSEC-2026-1")
    assert finding.versions == "fixed in 999"


@pytest.mark.nested_run
def test_an_unreachable_database_of_python_packages_is_an_error(commands: Path) -> None:
    with pytest.raises(NotAudited, match="refused"):
        audit_python(commands, Database("osv", f"{UNREACHABLE_URL}/osv"))


@pytest.mark.nested_run
@pytest.mark.parametrize(("advisories", "code"), [({}, 0), ({"flask": "PYSEC-1"}, 1), (None, 2)])
def test_the_exit_code_shows_the_result(
    advisories: dict[str, str] | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_database(advisories or {}) as database_url:
        url = database_url if advisories is not None else UNREACHABLE_URL
        monkeypatch.setenv("npm_config_registry", url)
        assert main(["--osv-url", f"{url}/osv"]) == code


def test_packages_that_pip_audit_skipped_count_as_not_audited() -> None:
    packages = [{"name": "six", "version": "1.17.0", "vulns": []}, {"name": "flask", "skip_reason": "not found"}]
    with pytest.raises(NotAudited, match="no answer about flask"):
        python_audit.findings_in(json.dumps({"dependencies": packages}))


@pytest.mark.nested_run
def test_npm_audit_finds_known_vulnerabilities_of_tools_and_vendored_files(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_database(
        {"lucide-static": "GHSA-1", "esbuild": "GHSA-2", "peer-calls": "GHSA-3", "react": "GHSA-4"}
    ) as database_url:
        monkeypatch.setenv("npm_config_registry", database_url)
        audits = {audit.subject: audit for audit in audit_npm()}
    packages = {subject: [finding.package for finding in audit.findings] for subject, audit in audits.items()}
    assert packages == {
        "reference_server/static/vendor": ["lucide-static"],
        "tools/javascript": ["esbuild"],
        "tools/site": [],
        "rooms/livekit_components/page": ["react"],
        "rooms/peer_calls": ["peer-calls"],
    }
    assert audits["tools/javascript"].findings[0].advisory == "GHSA-2, high: Bad."
    assert [subject for subject, audit in audits.items() if not audit.fails_audit] == [*UNDER_TEST]


@pytest.mark.nested_run
def test_an_unreachable_database_of_npm_packages_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", UNREACHABLE_URL)
    with pytest.raises(NotAudited, match="ECONNREFUSED"):
        audit_npm()


@pytest.mark.parametrize("output", ["", "npm error broken", '{"message": "405", "error": {}}', '{"error": {}}'])
def test_output_of_npm_without_a_report_is_an_error(output: str) -> None:
    with pytest.raises(NotAudited):
        npm_audit.findings_in(output)


def results_with(*findings: Vulnerability, fails_audit: bool = True) -> list[AuditResult]:
    return [AuditResult("some.lock", findings, fails_audit)]


def raise_not_audited() -> list[AuditResult]:
    raise NotAudited("Connection refused")


def test_exits_with_0_without_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"Python packages": results_with}) == 0
    assert capsys.readouterr().out == "some.lock: no known vulnerability\naudit: no known vulnerability.\n"


def test_exits_with_1_for_a_finding_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"npm packages": raise_not_audited, "Python packages": lambda: results_with(FINDING)}) == 1
    printed = capsys.readouterr()
    assert printed.out == "some.lock: 1 known vulnerability\n  flask 3.1.0: PYSEC-1; fixed in 3.1.1\n"
    assert printed.err.endswith("audit: 1 known vulnerability; run make update, or replace the package.\n")


def test_counts_the_vulnerabilities_of_all_lock_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"Python packages": lambda: results_with(FINDING, FINDING), "npm": lambda: results_with(FINDING)}) == 1
    printed = capsys.readouterr()
    assert "some.lock: 2 known vulnerabilities\n" in printed.out
    assert printed.err.startswith("audit: 3 known vulnerabilities; ")


def test_exits_with_2_if_a_database_was_not_reached(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"npm packages": raise_not_audited, "Python packages": results_with}) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert first == "npm packages: not audited; the audit got no usable answer (Connection refused)"
    assert last.startswith("audit: incomplete; run make audit where the databases can be reached")


def test_findings_in_a_room_under_test_are_shown_but_do_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"npm packages": lambda: results_with(FINDING, fails_audit=False)}) == 0
    assert "flask 3.1.0: PYSEC-1" in capsys.readouterr().out
