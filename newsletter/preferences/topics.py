"""Which letters a subscriber gets, and the way to everything else that they can do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from articles.models.filing import PublishedTopic
from articles.models.topic import Topic
from newsletter.models.subscriber import Subscriber
from newsletter.preferences.link import for_subscribers, page
from newsletter.received import ban_of
from newsletter.tokens import leave_token

GONE = "One of these topics is no longer there. Nothing was saved: please look again, and save."


class TopicsForm(forms.Form):
    """Topics by their slug, of those that are offered: no value of a request is looked up."""

    topics = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": GONE})

    def __init__(self, offered: list[Topic], *args: Any) -> None:
        super().__init__(*args)
        self.offered = offered
        self.fields["topics"].choices = [(topic.slug, topic.name) for topic in offered]

    def chosen(self) -> list[Topic]:
        return [topic for topic in self.offered if topic.slug in self.cleaned_data["topics"]]


@for_subscribers
def preferences(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    form = TopicsForm(list(offered_to(subscriber)), request.POST if request.method == "POST" else None)
    is_saved = form.is_valid()
    if is_saved:
        subscriber.topics.set(form.chosen())
    context = {"form": form, "is_saved": is_saved, "token": token, "leave": leave_token(subscriber.handle)}
    context |= {"subscriber": subscriber, "ban": ban_of(subscriber)}
    context["chosen"] = list(subscriber.topics.order_by("name"))
    return page(request, "preferences", status=422 if form.errors else 200, **context)


def offered_to(subscriber: Subscriber) -> QuerySet[Topic]:
    """Topics that pages are filed under, and those that were chosen before: saving must lose none of them."""
    filed = PublishedTopic.objects.filter(topic=OuterRef("pk"))
    chosen = subscriber.topics.through.objects.filter(subscriber=subscriber, topic=OuterRef("pk"))
    return Topic.objects.filter(Q(Exists(filed)) | Q(Exists(chosen))).order_by("name")
