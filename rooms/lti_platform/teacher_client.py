"""A teacher's HTTP client, which follows redirects, submits forms and stores cookies."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode, urljoin

from conformance.time_limits import SESSION

FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


class UnexpectedPage(RuntimeError):
    """The response is not the expected page, or its form lacks a field; the message says which."""


@dataclass
class Form:
    """A form of a page: its address, its current values, and the choices of its radio buttons."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    checkboxes: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        return {*self.values, *self.checkboxes, *self.choices}

    def add_input(self, name: str, attributes: Mapping[str, str | None]) -> None:
        """Add an input; unchecked checkboxes and radio buttons have no value yet."""
        kind, value = attributes.get("type") or "text", attributes.get("value")
        if kind == "radio":
            self.choices.setdefault(name, []).append(value or "on")
        if kind == "checkbox":
            self.checkboxes[name] = value or "on"
        if kind not in ("radio", "checkbox") or "checked" in attributes:
            self.values[name] = value or ("" if kind not in ("radio", "checkbox") else "on")

    def filled(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return the form's values with these; True and False check and clear a box. Raises UnexpectedPage."""
        filled = dict(self.values)
        for name, value in values.items():
            if name not in self.fields or (name in self.choices and value not in self.choices[name]):
                raise UnexpectedPage(f"The form at {self.action} has no field “{name}” that takes {value!r}.")
            if value is False:
                filled.pop(name, None)
            else:
                filled[name] = self.checkboxes[name] if value is True else str(value)
        return filled


class _FormParser(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._address = address
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            action = urljoin(self._address, attributes.get("action") or self._address)
            self.forms.append(Form(action, (attributes.get("method") or "get").lower()))
        elif tag == "input" and self.forms and attributes.get("name"):
            self.forms[-1].add_input(str(attributes["name"]), attributes)
        elif tag == "textarea" and self.forms and attributes.get("name"):
            self._text = str(attributes["name"])
            self.forms[-1].values[self._text] = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1].values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None


@dataclass(frozen=True)
class Page:
    """A page: its address after all redirects, and its HTML."""

    address: str
    html: str

    @property
    def form(self) -> Form:
        """The only form; raises UnexpectedPage if there is none, or more than one."""
        forms = _FormParser(self.address)
        forms.feed(self.html)
        if len(forms.forms) != 1:
            raise UnexpectedPage(f"{self.address} has {len(forms.forms)} forms: {self.html[:300]!r}")
        return forms.forms[0]


class TeacherClient:
    """Opens pages of platform and tool one after the other."""

    def __init__(self) -> None:
        # Browsers send secure cookies to 127.0.0.1 and localhost by http as well.
        policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
        cookies = urllib.request.HTTPCookieProcessor(CookieJar(policy))
        self._opener = urllib.request.build_opener(cookies)

    def open(self, address: str, fields: Mapping[str, str] | None = None) -> Page:
        """Get the page, or send it these fields by POST; raise UnexpectedPage if the response is an error."""
        body = urlencode(fields).encode() if fields is not None else None
        # The addresses are those of platform and tool, which begin with http.
        request = urllib.request.Request(address, body, FORM_HEADERS if body else {})  # noqa: S310
        try:
            with self._opener.open(request, timeout=SESSION) as answer:
                return Page(answer.url, answer.read().decode())
        except urllib.error.HTTPError as error:
            raise UnexpectedPage(f"{address}: {error.code} {error.read()[:300]!r}") from None

    def send(self, page: Page, **values: object) -> Page:
        """Submit the page's only form with these values."""
        form = page.form
        filled = form.filled(values)
        if form.method == "post":
            return self.open(form.action, filled)
        return self.open(f"{form.action}?{urlencode(filled)}")
