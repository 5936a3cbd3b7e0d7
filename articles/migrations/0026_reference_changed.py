"""Of references that are there already nobody kept when they changed; by now they had, so no follower misses one."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0025_cited_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["changed_at", "id"], name="reference_changed"),
        ),
    ]
