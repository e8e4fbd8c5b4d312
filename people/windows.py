"""A person's browser window, used in one scenario after another.

A fresh browser context costs more than everything else that a visit does: a new renderer process, cold caches, every
script compiled anew. A window therefore stays open between scenarios. What each visit leaves (pages, cookies, storage)
is removed; a window with other changes, such as routes, permissions or an emulated size, is closed instead.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Error, Frame, Page, WebError

from conformance.time_limits import RESET

BLANK = "about:blank"
CLEAR_TAB = """() => {
  sessionStorage.clear();
  window.name = "";
  Object.defineProperty(window, "sessionStorage", { value: {} });
  return true;
}"""
"""Clears what belongs to the tab; after the last line, scripts that run while the page closes cannot write to it."""
LASTING = (
    "add_init_script",
    "expose_binding",
    "expose_function",
    "route",
    "route_from_har",
    "route_web_socket",
    "set_default_navigation_timeout",
    "set_default_timeout",
    "set_extra_http_headers",
)
LASTING_OF_CONTEXT = (*LASTING, "clear_permissions", "grant_permissions", "set_geolocation", "set_offline")
LASTING_OF_PAGE = (*LASTING, "add_locator_handler", "emulate_media", "set_viewport_size")
"""Playwright's methods whose effect outlives the document, and which no reset undoes."""
HARMLESS = ("Accessibility.", "DOM.", "Page.captureScreenshot", "Runtime.")
"""Commands of the DevTools protocol that change nothing for the next scenario, by the beginnings of their names."""


class Window:
    """A browser context with one page.

    ``options``: those of ``Browser.new_context``; ``scripts``: run in every page before its own;
    ``key``: equal for windows that can stand in for each other. ``console``: what its pages have logged.
    """

    def __init__(self, browser: Browser, options: Mapping[str, Any], scripts: Sequence[str], key: str) -> None:
        self.key = key
        self.context: BrowserContext = browser.new_context(**options)
        for script in scripts:
            self.context.add_init_script(script)
        # Videos are written when their context closes.
        self._changed = "record_video_dir" in options
        self._origins: set[str] = set()
        self.console: list[str] = []
        self.context.on("console", self._note_message)
        self.context.on("weberror", self._note_error)
        self._watch(self.context, LASTING_OF_CONTEXT)
        self._watch_sessions()
        self.page: Page = self._new_page()
        self._devtools: CDPSession | None = None
        self._records_trace = False

    def is_connected(self) -> bool:
        """Whether the browser still runs."""
        return self.context.browser is not None and self.context.browser.is_connected()

    def start_trace(self) -> None:
        self.context.tracing.start(screenshots=True, snapshots=True)
        self._records_trace = True

    def save_trace(self, path: str) -> None:
        """Write the trace, where one was recorded."""
        if self._records_trace:
            self._records_trace = False
            self.context.tracing.stop(path=path)

    def discard_trace(self) -> None:
        """Stop recording; Playwright would leave a folder behind otherwise."""
        if self._records_trace:
            self._records_trace = False
            with suppress(Error):
                self.context.tracing.stop()

    def reset(self) -> bool:
        """Remove what the scenario has left; return False where more has changed, so that the window has to go."""
        if self._changed or self.page.is_closed() or not self.context.pages:
            return False
        try:
            self._leave()
            self._clear()
        except Error:
            return False
        return True

    def close(self) -> None:
        with suppress(Error):
            self.context.close()

    def _new_page(self) -> Page:
        page = self.context.new_page()
        self._watch(page, LASTING_OF_PAGE)
        page.on("framenavigated", self._note)
        return page

    def _note_message(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error}")

    def _note(self, frame: Frame) -> None:
        """Remember whose storage to clear. That of frames from elsewhere is partitioned, and cannot be cleared so."""
        parts = urlsplit(frame.url)
        if parts.scheme in ("http", "https"):
            origin = f"{parts.scheme}://{parts.netloc}"
            self._origins.add(origin)
            self._changed |= frame.parent_frame is not None and not frame.page.url.startswith(f"{origin}/")

    def _leave(self) -> None:
        """End what runs in the page: scripts, workers, captures and peer connections; close all other pages."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        if len(self._origins) > 1:
            self._open_another_page()
        elif self._origins and self.page.url != BLANK:
            self.page.wait_for_function(CLEAR_TAB, timeout=RESET)
        self.page.goto(BLANK, timeout=RESET)

    def _open_another_page(self) -> None:
        """Only closing a tab clears the session storage of origins that it has left already."""
        left, self.page, self._devtools = self.page, self._new_page(), None
        left.close()

    def _clear(self) -> None:
        self.context.clear_cookies()
        for origin in self._origins:
            self._send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._origins.clear()
        self.console.clear()
        self._send("Page.resetNavigationHistory", {})

    def _send(self, method: str, parameters: dict[str, Any]) -> None:
        if self._devtools is None:
            # Not by the watched method of this context.
            self._devtools = BrowserContext.new_cdp_session(self.context, self.page)
        self._devtools.send(method, parameters)

    def _watch(self, thing: BrowserContext | Page, methods: tuple[str, ...]) -> None:
        """Have every call of these methods noted."""
        for name in methods:
            setattr(thing, name, self._noting(getattr(thing, name)))

    def _noting(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def noting(*arguments: Any, **named: Any) -> Any:
            self._changed = True
            return method(*arguments, **named)

        return noting

    def _watch_sessions(self) -> None:
        """Have commands of the DevTools protocol noted as well, but for those that only look."""
        open_session = self.context.new_cdp_session

        @wraps(open_session)
        def watched(page: Page | Frame) -> CDPSession:
            session = open_session(page)
            send, noting = session.send, self._noting(session.send)

            def send_watched(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
                return dict((send if method.startswith(HARMLESS) else noting)(method, params))

            session.send = send_watched  # type: ignore[method-assign, assignment]
            return session

        self.context.new_cdp_session = watched  # type: ignore[method-assign]
