"""The links of a room, found by submitting the form of its start page."""

import re
from secrets import token_hex
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page

from conformance.doctor.screen_elements import elements_in
from conformance.time_limits import EXAMINATION, LOADING, REFUSAL

SESSION_PLACEHOLDER = "{session}"
PERSON = "Ada"
"""The name of the person who submits the form."""
URL_PARTS = re.compile(r"([/?&=#;])")
NAME_FIELD = re.compile(r"name|nick", re.IGNORECASE)
SESSION_FIELD = re.compile(r"room|meeting|session|channel|event|group|code", re.IGNORECASE)
START_BUTTONS = tuple(
    re.compile(rf"\b{word}\b", re.IGNORECASE)
    for word in ("join", "start", "create", "new meeting", "new room", "enter", "go")
)
"""Words of the button that leads into a session, in the order in which they are tried."""
OTHER_BUTTONS = re.compile(r"random|generate|custom|schedule|sign|log ?in|account|download|install", re.IGNORECASE)
"""Words of buttons that do not lead into a session, although they may contain a word of START_BUTTONS."""


def find_link_template(browser: Browser, room_url: str) -> str:
    """Return the link to which the start page leads, or "" if it contains no session's name or several.

    In the link, the name of the session is replaced by ``{session}``, and that of the person by ``{name}``. The form is
    submitted twice, since a start page may choose the session's name itself: then the name is what differs.
    """
    first = _find_link_parts(browser, room_url)
    second = _find_link_parts(browser, room_url) if first else []
    if len(first) != len(second):
        return ""
    pairs = zip(first, second, strict=True)
    template = "".join(part if part == other else SESSION_PLACEHOLDER for part, other in pairs)
    return template if template.count(SESSION_PLACEHOLDER) == 1 else ""


def _find_link_parts(browser: Browser, room_url: str) -> list[str]:
    """Return the parts of the link to which the start page leads, with placeholders for the names typed."""
    session = f"stagedoor{token_hex(4)}"
    placeholders = {session: SESSION_PLACEHOLDER, PERSON: "{name}"}
    link = _submit_start_page(browser, room_url, session)
    return [placeholders.get(part, part) for part in URL_PARTS.split(link)] if link else []


def _submit_start_page(browser: Browser, room_url: str, session: str) -> str:
    """Return the URL to which the start page leads, or "" if it leads to no other page of the same host."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(room_url, timeout=LOADING)
        _fill_in(page, session)
        start_url = page.url
        button = _find_start_button(page)
        if button is None:
            return ""
        button.click(timeout=EXAMINATION)
        page.wait_for_url(lambda url: url != start_url, timeout=REFUSAL, wait_until="commit")
        return page.url if urlsplit(page.url).netloc == urlsplit(room_url).netloc else ""
    except Error:
        return ""
    finally:
        context.close()


def _fill_in(page: Page, session: str) -> None:
    """Fill fields for a person's name with PERSON, and all other text fields with the session's name."""
    page.get_by_role("button").or_(page.get_by_role("textbox")).first.wait_for(timeout=REFUSAL)
    for field in page.get_by_role("textbox").all():
        if field.is_visible() and field.is_editable():
            is_name = NAME_FIELD.search(_name_of(field)) and not SESSION_FIELD.search(_name_of(field))
            field.fill(PERSON if is_name else session, timeout=EXAMINATION)


def _name_of(element: Locator) -> str:
    return " ".join(found.name for found in elements_in(element.aria_snapshot(timeout=EXAMINATION)))


def _find_start_button(page: Page) -> Locator | None:
    """Return the button, or else the link, whose name contains one of the usual words; None without one."""
    by_role = [page.get_by_role(role, name=word) for role in ("button", "link") for word in START_BUTTONS]
    for button in (button for buttons in by_role for button in buttons.all()):
        if button.is_visible() and not OTHER_BUTTONS.search(_name_of(button)):
            return button
    return None
