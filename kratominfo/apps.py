"""The wiring as an app, so that its commands and checks are found, and the admin with its door."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class KratominfoConfig(AppConfig):
    name = "kratominfo"
    verbose_name = "kratominfo"

    def ready(self) -> None:
        import_module("kratominfo.checks")


class DeskConfig(AdminConfig):
    default_site = "kratominfo.entrance.Desk"
