"""A small test suite whose people have real screens: static pages instead of a room."""

from tests.living_docs.suites import Suite

PEOPLE = '''
import functools, urllib.parse
from playwright.sync_api import sync_playwright
from pytest_bdd import parsers
from people.browsers import find_chromium

SIZES = {"laptop": (1280, 720, 1), "phone": (412, 839, 2.625)}
PAGE = """<!doctype html><title>Room</title><body><h1>{name}</h1><p id=news>Nothing yet</p>
<canvas id=swatch width=40 height=40></canvas>
<script>const shade = 120 + Math.random() * 8, brush = swatch.getContext("2d");
brush.fillStyle = `rgb(0 ${{shade}} ${{shade}})`; brush.fillRect(0, 0, 40, 40)</script>"""

class SamplePerson:
    def __init__(self, browser, name, device):
        width, height, ratio = SIZES[device]
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=ratio)
        context.tracing.start(snapshots=True)
        self.name, self.device, self.page = name, device, context.new_page()
        self.notify_recorder = lambda: None
        self.page.goto("data:text/html," + urllib.parse.quote(PAGE.format(name=name)))

    def show_news(self, news):
        frame = self.page.frames[-1]
        frame.evaluate("news => { document.getElementById('news').textContent = news }", news)
        frame.get_by_text(news, exact=True).wait_for()

    def open_and_close(self, note):
        self.page.evaluate("note => document.body.insertAdjacentHTML('beforeend', `<h2>${note}</h2>`)", note)
        self.notify_recorder()
        self.page.evaluate("document.querySelector('h2').remove()")

    def open_room_in_frame(self):
        room_page = PAGE.format(name=self.name).replace('"', "&quot;")
        self.page.set_content(f'<h1>Portal</h1><iframe title=Room width=300 height=300 srcdoc="{room_page}"></iframe>')
        self.page.frames[-1].wait_for_selector("#news")

@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path, full=False)
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()

@pytest.fixture(autouse=True)
def people(browser, attendees_on, request, tmp_path):
    request.node.people = {}
    yield request.node.people
    request.node.traces = []
    for person in request.node.people.values():
        trace = tmp_path / f"{person.name}.zip"
        person.page.context.tracing.stop(path=trace)
        request.node.traces.append((person.name, person.device, trace))
        person.page.context.close()

def pytest_generate_tests(metafunc):
    if "attendees_on" in metafunc.fixturenames:
        metafunc.parametrize("attendees_on", ["laptop", "phone"])

def pytest_living_docs_people(item):
    return list(getattr(item, "people", {}).values())

def pytest_living_docs_transient_pictures(item, take_picture):
    for person in item.people.values():
        person.notify_recorder = functools.partial(take_picture, person)

def pytest_living_docs_run(config):
    return {"room": "A room of glass", "level": "should", "devices": ["laptop", "phone"]}

def pytest_living_docs_facts(item):
    return {"room": "A room of glass", "browser": "Chromium of this test", "laptop": "Desk", "phone": "Pocket"}

def pytest_living_docs_evidence(item):
    from living_docs.recording.hooks import Evidence
    return [Evidence(*trace) for trace in getattr(item, "traces", [])]

@given(parsers.parse("{name} comes with a {device}"))
def open_screen(people, browser, name, device):
    people[name] = SamplePerson(browser, name, device)

@given(parsers.parse("{name} comes"))
def open_screen_on_tested_device(people, browser, name, attendees_on):
    people[name] = SamplePerson(browser, name, attendees_on)

@when(parsers.parse("{name} is told <b>{news}</b>"))
@when(parsers.parse('{name} is told "{news}"'))
def show_news(people, name, news):
    people[name].show_news(news)

@when(parsers.parse('{name} opens and closes "{note}"'))
def open_and_close(people, name, note):
    people[name].open_and_close(note)

@given(parsers.parse("{name} opens the room in a frame"))
def open_room_in_frame(people, name):
    people[name].open_room_in_frame()

@when("nothing happens")
def do_nothing(): pass

@then(parsers.parse("{name} fails"))
def fail(people, name):
    raise AssertionError(f"{name}'s screen: expected applause.\\nThere was:\\n- silence")

@then(parsers.parse("{name} fails on a phone"))
def fail_on_phone(people, name, attendees_on):
    if attendees_on == "phone": fail(people, name)
'''
FEATURE = """Feature: A room of glass
  People see what they are told,
  and nothing else.

  Rule: News arrives

    @ASK-5
    Scenario: News for one of two
      Given Maya comes with a laptop
      And Ada comes
      When Ada is told "good morning"
      And nothing happens
      Then there is light

    @ASK-6
    Scenario: News with "quotes" & <b>markup</b>
      Given a lamp
      And Ada comes
      When Ada is told <b>news</b>
      Then there is light

    @ASK-7
    Scenario: News in a frame
      Given Ada comes
      And Ada opens the room in a frame
      When Ada is told "behind glass"
      And nothing happens

  Rule: Applause is not for everybody

    @DIRECT-1
    Scenario: Silence on the phone
      Given Maya comes with a laptop
      And Ada comes
      Then Ada fails on a phone

    @VIEW-3
    Scenario Outline: By the hour, <when>
      Given Ada comes
      When Ada is told "<when>"

      Examples:
        | when    |
        | morning |
        | evening |

  Rule: Some things are not built yet

    @DEVICE-5
    Scenario: Tomorrow
      When nobody has built it
"""


def make_sample(suite: Suite) -> None:
    """Run the sample suite, which writes its site into the suite's folder."""
    suite.add(PEOPLE)
    (suite.folder / "features" / "glass.feature").write_text(FEATURE)
    result = suite.run("-p", "conformance.plugins.catalogue_tags_plugin")
    assert suite.record_file.exists(), result.stdout + result.stderr
