"""The addresses of the newsletter. Leaving works with and without a last slash: mail programs follow no redirect."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter
from django.views.generic import RedirectView

from newsletter import archive, feeds, views, webhook
from newsletter.preferences import held, moving, pausing, topics, yours


class Ordinal(IntConverter):
    """1, 2, 3 …, each written in one way only, none too large for a column."""

    regex = "[1-9][0-9]{0,8}"


class Place(IntConverter):
    """0, 1, 2 …, as in a list."""

    regex = "(?:0|[1-9][0-9]{0,3})"


register_converter(Ordinal, "ordinal")
register_converter(Place, "place")

app_name = "newsletter"
first = RedirectView.as_view(pattern_name="newsletter:issues", permanent=True, http_method_names=["get", "head"])
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave),
    path("leave/<str:token>", views.leave, name="leave"),
    path("preferences/<str:token>/", topics.preferences, name="preferences"),
    path("preferences/<str:token>/pause/", pausing.pause, name="pause"),
    path("preferences/<str:token>/address/", moving.change_address, name="change_address"),
    path("preferences/<str:token>/held/", held.held, name="held"),
    path("preferences/<str:token>/held.json", held.download, name="download"),
    path("preferences/<str:token>/erase/", held.erase, name="erase"),
    path("move/<str:token>/", moving.move, name="move"),
    path("yours/", yours.yours, name="yours"),
    path("issues/", archive.issues, name="issues"),
    path("issues/page/1/", first),
    path("issues/page/<ordinal:number>/", archive.issues, name="issues"),
    path("issues/feed.xml", feeds.issues_feed, name="issues_feed"),
    path("issues/<ordinal:number>/", archive.issue, name="issue"),
    path("go/<ordinal:campaign>/<place:link>/", archive.go, name="go"),
    path("events/", webhook.events, name="events"),
]
