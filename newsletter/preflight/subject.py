"""What stands in the list of mails: true, short enough to be read whole, and not what stood there last time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.preflight.finding import Finding, warning
from newsletter.preflight.proof import Proof

SHOWN = 70  # characters that a wide screen shows
SHOUTED = 6  # letters: fewer in capitals may be an abbreviation
ANSWER = re.compile(r"^\s*(re|aw|sv|fwd?|wg|tr)\s*:", re.IGNORECASE)


def the_subject_is_true(proof: Proof) -> Iterator[Finding]:
    """CAN-SPAM: a subject must not mislead."""
    subject = proof.subject
    letters = [letter for letter in subject if letter.isalpha()]
    if not subject:
        yield Finding("subject", "The letter has no subject. Say in a few words what is in it.")
    if len(subject) > SHOWN:
        yield warning("subject length", f"The subject has {len(subject)} characters; about {SHOWN} are shown whole.")
    if len(letters) >= SHOUTED and all(letter.isupper() for letter in letters):
        yield warning("capitals", "The subject is all capitals, which reads as shouting and looks like spam.")
    if answer := ANSWER.match(subject):
        yield warning("true subject", f"“{answer[0].strip()}” claims an answer that this letter is not. Take it away.")


def there_is_a_preheader(proof: Proof) -> Iterator[Finding]:
    if not proof.preheader:
        text = (
            "There is no preheader, so mail programs show the first words of the letter after the subject. Write one."
        )
        yield warning("preheader", text)
    elif proof.preheader.casefold() == proof.subject.casefold():
        yield warning("preheader", "The preheader repeats the subject. Let it say what the subject could not.")


def it_is_not_the_last_one(proof: Proof) -> Iterator[Finding]:
    if proof.subject and proof.subject.casefold() == proof.last_subject.casefold():
        text = "The last letter had this very subject. Many will take this one for the same; write another."
        yield warning("same subject", text)
