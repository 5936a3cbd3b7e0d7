"""`PublishedRecord` says which sources live pages cite."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_delete_unused"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Citing",
        ),
    ]
