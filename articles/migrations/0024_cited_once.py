"""`PublishedRecord` says which sources live pages cite."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_people_words"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Citing",
        ),
    ]
