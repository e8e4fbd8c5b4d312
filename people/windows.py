"""Browser windows that are reused from one scenario to the next.

A new browser context costs more than everything else in a short scenario: it starts a renderer process with cold
caches, and compiles every script again. A window therefore stays open between scenarios. After each scenario, its
pages, cookies and storage are removed, including the storage of frames of other sites. A window with other changes,
such as routes, permissions or an emulated size, is closed instead.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
"""JavaScript: clears the tab's own data, and keeps scripts from writing to it until the page is left."""
LASTING_METHODS = (
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
LASTING_CONTEXT_METHODS = (*LASTING_METHODS, "clear_permissions", "grant_permissions", "set_geolocation", "set_offline")
LASTING_PAGE_METHODS = (*LASTING_METHODS, "add_locator_handler", "emulate_media", "set_viewport_size")
"""Methods of Playwright whose effect outlives the document and cannot be reset."""
COOKIE_CONTROLS = {
    "enableThirdPartyCookieRestriction": True,
    "disableThirdPartyCookieMetadata": True,
    "disableThirdPartyCookieHeuristics": True,
}
"""Blocks third-party cookies, without Chromium's exceptions for certain sites."""
HARMLESS_COMMANDS = ("Accessibility.", "DOM.", "Page.captureScreenshot", "Runtime.")
"""Prefixes of DevTools commands that change nothing for the next scenario."""
OriginChain = tuple[str, ...]
"""The origin of a frame's document, then that of each embedding document, up to the page; "" if not http or https."""


class Window:
    """A browser context, which has one page when a scenario begins.

    ``options``: those of ``Browser.new_context``; ``scripts``: run in every page before its own; ``key``: equal for
    windows that are interchangeable; ``console``: what its pages have logged. ``third_party_cookies``: whether frames
    of other sites than their page may have unpartitioned cookies.
    """

    def __init__(
        self,
        browser: Browser,
        options: Mapping[str, Any],
        scripts: Sequence[str],
        key: str,
        *,
        third_party_cookies: bool = True,
    ) -> None:
        self.key = key
        self.context: BrowserContext = browser.new_context(**options)
        if not third_party_cookies:
            self._block_third_party_cookies()
        for script in scripts:
            self.context.add_init_script(script)
        # Videos are written when their context closes.
        self._is_changed = "record_video_dir" in options
        self._origins: set[str] = set()
        self._embedded_chains: set[OriginChain] = set()
        self._storage_keys: dict[OriginChain, str] = {}
        self.console: list[str] = []
        self.context.on("console", self._log_message)
        self.context.on("weberror", self._log_error)
        self.context.on("page", lambda page: page.on("framenavigated", self._record_origins))
        self._watch_methods(self.context, LASTING_CONTEXT_METHODS)
        self._watch_devtools_sessions()
        self.page: Page = self._new_page()
        self._devtools: CDPSession | None = None
        self._records_trace = False

    def is_connected(self) -> bool:
        """Return whether the browser still runs."""
        return self.context.browser is not None and self.context.browser.is_connected()

    def start_trace(self) -> None:
        self.context.tracing.start(screenshots=True, snapshots=True)
        self._records_trace = True

    def save_trace(self, path: str) -> None:
        """Write the trace if one was recorded."""
        if self._records_trace:
            self._records_trace = False
            self.context.tracing.stop(path=path)

    def discard_trace(self) -> None:
        """Stop recording; otherwise Playwright would leave a temporary folder behind."""
        if self._records_trace:
            self._records_trace = False
            with suppress(Error):
                self.context.tracing.stop()

    def reset(self) -> bool:
        """Remove the scenario's pages and data; return False if the window must be closed instead."""
        if self._is_changed or self.page.is_closed() or not self.context.pages:
            return False
        try:
            if not self._has_all_storage_keys():
                return False
            self._leave_pages()
            self._clear_data()
        except Error:
            return False
        return True

    def close(self) -> None:
        with suppress(Error):
            self.context.close()

    def _new_page(self) -> Page:
        page = self.context.new_page()
        self._watch_methods(page, LASTING_PAGE_METHODS)
        return page

    def _log_message(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _log_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error}")

    def _record_origins(self, frame: Frame) -> None:
        """Record the origins of the frame and its parents, to clear their storage later.

        A frame of another origin than its page may have storage of its own, partitioned by the page's site.
        """
        chain = _chain_of(frame)
        if set(chain) == {chain[0]}:
            self._origins.update(filter(None, chain))
        elif chain[0]:
            self._embedded_chains.add(chain)

    def _has_all_storage_keys(self) -> bool:
        """Return whether the storage of all frames of other origins can be cleared.

        Chromium returns the storage keys of frames that are still there; those of earlier frames may be unknown.
        """
        if not self._embedded_chains <= self._storage_keys.keys():
            views: list[Page | Frame] = [self.page, *self.page.frames[1:]]
            for view in views:
                # A frame without a process of its own has no DevTools session, but is in the frame tree of its page.
                with suppress(Error):
                    self._read_storage_keys(view)
        return self._embedded_chains <= self._storage_keys.keys()

    def _read_storage_keys(self, view: Page | Frame) -> None:
        devtools = BrowserContext.new_cdp_session(self.context, view)
        embedding = () if isinstance(view, Page) else _chain_of(view)[1:]
        for id_, chain in _chains_in(devtools.send("Page.getFrameTree")["frameTree"], embedding):
            with suppress(Error):
                self._storage_keys[chain] = devtools.send("Storage.getStorageKey", {"frameId": id_})["storageKey"]
        devtools.detach()

    def _leave_pages(self) -> None:
        """End scripts, workers, captures and peer connections of the page; close all other pages."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        frames = self.page.frames
        if len(self._origins) > 1 or not self._embedded_chains <= set(map(_chain_of, frames)):
            self._open_another_page()
        elif self._origins and self.page.url != BLANK:
            for frame in frames:
                frame.wait_for_function(CLEAR_TAB, timeout=RESET)
        self.page.goto(BLANK, timeout=RESET)

    def _open_another_page(self) -> None:
        """Continue in a new tab, since only closing a tab clears the session storage of its earlier documents."""
        previous, self.page, self._devtools = self.page, self._new_page(), None
        previous.close()

    def _clear_data(self) -> None:
        self.context.clear_cookies()
        for origin in self._origins:
            self._send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        for chain in self._embedded_chains:
            storage_key = self._storage_keys[chain]
            self._send("Storage.clearDataForStorageKey", {"storageKey": storage_key, "storageTypes": "all"})
        self._origins.clear()
        self._embedded_chains.clear()
        self.console.clear()
        self._send("Page.resetNavigationHistory", {})

    @contextmanager
    def measuring_work(self, view: Page | Frame) -> Iterator[Callable[[], float]]:
        """Yield a function that returns the processor seconds used since the ``with`` block began.

        Only tasks on the main thread of the page or frame count. A frame in the page's process counts as the page.
        """
        devtools = self._devtools_of(view)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _task_seconds(devtools)
        yield lambda: _task_seconds(devtools) - before
        devtools.send("Performance.disable")

    def _send(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return self._devtools_of(self.page).send(method, parameters)

    def _devtools_of(self, view: Page | Frame) -> CDPSession:
        """Return a DevTools session whose commands do not mark the window as changed.

        The class's method opens it, since ``_watch_devtools_sessions`` has replaced ``self.context.new_cdp_session``.
        """
        if view is not self.page:
            # A frame of another site has a process of its own; any other frame shares its page's.
            with suppress(Error):
                return BrowserContext.new_cdp_session(self.context, view)
        if self._devtools is None:
            self._devtools = BrowserContext.new_cdp_session(self.context, self.page)
        return self._devtools

    def _watch_methods(self, target: BrowserContext | Page, methods: tuple[str, ...]) -> None:
        """Mark the window as changed when one of these methods is called."""
        for name in methods:
            setattr(target, name, self._wrap_to_mark_changed(getattr(target, name)))

    def _wrap_to_mark_changed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def mark_and_call(*arguments: Any, **named: Any) -> Any:
            self._is_changed = True
            return method(*arguments, **named)

        return mark_and_call

    def _block_third_party_cookies(self) -> None:
        """Block third-party cookies, as Chromium's settings do, in each page that ``new_page`` opens.

        The headless shell has neither these settings nor a command line option for them. The DevTools command is in
        effect until its session ends.
        """
        open_page = self.context.new_page

        @wraps(open_page)
        def open_blocking() -> Page:
            page = open_page()
            devtools = BrowserContext.new_cdp_session(self.context, page)
            devtools.send("Network.enable")
            devtools.send("Network.setCookieControls", COOKIE_CONTROLS)
            return page

        self.context.new_page = open_blocking  # type: ignore[method-assign]

    def _watch_devtools_sessions(self) -> None:
        """Mark the window as changed by every DevTools command except those of HARMLESS_COMMANDS."""
        open_session = self.context.new_cdp_session

        @wraps(open_session)
        def watched(page: Page | Frame) -> CDPSession:
            session = open_session(page)
            send, mark_and_send = session.send, self._wrap_to_mark_changed(session.send)

            def send_watched(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
                return dict((send if method.startswith(HARMLESS_COMMANDS) else mark_and_send)(method, params))

            session.send = send_watched  # type: ignore[method-assign, assignment]
            return session

        self.context.new_cdp_session = watched  # type: ignore[method-assign]


def _origin_of(url: str) -> str:
    """Return the origin of an http or https URL; "" for any other URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""


def _chain_of(frame: Frame) -> OriginChain:
    embedding = _chain_of(frame.parent_frame) if frame.parent_frame else ()
    return (_origin_of(frame.url), *embedding)


def _chains_in(tree: dict[str, Any], embedding: OriginChain) -> Iterator[tuple[str, OriginChain]]:
    """Yield the DevTools id and the chain of each frame in a frame tree."""
    chain = (_origin_of(tree["frame"]["url"]), *embedding)
    yield tree["frame"]["id"], chain
    for child in tree.get("childFrames", []):
        yield from _chains_in(child, chain)


def _task_seconds(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))
