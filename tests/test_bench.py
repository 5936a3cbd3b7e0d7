"""What `make bench` counts, what it makes of its counts, and that it runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kratominfo.management.commands import run
from tests.bench import load, processor, report, servers
from tests.bench.figures import Figure, times_the_cost, times_the_speed
from tests.bench.targets import targets

ROOT = Path(__file__).parent.parent
SAID_BY_WRK = """Running 4s test @ http://127.0.0.1:8000/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   671.55us  215.24us   5.17ms   88.46%
    Req/Sec    23.86k     1.05k   25.35k    70.00%
  95012 requests in 4.00s, 12.05MB read
{complaint}Requests/sec:  23734.10
Transfer/sec:      3.01MB
"""


def in_rounds(*costs, requests=1000):
    """A figure for each round, from milliseconds of CPU a request; as many a second as that lets through."""
    return [Figure(requests=requests, per_second=1000 / cost, cpu=cost * requests / 1000) for cost in costs]


def test_requests_and_their_speed_are_those_that_wrk_names():
    assert load.read(SAID_BY_WRK.format(complaint="")) == load.Load(95012, 23734.1, ())


@pytest.mark.parametrize(
    "complaint", ["Socket errors: connect 0, read 7, write 0, timeout 0", "Non-2xx or 3xx responses: 3"]
)
def test_what_was_refused_or_broken_off_is_heard(complaint):
    assert load.read(SAID_BY_WRK.format(complaint=f"  {complaint}\n")).complaints == (complaint,)


def test_an_odd_name_of_a_process_does_not_move_its_figures():
    stat = "42 (odd (name) 7) S 41 1 1 0 -1 4194560 100 0 0 0 250 31 9 9 20 0 8 0 100 1 2"
    assert processor.read(stat) == (42, (41, 281))


def test_what_a_server_started_counts_with_it_and_nobody_else_does():
    table = {1: (0, 5), 10: (1, 7), 11: (10, 20), 12: (11, 300), 20: (1, 9000)}
    assert processor.family([10], table) == {10, 11, 12}


def test_work_that_is_done_shows_as_seconds_of_processor():
    before = processor.spent(os.getpid())
    sum(range(3_000_000))
    assert 0 < processor.spent(os.getpid()) - before < 30


def test_ratios_are_taken_within_a_round_because_the_machine_is_not_always_the_same():
    rounds = {"slow": in_rounds(2, 20, 3), "quick": in_rounds(1, 10, 1)}
    assert times_the_cost(rounds, "slow", "quick") == pytest.approx(2)
    assert times_the_speed(rounds, "quick", "slow") == pytest.approx(2)


@pytest.mark.parametrize(("cost", "verdict"), [(1.3, "met"), (1.31, "**not met**")])
def test_an_aim_that_is_missed_is_said_to_be_missed(cost, verdict):
    rounds = {"granian on": in_rounds(cost), "granian empty": in_rounds(1)}
    chosen = [target for target in targets() if target.key in rounds]
    row = next(line for line in report.tables(rounds, chosen).splitlines() if "times an empty" in line)
    assert row.split(" | ")[1:3] == ["≤ 1.3", f"{cost:.3f}"]
    assert row.endswith(f"| {verdict} |")


@pytest.mark.parametrize(("cost", "verdict"), [(5, "met"), (5.02, "**not met**")])
def test_an_aim_of_speed_is_missed_by_what_is_too_slow(cost, verdict):
    rounds = {"granian on": in_rounds(cost), "nginx static": in_rounds(1)}
    row = next(line for line in report.tables(rounds, []).splitlines() if "nginx with a file" in line)
    assert row.endswith(f"| {verdict} |")


def test_granian_is_measured_as_the_site_is_run():
    assert run.GRANIAN[1:] == servers.GRANIAN


@pytest.mark.slow
@pytest.mark.nginx
@pytest.mark.skipif(not shutil.which("wrk"), reason="needs wrk")
def test_a_short_bench_measures_and_writes_its_tables_and_pictures(tmp_path):
    (tmp_path / "performance.md").write_text("# How fast it is\n\nwords of people\n")
    only = "granian empty,granian on,granian 304 on,nginx keyed"
    short = os.environ | {"ROUNDS": "1", "SECONDS": "1", "ONLY": only}
    command = [sys.executable, "-m", "tests.bench", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=short, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "performance.md").read_text()
    assert "words of people" in written
    assert "granian: article, door on" in written
    assert "<svg" in (tmp_path / "images" / "bench-cpu.svg").read_text()


def test_without_its_tools_the_bench_says_which_one_to_install(tmp_path):
    command = [sys.executable, "-m", "tests.bench"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.stderr.startswith("make bench needs ")
    assert "which is not here: on Debian, apt install " in done.stderr
    assert done.returncode == 1
