"""The wiring as an app, so that its commands and checks are found."""

from importlib import import_module

from django.apps import AppConfig


class KratominfoConfig(AppConfig):
    name = "kratominfo"
    verbose_name = "kratominfo"

    def ready(self) -> None:
        import_module("kratominfo.checks")
