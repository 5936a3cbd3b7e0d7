"""The wiring as an app, so that its commands and checks are found."""

from django.apps import AppConfig


class KratominfoConfig(AppConfig):
    name = "kratominfo"
    verbose_name = "kratominfo"
