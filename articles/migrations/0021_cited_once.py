"""`PublishedRecord` says which sources live pages cite."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0020_measured_when"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Citing",
        ),
    ]
