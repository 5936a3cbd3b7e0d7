"""Where each address leads: the admin and its door, the newsletter, and last the pages, which stand at the root."""

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from js_asset import static_lazy

icon = RedirectView.as_view(url=static_lazy("img/icon-32.png"), http_method_names=["get", "head"])

handler500 = "kratominfo.outage.answer"
urlpatterns: list[URLPattern | URLResolver] = []
if apps.is_installed("debug_toolbar"):
    urlpatterns += [
        path("__debug__/", include("debug_toolbar.urls")),
        path("__reload__/", include("django_browser_reload.urls")),
    ]
if apps.is_installed("anymail"):
    urlpatterns += [path("anymail/", include("anymail.urls"))]
urlpatterns += [
    path("favicon.ico", cache_control(public=True, max_age=86_400)(icon)),  # asked for by who reads no <link>
    path("admin/", admin.site.urls),
    path("accounts/", include("kratominfo.account_urls")),
    path("newsletter/", include("newsletter.urls")),
    path("", include("articles.urls")),
]
