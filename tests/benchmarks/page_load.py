"""Measure CPU and wall time of loading the room's page.

Usage: ``python -m tests.benchmarks.page_load [--against COMMIT]``.

A visit opens the attendee's link and ends when the toolbar is visible. Each round measures the following loads in one
browser, for each tree: a cold load (in a new browser context), a load in a new page of the same context, two loads in
that same page (without cookies, from a blank page), and an empty page in a new context. The empty page is the cost that
no change to the room's page can reduce. The CPU time is that of all processes: the room's server, the browser with its
renderer and network service, and Playwright's driver.

``--against`` compares with another commit, in a temporary worktree. ``--requests`` only lists the requests of each
visit.
"""

import argparse
import contextlib
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from people.browsers import COMMON_FLAGS, find_chromium
from rooms.reference import ReferenceServer
from tests.benchmarks.process_cpu import cpu_by_process, wait_until_idle
from tests.benchmarks.worktree import ROOT, python_of, worktree

COLD, NEW_PAGE, SAME_PAGE, EMPTY = "cold load", "new page", "same page", "empty page"
THIS_TREE = "this tree"
Cpu = dict[str, float]


class Tree:
    """A room served from one work tree of the project."""

    def __init__(self, name: str, folder: Path, data: Path) -> None:
        self.name = name
        self._server = ReferenceServer(data / name, "--rate-factor", "0", source=folder, python=python_of(folder))
        self.url = self._server.address

    def close(self) -> None:
        self._server.close()


class Measurements:
    """CPU seconds by process, and wall seconds, for each kind of load and each tree."""

    def __init__(self) -> None:
        self.wall: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.cpu: dict[tuple[str, str], list[Cpu]] = defaultdict(list)

    @contextlib.contextmanager
    def measure(self, tree: str, kind: str) -> Iterator[None]:
        """Measure the wall time of the block, and the CPU time until all processes are idle again."""
        wait_until_idle()
        before, start = cpu_by_process(), time.perf_counter()
        yield
        self.wall[tree, kind].append(time.perf_counter() - start)
        wait_until_idle()
        after = cpu_by_process()
        self.cpu[tree, kind].append({name: seconds - before.get(name, 0.0) for name, seconds in after.items()})

    def clear(self) -> None:
        self.wall.clear()
        self.cpu.clear()


def visit(context: BrowserContext, link: str) -> Page:
    """Open the room in a new page, and wait for its toolbar."""
    page = context.new_page()
    enter(page, link)
    return page


def enter(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("toolbar", name="Controls")).to_be_visible(timeout=60_000)


def measure_loads(browser: Browser, tree: Tree, measurements: Measurements, link: str) -> None:
    """Measure one load of each kind."""
    with measurements.measure(tree.name, COLD):
        context = browser.new_context()
        page = visit(context, link)
    page.close()
    with measurements.measure(tree.name, NEW_PAGE):
        page = visit(context, link)
    for _ in range(2):
        page.goto("about:blank")
        context.clear_cookies()
        with measurements.measure(tree.name, SAME_PAGE):
            enter(page, link)
    context.close()
    with measurements.measure(tree.name, EMPTY):
        context = browser.new_context()
        context.new_page().goto(f"{tree.url}/healthz")
    context.close()


def open_session(browser: Browser, tree: Tree) -> str:
    """Return the attendee's link of a new session."""
    context = browser.new_context()
    response = context.request.post(
        f"{tree.url}/api/sessions?links=entry", data={"title": "Morning lesson", "access": "request"}
    )
    link = f"{response.json()['attendee']}?name=Ada"
    context.close()
    return link


def list_requests(browser: Browser, tree: Tree) -> None:
    """Print the requests of each visit, and how many the browser's cache answered."""
    link = open_session(browser, tree)
    context = browser.new_context()
    for kind in (COLD, NEW_PAGE):
        page = context.new_page()
        urls: list[str] = []
        cached: list[bool] = []
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event, urls=urls: urls.append(event["request"]["url"]))
        session.on(
            "Network.responseReceived",
            lambda event, cached=cached: cached.append(event["response"].get("fromDiskCache", False)),
        )
        enter(page, link)
        page.wait_for_load_state("networkidle")
        print(f"{tree.name}, {kind}: {len(urls)} requests, {sum(cached)} answered from the cache")
        print("\n".join(f"  {url.removeprefix(tree.url)[:100]}" for url in urls))
        page.close()
    context.close()


def format_table(measurements: Measurements, trees: list[str]) -> str:
    """Return the table of medians."""
    lines = []
    for kind in (COLD, NEW_PAGE, SAME_PAGE, EMPTY):
        for tree in trees:
            cpu = measurements.cpu[tree, kind]
            total = statistics.median(sum(seconds.values()) for seconds in cpu)
            wall = statistics.median(measurements.wall[tree, kind])
            names = sorted({name for seconds in cpu for name in seconds})
            parts = {name: statistics.mean(seconds.get(name, 0.0) for seconds in cpu) for name in names}
            descriptions = ", ".join(
                f"{name} {seconds * 1000:.0f}" for name, seconds in parts.items() if seconds > 0.001
            )
            lines.append(
                f"{kind:<12} {tree:<10} CPU {total * 1000:>5.0f} ms  wall {wall * 1000:>5.0f} ms   ({descriptions})"
            )
        if len(trees) == 2:
            cpu_medians = [
                statistics.median(sum(seconds.values()) for seconds in measurements.cpu[tree, kind]) for tree in trees
            ]
            wall_medians = [statistics.median(measurements.wall[tree, kind]) for tree in trees]
            cpu_ratio, wall_ratio = cpu_medians[0] / cpu_medians[1], wall_medians[0] / wall_medians[1]
            lines.append(f"{kind:<12} ratio      CPU {cpu_ratio:.2f}  wall {wall_ratio:.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--requests", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        trees = [Tree(THIS_TREE, ROOT, data)]
        if options.against:
            trees.append(Tree(options.against[:7], stack.enter_context(worktree(options.against)), data))
        for tree in trees:
            stack.callback(tree.close)
        playwright = stack.enter_context(sync_playwright())
        path = find_chromium(playwright.chromium.executable_path, full=False)
        browser = playwright.chromium.launch(executable_path=path, args=COMMON_FLAGS)
        stack.callback(browser.close)
        if options.requests:
            for tree in trees:
                list_requests(browser, tree)
            return
        measurements = Measurements()
        for number in range(options.rounds + 1):
            for tree in trees:
                measure_loads(browser, tree, measurements, open_session(browser, tree))
            if number == 0:
                measurements.clear()
        print(format_table(measurements, [tree.name for tree in trees]))


if __name__ == "__main__":
    main()
