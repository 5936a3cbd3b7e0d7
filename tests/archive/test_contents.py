"""What is in an archive: nobody may add a table and forget it."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models

from articles.archive.contents import LEFT_OUT, MADE_ANEW, name_of, whole
from articles.archive.shape import Shape


def test_every_table_of_content_is_in_an_archive_or_left_out_for_a_reason() -> None:
    tables = set(apps.get_app_config("articles").get_models(include_auto_created=True))
    told = {*whole(), *MADE_ANEW, *LEFT_OUT}
    assert sorted(map(name_of, tables - told)) == []
    assert len(whole()) == len({name_of(model) for model in whole()})


def test_nothing_of_people_who_read_is_in_it() -> None:
    assert {model._meta.app_label for model in whole()} == {"articles", "admin"}


def test_what_a_row_points_at_is_in_the_archive_too() -> None:
    targets = {target for model in whole() for target in Shape(model).pointing.values()}
    assert targets <= set(whole())


def test_accounts_are_told_by_their_names_alone() -> None:
    for model in whole():
        for column in model._meta.local_concrete_fields:
            if column.remote_field and column.remote_field.model in (get_user_model(), ContentType):
                assert column.attname in (*Shape(model).accounts, *Shape(model).kinds)


def test_every_column_can_be_told_without_loss() -> None:
    known = (
        models.AutoField, models.BooleanField, models.CharField, models.DateField, models.DecimalField,
        models.ForeignKey, models.IntegerField, models.JSONField, models.TextField,
    )  # fmt: skip
    columns = [column for model in whole() for column in Shape(model).fields]
    assert [str(column) for column in columns if not isinstance(column, known)] == []
