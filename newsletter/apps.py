"""The newsletter: who asked for it, and proof of it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """By name: its models are there only now."""
        import_string("newsletter.provider.listen")()
