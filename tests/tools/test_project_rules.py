"""The project's lint rules report violations and accept everything else."""

from pathlib import Path

import pytest

from pages.words import GAP
from tools.project_rules import find_violations

DECLINED = f"NAME {GAP} declined"


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


def write(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# a source\n{line}\n")
