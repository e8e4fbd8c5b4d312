"""Shards divide the features among several machines; each scenario is in exactly one shard."""

import os
import re
from pathlib import Path

import pytest

from conformance.plugins.shard_plugin import parse_shard
from tests.forked_pytest import run_pytest

ROOT = Path(__file__).parents[3]
FEATURE = "features/chat.feature"


def collect_ids(*options: str) -> list[str]:
    arguments = ["-p", "no:cacheprovider", "--collect-only", "-q", FEATURE, *options]
    result = run_pytest(arguments, ROOT, os.environ, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    return [line for line in result.stdout.splitlines() if line.startswith(FEATURE)]


@pytest.mark.nested_run
def test_each_scenario_is_in_exactly_one_shard() -> None:
    shards = [collect_ids("--shard", f"{number}/2") for number in (1, 2)]
    assert all(shards)
    assert sorted(id_ for ids in shards for id_ in ids) == sorted(collect_ids())


@pytest.mark.parametrize("shard", ["2", "0/3", "4/3", "1/0", "one/two", "", "1/2/3"])
def test_refuses_an_invalid_shard(shard: str) -> None:
    expected = f"--shard {shard}: not a part. Use K/N with K from 1 to N, such as 2/5."
    with pytest.raises(pytest.UsageError, match=re.escape(expected)):
        parse_shard(shard)
