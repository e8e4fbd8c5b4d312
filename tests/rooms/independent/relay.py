"""The media server of the variant "forwarded": a browser with a page for each session in use."""

from asyncio import Lock

from playwright.async_api import Browser, Page, async_playwright

from people.browsers import COMMON_FLAGS, find_chromium
from tests.rooms.independent.session import Session

LOCAL_ADDRESSES = "--disable-features=WebRtcHideLocalIpsWithMdns"
"""Makes Chromium use local IP addresses, which it hides from pages that use no device."""


class Relay:
    """Opens and closes the pages, whose script screens/relay.js forwards the media."""

    def __init__(self) -> None:
        self._browser: Browser | None = None
        self._pages: dict[Session, Page] = {}
        self._lock = Lock()

    async def open_or_close_page(self, session: Session, address: str) -> None:
        """Open the session's page at this address if people are in the session, and close it if it is empty."""
        async with self._lock:
            if session.people and session not in self._pages:
                self._pages[session] = page = await (await self._start_browser_once()).new_page()
                await page.goto(address)
            elif not session.people and session in self._pages:
                session.relay.connection = None
                await self._pages.pop(session).close()

    async def _start_browser_once(self) -> Browser:
        if not self._browser:
            chromium = (await async_playwright().start()).chromium
            path = find_chromium(chromium.executable_path, full=False)
            self._browser = await chromium.launch(executable_path=path, args=[*COMMON_FLAGS, LOCAL_ADDRESSES])
        return self._browser
