"""What a run leaves out is said; where everything must run, a skip is a failure; and every run is counted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = """
import pytest

def test_sound(): pass

@pytest.mark.browser
def test_looked_at(): pytest.skip("no window")

@pytest.mark.postgresql
def test_locked(): pass

@pytest.mark.slow
def test_long(): pass

def test_elsewhere(): pytest.skip("not on this system")
"""


@pytest.fixture
def run(tmp_path):
    """Runs the sample as its own test run; gives what it said last and its count."""
    sample, tally = tmp_path / "test_sample.py", tmp_path / "tally"
    sample.write_text(SAMPLE)

    def run(*arguments, **environment):
        environment = {"PATH": os.environ["PATH"], "TALLY": str(tally), **environment}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-c",
            "pyproject.toml",
            "-p",
            "no:cacheprovider",
            str(sample),
            *arguments,
        ]
        answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return answer.stdout, tally.read_text().strip()

    return run


@pytest.mark.slow
def test_a_run_says_what_it_left_out_and_why(run):
    said, count = run(PATH="/nowhere")
    assert "Skipped: browser tests (no Chromium found), " in said
    assert "postgresql tests (DATABASE_URL names no PostgreSQL), slow tests (`make ci` runs them)." in said
    assert count == "1 0 1"


@pytest.mark.slow
def test_where_everything_must_run_a_skip_is_a_failure(run):
    said, count = run(CI_STRICT="1")
    assert "Skipped, which is a failure here" in said
    assert count == "1 1 1"


@pytest.mark.slow
def test_slow_tests_run_when_asked_for(run):
    assert run("-m", "slow")[1] == "1 0 0"
