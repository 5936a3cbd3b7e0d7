"""Workers are killed at random moments while they send; afterwards everybody is accounted for. The full size is
`make crash-test`."""

from __future__ import annotations

import os

import pytest

from newsletter.models.delivery import Fate
from tests.newsletter.crash.account import is_true
from tests.newsletter.crash.running import run

SMALL = ["--recipients", "600", "--kills", "5", "--mood", "awkward"]


@pytest.fixture(scope="module")
def server() -> str | None:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else None


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "4"])
def test_nobody_is_forgotten_and_nobody_mailed_twice(server, workers):
    account = run(server, *SMALL, "--workers", workers)
    assert account["audience"] == 600
    assert account["accepted"] + account["refused"] + account["skipped"] + account["in_doubt"] == 600
    assert (account["lost"], account["repeats"]) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "4"])
def test_with_sending_again_there_are_no_more_repeats_than_doubts(server, workers):
    account = run(server, *SMALL, "--workers", workers, "--resend")
    assert account["accepted"] + account["refused"] + account["skipped"] + account["in_doubt"] == 600
    assert account["lost"] == 0
    assert 0 < account["repeats"] <= account["doubts"]


@pytest.mark.parametrize(
    ("fate", "reason", "letters", "truth"),
    [
        (Fate.ACCEPTED, "", 1, True),
        (Fate.ACCEPTED, "", 0, False),
        (Fate.SKIPPED, "left", 0, True),
        (Fate.SKIPPED, "", 0, False),
        (Fate.SKIPPED, "left", 1, False),
        (Fate.FAILED, "550", 1, False),
        (Fate.QUEUED, "", 0, False),
        (Fate.IN_DOUBT, "the worker died", 1, True),
    ],
)
def test_the_account_finds_a_row_that_does_not_tell_the_truth(fate, reason, letters, truth):
    assert is_true(fate, reason, letters) is truth
