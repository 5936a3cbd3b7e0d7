"""A few answers of readers, plainly of the demonstration, so that the list of the staff can be looked at."""

from __future__ import annotations

from articles.models.feedback import Feedback
from articles.models.publication import Publication

SAID = [
    ("articles/can-kratom-help-with-fibromyalgia", "helped", ""),
    ("articles/can-kratom-help-with-fibromyalgia", "helped", ""),
    (
        "articles/can-kratom-help-with-fibromyalgia",
        "unhelpful",
        "Demonstration: I looked for what a pharmacist checks.",
    ),
    ("articles/can-kratom-help-with-fibromyalgia", "error", "Demonstration: one link in the references leads nowhere."),
]


def load() -> None:
    """Where nobody has said anything yet."""
    if Feedback.objects.exists():
        return
    for path, verdict, words in SAID:
        if publication := Publication.objects.cards().at(path):
            about = {"page_id": publication.page_id, "revision_id": publication.revision_id}
            Feedback.objects.create(
                verdict=verdict, words=words, section="references" if verdict == "error" else "", **about
            )
