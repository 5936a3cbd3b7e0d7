"""Choosing among thousands: fields that ask for matches while one types, and draw what is chosen without asking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.http import HttpRequest


class AtHand(AutocompleteMixin):
    """`at_hand` are the records that are chosen, where somebody has read them already."""

    at_hand: Iterable[models.Model] = ()

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        at_hand = {str(record.pk): record for record in self.at_hand}
        wanted = [str(key) for key in value if key]
        if not set(wanted) <= at_hand.keys():
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance
        may_be_empty = not (self.is_required or self.allow_multiple_selected)
        drawn = [("", "", False)] if may_be_empty else []
        drawn += [(key, label(at_hand[key]), True) for key in wanted]
        return [(None, [self.create_option(name, *option, number) for number, option in enumerate(drawn)], 0)]


class ChooseOne(AtHand, AutocompleteSelect):
    pass


class ChooseMany(AtHand, AutocompleteSelectMultiple):
    pass


class Choosing:
    """For an inline: its `autocomplete_fields` with one query a field, not one a row."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            options["widget"] = ChooseOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            options["widget"] = ChooseMany(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **options)


class ChosenForm(forms.ModelForm):
    """Hands each field what its instance has read already: `select_related` and `prefetch_related` in the inline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            if isinstance(widget, AtHand) and self.instance.pk:
                widget.at_hand = chosen(self.instance, name)


def chosen(instance: models.Model, name: str) -> list[models.Model]:
    related = getattr(instance, name)
    if isinstance(instance._meta.get_field(name), models.ForeignKey):
        return [related] if related else []
    return list(related.all())
