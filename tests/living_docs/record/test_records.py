"""Other tools can read a run record; an unusable record leads to an error of one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import BrowserContext, expect

from conformance.verdicts import Verdict
from living_docs.record.changes import compare_runs
from living_docs.record.merging import merge_runs
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from living_docs.record.record_messages import FACTS
from tests.living_docs.recording.test_recording import expect_valid_messages
from tests.living_docs.suites import ROOT, Suite, end_of, read_statuses

FORMATTER = Path(__file__).parents[1] / "vendor" / "cucumber-html-formatter" / "src" / "CucumberHtmlStream.js"
RENDER = """
import { createInterface } from "node:readline";
const { CucumberHtmlStream } = await import(process.argv[1]);
const stream = new CucumberHtmlStream();
stream.pipe(process.stdout);
for await (const line of createInterface({ input: process.stdin })) stream.write(JSON.parse(line));
stream.end();
"""


def run_build(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "living_docs", "build", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def build_error(record: Path, folder: Path) -> str:
    """Expect that a build with the record fails, and return its error message of one line."""
    result = run_build(record, "--out", folder / "pages")
    assert result.returncode == 3
    assert result.stdout == ""
    assert not (folder / "pages").exists()
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture(scope="module")
def lamp_suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """A suite after a run with a passed and a failed scenario; tests do not change it."""
    suite = Suite(tmp_path_factory.mktemp("lamp_suite"))
    suite.write("On\nGiven a lamp", "Off\nWhen it breaks\nThen there is light")
    suite.run()
    return suite


@pytest.mark.nested_run
def test_a_record_truncated_within_a_message_is_an_error(lamp_suite: Suite, tmp_path: Path) -> None:
    record = tmp_path / "cut.ndjson"
    record.write_bytes(lamp_suite.record_file.read_bytes()[:-20])
    assert "truncated within a message" in build_error(record, tmp_path)


@pytest.mark.nested_run
def test_a_record_truncated_between_messages_is_an_error(lamp_suite: Suite, tmp_path: Path) -> None:
    record = tmp_path / "cut.ndjson"
    record.write_text("".join(lamp_suite.record_file.read_text().splitlines(keepends=True)[:-1]))
    assert "the record ends before the end of the run" in build_error(record, tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"Dear diary,\ntoday\n", "ndjson:1: not a message"),
        (b'{"name": "Ada"}\n', "ndjson:1: not a message"),
        (b'[1, 2]\n{"meta": {}}\n', "ndjson:1: not a message"),
        (b'{"meta": {}}\n{"testRunFinished": {}}\n', "not a record of this suite"),
    ],
    ids=["empty", "binary", "prose", "other JSON", "a list", "another tool's"],
)
@pytest.mark.nested_run
def test_a_file_that_is_not_a_record_is_an_error(tmp_path: Path, content: bytes, message: str) -> None:
    record = tmp_path / "foreign.ndjson"
    record.write_bytes(content)
    assert message in build_error(record, tmp_path)


@pytest.mark.nested_run
@pytest.mark.parametrize(("format_", "message"), [(0, "an older version"), (99, "a newer version")])
def test_a_record_of_another_version_is_an_error(lamp_suite: Suite, tmp_path: Path, format_: int, message: str) -> None:
    messages = [json.loads(line) for line in lamp_suite.record_file.read_text().splitlines()]
    for each in messages:
        if each.get("attachment", {}).get("mediaType") == FACTS:
            each["attachment"]["body"] = json.dumps(json.loads(each["attachment"]["body"]) | {"format": format_})
    record = tmp_path / "other.ndjson"
    record.write_text("\n".join(map(json.dumps, messages)))
    assert message in build_error(record, tmp_path)


@pytest.mark.nested_run
@pytest.mark.parametrize(
    "url", ["../../secret.webp", "/etc/passwd", "%2e%2e/secret", "http://elsewhere/a.webp", "", ".", "./"]
)
def test_an_attachment_outside_the_record_folder_is_an_error(lamp_suite: Suite, tmp_path: Path, url: str) -> None:
    lines = lamp_suite.record_file.read_text().splitlines()
    lines.insert(-1, json.dumps({"externalAttachment": {"mediaType": "image/webp", "url": url}}))
    record = tmp_path / "outside.ndjson"
    record.write_text("\n".join(lines))
    assert f"the attachment “{url}” is not a file in the record's folder" in build_error(record, tmp_path)


@pytest.mark.nested_run
def test_a_missing_record_is_an_error(tmp_path: Path) -> None:
    assert "no such file" in build_error(tmp_path / "nowhere", tmp_path)


@pytest.mark.nested_run
def test_records_of_different_feature_texts_cannot_be_merged(lamp_suite: Suite, suite: Suite, tmp_path: Path) -> None:
    suite.write("Something else\nGiven a lamp")
    suite.run()
    result = run_build(lamp_suite.record_file, suite.record_file, "--out", tmp_path / "pages")
    assert result.returncode == 3
    assert "different versions of features/lamp.feature" in result.stderr


@pytest.mark.nested_run
def test_build_writes_the_same_files_as_the_run(sample: Suite, tmp_path: Path) -> None:
    result = run_build(sample.record_folder, "--out", tmp_path)
    assert result.stdout.strip() == str(tmp_path / "index.html")
    rebuilt = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    first = {path.relative_to(sample.folder / "site") for path in (sample.folder / "site").rglob("*") if path.is_file()}
    assert rebuilt == first


def test_records_of_two_machines_are_merged(suite: Suite, tmp_path: Path) -> None:
    suite.write("On\nGiven a lamp", "Off\nWhen it breaks\nThen there is light")
    suite.run("-k", "on")
    first_file = tmp_path / "first.ndjson"
    first_file.write_bytes(suite.record_file.read_bytes())
    suite.run("-k", "off")
    merged = merge_runs([read_record(first_file), suite.record])
    expect_valid_messages(merged)
    assert read_statuses(merged, "On") == [("a lamp", "PASSED")]
    assert read_statuses(merged, "Off") == [("it breaks", "FAILED"), ("there is light", "SKIPPED")]
    assert end_of(merged)["success"] is False
    record = build_run_record(merged, tmp_path)
    assert [(scenario.name, scenario.verdict) for _, _, scenario in record.scenarios] == [
        ("On", Verdict.PASSED),
        ("Off", Verdict.FAILED),
    ]


def test_a_scenario_run_on_two_machines_keeps_both_runs(suite: Suite, tmp_path: Path) -> None:
    suite.write("Sometimes\nWhen it depends")
    suite.add("""
        @when("it depends")
        def depends(): assert os.environ.get("SUN")
    """)
    suite.run()
    first_file = tmp_path / "first.ndjson"
    first_file.write_bytes(suite.record_file.read_bytes())
    suite.variables = {"SUN": "shines"}
    suite.run()
    merged = merge_runs([read_record(first_file), suite.record])
    expect_valid_messages(merged)
    [(_, _, scenario)] = build_run_record(merged, tmp_path).scenarios
    assert [run.verdict for run in scenario.runs] == [Verdict.FAILED, Verdict.PASSED]
    assert scenario.verdict is Verdict.FAILED


def test_shows_changes_since_the_previous_run(suite: Suite, tmp_path: Path) -> None:
    feature = "Feature: A lamp\n  Rule: Light\n{}"
    scenario = "    @{}\n    Scenario: {}\n      {}\n"

    def run(*scenarios: tuple[str, str, str]) -> None:
        body = "".join(scenario.format(*values) for values in scenarios)
        (suite.folder / "features" / "lamp.feature").write_text(feature.format(body))
        suite.run("-p", "conformance.plugins.catalogue_tags_plugin")

    run(("ASK-1", "One", "Given a lamp"), ("ASK-2", "Two", "When it breaks"), ("ASK-3", "Three", "Given a lamp"))
    run(("ASK-1", "One", "When it breaks"), ("ASK-2", "Two", "Given a lamp"), ("ASK-4", "Four", "Given a lamp"))
    before = build_run_record(read_record(suite.record_folder / "previous.ndjson"), tmp_path)
    changes = compare_runs(before, build_run_record(suite.record, tmp_path))
    assert (changes.newly_failing, changes.newly_passing, changes.new, changes.gone) == (
        ["ASK-1"],
        ["ASK-2"],
        ["ASK-4"],
        ["ASK-3"],
    )
    overview = (suite.folder / "site" / "index.html").read_text()
    assert overview.index("Newly failing") < overview.index("Newly passing") < overview.index("Gone")


@pytest.mark.nested_run
def test_the_site_of_a_crashed_run_says_that_it_was_not_completed(suite: Suite) -> None:
    suite.write("On\nGiven a lamp", "Dies\nWhen the process dies", "Last\nGiven a lamp")
    suite.run()
    result = run_build(suite.record_folder, "--out", suite.folder / "pages")
    assert result.returncode == 0, result.stderr
    for page in ("index.html", "rules.html", "guide.html"):
        text = (suite.folder / "pages" / page).read_text()
        assert "This run was not completed." in text
        assert "2 of 3 planned runs were not completed" in text


def test_the_cucumber_html_formatter_renders_the_record(sample: Suite, context: BrowserContext, tmp_path: Path) -> None:
    """Uses npm's @cucumber/html-formatter and the Node.js that comes with Playwright."""
    node = compute_driver_executable()[0]
    command = [node, "--input-type=module", "--eval", RENDER, FORMATTER.as_uri()]
    result = subprocess.run(command, input=sample.record_file.read_text(), capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    (tmp_path / "report.html").write_text(result.stdout)
    page, problems = context.new_page(), list[str]()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.get_by_text("A room of glass").first).to_be_visible()
    expect(page.get_by_text("News for one of two").first).to_be_attached()
    assert not problems
