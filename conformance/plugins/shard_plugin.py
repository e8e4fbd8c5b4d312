"""Runs one part of the features, for several machines: ``--shard 2/5`` is the second of five parts.

pytest-split makes parts that take about the same time, by the durations in ``features/durations.json``;
``--store-durations`` writes those of a run to that file.
"""

import re

import pytest

DURATIONS = "features/durations.json"
"""Seconds of each scenario run, in pytest-split's own format."""
SHARD = re.compile(r"([1-9]\d*)/([1-9]\d*)")


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "run only part K of N, such as 2/5; merge the records of all parts with `make docs`"
    parser.getgroup("stagedoor").addoption("--shard", metavar="K/N", help=help_)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Set pytest-split's options before it checks them."""
    config.option.durations_path = str(config.rootpath / DURATIONS)
    if (shard := config.getoption("--shard")) is not None:
        config.option.group, config.option.splits = parse_shard(shard)
        config.option.splitting_algorithm = "least_duration"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Leave the durations to the controller, which receives the reports of all workers."""
    if hasattr(config, "workerinput"):
        config.option.store_durations = False


def parse_shard(shard: str) -> tuple[int, int]:
    """Return the part's number and the number of parts; raise UsageError for any other text."""
    match = SHARD.fullmatch(shard.strip())
    if match is None or int(match[1]) > int(match[2]):
        raise pytest.UsageError(f"--shard {shard}: not a part. Use K/N with K from 1 to N, such as 2/5.")
    return int(match[1]), int(match[2])
