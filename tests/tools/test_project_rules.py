"""The project's lint rules report violations and accept everything else."""

import subprocess
from pathlib import Path

import pytest

from pages.words import GAP
from tools.project_rules import ROOT, find_violations, python_files

DECLINED = f"NAME {GAP} declined"
LONGEST_SUMMARY = "S" * 100


@pytest.mark.parametrize(
    ("file", "line", "report"),
    [
        ("pages/stage.py", 'self.button("Join stage")', None),
        ("pages/stage.py", "self.button(word)", None),
        (
            "pages/stage.py", 'self.button("Jump on stage")',
            'pages/stage.py:2: "Jump on stage" is not documented; add it to pages/documented_words.py',
        ),
        ("rooms/acme/acme_places.py", 'self.button("Jump on stage")', None),
        (
            "steps/joining.py", 'expect_notified(scene[name], "too late")',
            'steps/joining.py:2: "too late" is not documented; add it to pages/documented_words.py',
        ),
        ("people/person.py", "page.goto(link, timeout=LOADING)", None),
        (
            "people/person.py", "page.goto(link, timeout=30_000)",
            'people/person.py:2: "timeout=30_000" is a time limit; move the number to conformance/time_limits.py',
        ),
        ("reference_server/app.py", "wait(timeout=5)", None),
    ],
)  # fmt: skip
def test_reports_the_line_and_what_to_do(tmp_path: Path, file: str, line: str, report: str | None) -> None:
    write(tmp_path / file, line)
    assert list(find_violations(tmp_path, {"Join stage"})) == ([report] if report else [])


def test_reports_a_notification_that_no_step_expects(tmp_path: Path) -> None:
    unexpected = f'pages/documented_words.py: no step expects "{DECLINED}"; remove it'
    assert list(find_violations(tmp_path, {DECLINED})) == [unexpected]
    write(tmp_path / "steps" / "requesting.py", f'expect_notified(person, "{DECLINED}")')
    assert list(find_violations(tmp_path, {DECLINED})) == []


def test_reports_two_modules_or_classes_of_one_name(tmp_path: Path) -> None:
    write(tmp_path / "pages" / "stage.py", "class Stage: ...")
    write(tmp_path / "pages" / "__init__.py", "")
    write(tmp_path / "reference_server" / "rules" / "stage.py", "class Stage: ...")
    write(tmp_path / "reference_server" / "__init__.py", "")
    assert list(find_violations(tmp_path, {})) == [
        "reference_server/rules/stage.py: pages/stage.py has the same name; rename one",
        'reference_server/rules/stage.py:2: "Stage" is the name of the class of pages/stage.py:2 as well; rename one',
    ]


@pytest.mark.parametrize("file", ["conftest.py", "features/conftest.py", "tests/tools/test_layers.py"])
@pytest.mark.parametrize("owner", ["", "class Stage:", "def join():", "async def join():"])
def test_reports_a_docstring_with_a_long_first_line(tmp_path: Path, file: str, owner: str) -> None:
    indent = "    " if owner else ""
    write(tmp_path / file, f'{owner}\n{indent}"""{LONGEST_SUMMARY}S\n\n{indent}More.\n{indent}"""')
    report = f"{file}:3: the first line of a docstring has 101 characters; write at most 100"
    assert list(find_violations(tmp_path, {})) == [report]


@pytest.mark.parametrize("line", [f'"""{LONGEST_SUMMARY}"""', f'"""{LONGEST_SUMMARY}\n\n{LONGEST_SUMMARY}S"""'])
def test_accepts_a_docstring_with_a_short_first_line(tmp_path: Path, line: str) -> None:
    write(tmp_path / "conftest.py", line)
    assert list(find_violations(tmp_path, {})) == []


def test_covers_every_python_file() -> None:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {ROOT / line for line in listed.stdout.splitlines()} <= set(python_files(ROOT))


def write(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# a source\n{line}\n", encoding="utf-8")
