"""A step's pictures show the screens that it changed, or all screens if it failed."""

import zipfile
from urllib.parse import unquote

from PIL import Image

from living_docs.record.reading import build_run_record
from living_docs.record.record_model import RunRecord, ScenarioRun
from tests.living_docs.sample import PEOPLE
from tests.living_docs.suites import Suite


def record_of(suite: Suite) -> RunRecord:
    return build_run_record(suite.record, suite.record_folder)


def run_of(suite: Suite, scenario: str, device: str) -> ScenarioRun:
    runs = next(each.runs for _, _, each in record_of(suite).scenarios if each.name == scenario)
    return next(run for run in runs if run.device == device)


def test_a_step_shows_the_screens_that_changed(sample: Suite) -> None:
    run = run_of(sample, "News for one of two", "phone")
    pictures_by_step = [
        (step.as_written.text, [(picture.person, picture.device) for picture in step.pictures]) for step in run.steps
    ]
    assert pictures_by_step == [
        ("Maya comes with a laptop", [("Maya", "laptop")]),
        ("Ada comes", [("Ada", "phone")]),
        ('Ada is told "good morning"', [("Ada", "phone")]),
        ("nothing happens", []),
        ("there is light", []),
    ]


def test_stores_one_picture_of_what_a_step_opens_and_closes_again(suite: Suite) -> None:
    suite.add(PEOPLE)
    suite.write(
        'Notes\nGiven Ada comes\nWhen Ada opens and closes "A"\n'
        'And Ada opens and closes "A"\nAnd Ada opens and closes "B"'
    )
    suite.run()
    arrival, first, again, other = (
        [picture.url for picture in step.pictures] for step in run_of(suite, "Notes", "laptop").steps
    )
    assert (len(arrival), again) == (1, [])
    assert (first[1:], other[1:]) == (arrival, arrival), "closing restores the earlier screen"
    assert len({*arrival, first[0], other[0]}) == 3


def test_takes_pictures_of_a_room_in_a_frame(sample: Suite) -> None:
    steps = run_of(sample, "News in a frame", "laptop").steps
    assert [len(step.pictures) for step in steps] == [1, 1, 1, 0]


def test_a_failed_step_shows_all_screens_with_expected_and_actual(sample: Suite) -> None:
    last = run_of(sample, "Silence on the phone", "phone").steps[-1]
    assert last.status == "FAILED"
    assert [picture.person for picture in last.pictures] == ["Maya", "Ada"]
    assert last.expected == "Ada's screen: expected applause."
    assert last.actual == "- silence"


def test_pictures_are_small_and_have_the_shape_of_the_screen(sample: Suite) -> None:
    for device, size in (("laptop", (800, 450)), ("phone", (360, 733))):
        for path in (sample.record_folder / "pictures" / f"Ada.{device}").iterdir():
            with Image.open(path) as image:
                assert image.format == "WEBP"
                assert image.size == size
            assert path.stat().st_size < 20_000


def test_stores_pictures_that_look_alike_once(sample: Suite) -> None:
    """The pictures differ slightly in the colour of the canvas."""
    names = ("News for one of two", "Silence on the phone")
    first, second = (run_of(sample, name, "laptop").steps[0].pictures for name in names)
    assert [image.url for image in first] == [image.url for image in second]
    stored = {
        unquote(picture.url)
        for _, _, scenario in record_of(sample).scenarios
        for run in scenario.runs
        for picture in run.pictures
    }
    folder = sample.record_folder
    assert {path.relative_to(folder).as_posix() for path in (folder / "pictures").rglob("*.webp")} == stored


def test_the_picture_of_a_step_shows_the_new_message(sample: Suite) -> None:
    before, after = (step.pictures[-1] for step in run_of(sample, "News for one of two", "phone").steps[1:3])
    with Image.open(sample.record_folder / before.url) as first, Image.open(sample.record_folder / after.url) as second:
        news_box = (0, 90, 360, 150)
        assert first.crop(news_box).tobytes() != second.crop(news_box).tobytes()


def test_traces_are_saved_and_grouped_by_steps(sample: Suite) -> None:
    run = run_of(sample, "News for one of two", "phone")
    traces = {file.person: file.url for file in run.evidence}
    assert set(traces) == {"Maya", "Ada"}
    with zipfile.ZipFile(sample.record_folder / traces["Ada"]) as trace:
        trace_text = b"".join(trace.read(name) for name in trace.namelist() if name.endswith(".trace"))
    assert b'When Ada is told \\"good morning\\"' in trace_text


def test_no_pictures_turns_pictures_off(suite: Suite) -> None:
    suite.write("On\nGiven a lamp")
    suite.run("--no-pictures")
    assert not record_of(suite).facts.pictures
    assert not (suite.record_folder / "pictures").exists()
