"""What a mail server says, and what it means for the letter."""

from __future__ import annotations

from uuid import UUID

import pytest

from newsletter.handover import MOST_TRIES, Claimed
from newsletter.models.delivery import Fate
from newsletter.postman import Postman
from newsletter.replies import SenderRefused, Trouble
from tests.newsletter.postoffice import ACCEPTED, HANG_UP

SENDER = "news@example.org"
LETTER = b"Subject: Hello\r\n\r\nGood morning.\r\n.\r\n..and good night.\r\n"


@pytest.fixture(params=[[], ["PIPELINING"]], ids=["one by one", "in one go"])
def post(post, request):
    post.announces = request.param
    return post


@pytest.fixture
def postman(post):
    postman = Postman()
    yield postman
    postman.close()


def to(address: str = "reader@example.org", *, tries: int = 0) -> Claimed:
    return Claimed(1, 1, 1, "example.org", tries, address, UUID(int=1))


def hand_over(postman, letter: bytes = LETTER, **more):
    return postman.hand_over(to(**more), SENDER, letter)


def test_a_letter_arrives_as_it_was_written(post, postman):
    outcome = hand_over(postman)
    assert (outcome.fate, outcome.code) == (Fate.ACCEPTED, 250)
    assert post.recipients == ["reader@example.org"]
    assert post.mails[0].get_content() == "Good morning.\r\n.\r\n..and good night.\r\n"


def test_one_connection_carries_many_letters(post, postman):
    for _ in range(5):
        hand_over(postman)
    assert (len(post.mails), len(post.connections)) == (5, 1)


def test_after_many_letters_it_takes_a_new_connection(post, postman, monkeypatch):
    monkeypatch.setattr("newsletter.postman.MANY", 2)
    for _ in range(5):
        hand_over(postman)
    assert (len(post.mails), len(post.connections)) == (5, 3)


@pytest.mark.parametrize("where", ["answer", "answer_to"])
@pytest.mark.parametrize(
    ("reply", "fate", "code", "reason", "is_gone"),
    [
        ("550 5.1.1 reader@example.org is unknown", Fate.FAILED, 550, "550 5.1.1", True),
        ("550 5.1.10 null MX", Fate.FAILED, 550, "550 5.1.10", True),
        ("550 5.7.515 not authenticated", Fate.FAILED, 550, "550 5.7.515", False),
        ("552 5.2.2 mailbox full", Fate.FAILED, 552, "552 5.2.2", False),
        ("554 No", Fate.FAILED, 554, "554", False),
        ("450 4.2.0 greylisted", Fate.DEFERRED, 450, "450 4.2.0", False),
        ("451 reader@example.org later", Fate.DEFERRED, 451, "451", False),
        ("421 4.7.0 too many", Fate.DEFERRED, 421, "421 4.7.0", False),
        ("454 4.7.0 no TLS now", Fate.DEFERRED, 454, "454 4.7.0", False),
    ],
)
def test_of_a_refusal_the_code_is_kept_and_no_address(post, postman, where, reply, fate, code, reason, is_gone):
    setattr(post, where, lambda *_: reply)
    outcome = hand_over(postman)
    assert (outcome.fate, outcome.code, outcome.reason, outcome.is_gone) == (fate, code, reason, is_gone)
    setattr(post, where, lambda *_: ACCEPTED)
    assert hand_over(postman).fate == Fate.ACCEPTED


def test_a_greylisted_letter_is_taken_when_it_comes_again(post, postman):
    replies = iter(["450 4.2.0 Come again", ACCEPTED])
    post.answer_to = lambda address: next(replies)
    assert [hand_over(postman).fate, hand_over(postman, tries=1).fate] == [Fate.DEFERRED, Fate.ACCEPTED]


def test_after_five_tries_it_gives_up(post, postman):
    post.answer_to = lambda address: "450 4.2.0 Come again"
    assert hand_over(postman, tries=MOST_TRIES - 1).fate == Fate.FAILED


def test_one_refusal_leaves_the_connection_good_for_the_next(post, postman):
    post.answer_to = lambda address: "550 5.1.1 no" if "first" in address else ACCEPTED
    hand_over(postman, address="first@example.org")
    assert hand_over(postman, address="second@example.org").fate == Fate.ACCEPTED
    assert len(post.connections) == 1


def test_a_connection_lost_before_the_letter_is_no_doubt(post, postman):
    post.answer_to = lambda address: HANG_UP
    outcome = hand_over(postman)
    assert (outcome.fate, outcome.reason) == (Fate.DEFERRED, "connection lost: SMTPServerDisconnected")


def test_a_connection_lost_within_the_letter_is_no_doubt(post, postman):
    post.leaves_within = True
    outcome = hand_over(postman, b"Subject: Long\r\n\r\n" + b"A line of a very long letter.\r\n" * 500_000)
    assert outcome.fate == Fate.DEFERRED
    assert post.mails == []


def test_a_connection_lost_after_the_full_stop_is_a_doubt(post, postman):
    post.answer = lambda: HANG_UP
    outcome = hand_over(postman)
    assert (outcome.fate, outcome.code) == (Fate.IN_DOUBT, 0)
    assert outcome.reason == "no answer after the end: SMTPServerDisconnected"


def test_a_server_that_never_answers_the_full_stop_leaves_a_doubt(post, postman, settings):
    settings.EMAIL_TIMEOUT = 1
    post.answer = lambda: __import__("time").sleep(3) or ACCEPTED
    assert hand_over(postman).fate == Fate.IN_DOUBT


def test_an_answer_that_makes_no_sense_leaves_a_doubt(post, postman):
    post.answer = lambda: "Thank you very much"
    assert hand_over(postman).fate == Fate.IN_DOUBT


def test_a_server_that_grew_tired_of_waiting_is_called_anew(post, postman):
    hand_over(postman)
    post.hang_up()
    assert hand_over(postman).fate == Fate.ACCEPTED
    assert len(post.connections) == 2


def test_a_server_that_is_down_is_trouble_and_nothing_is_handed_over(post, postman, settings):
    settings.EMAIL_PORT = 1
    with pytest.raises(Trouble):
        hand_over(postman)


def test_a_server_that_takes_nothing_now_is_trouble(post, postman):
    post.answer_sender = lambda: "451 4.3.0 Later"
    with pytest.raises(Trouble):
        hand_over(postman)


def test_a_server_that_refuses_the_sender_needs_a_person(post, postman):
    post.answer_sender = lambda: "550 5.7.1 Not you"
    with pytest.raises(SenderRefused, match="refuses the sender \\(550\\)"):
        hand_over(postman)


def test_what_is_said_in_one_go_is_answered_in_one_go(post, postman, monkeypatch):
    post.announces = ["PIPELINING"]
    hand_over(postman)
    said = []
    monkeypatch.setattr(postman._server, "send", said.append)
    monkeypatch.setattr(postman._server, "getreply", lambda: (450, b"4.0.0 no"))
    with pytest.raises(Trouble):
        postman._begun(postman._server, SENDER, "reader@example.org")
    assert said == [b"MAIL FROM:<news@example.org>\r\nRCPT TO:<reader@example.org>\r\nDATA\r\n"]


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example\n", "a b@c.example"])
def test_no_address_can_be_a_command(post, postman, address):
    post.announces = ["PIPELINING"]
    with pytest.raises(ValueError, match="no address"):
        hand_over(postman, address=address)
    assert post.mails == []


def test_a_server_that_wants_a_letter_for_nobody_is_left(post, postman, monkeypatch):
    post.announces = ["PIPELINING"]
    hand_over(postman)
    replies = iter([(250, b""), (550, b"5.1.1 no"), (354, b"Go on")])
    monkeypatch.setattr(postman._server, "getreply", lambda: next(replies))
    assert hand_over(postman).code == 550
    assert postman._server is None
