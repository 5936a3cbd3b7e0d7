"""Where each address leads: the admin and its door, the newsletter, and last the pages, which stand at the root."""

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if apps.is_installed("debug_toolbar"):
    urlpatterns += [
        path("__debug__/", include("debug_toolbar.urls")),
        path("__reload__/", include("django_browser_reload.urls")),
    ]
urlpatterns += [
    path("admin/", admin.site.urls),
    path("accounts/", include("kratominfo.account_urls")),
    path("newsletter/", include("newsletter.urls")),
    path("", include("articles.urls")),
]
