"""A prescription may carry the patient's own targets and limits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty at first."""

    dependencies = [("clinic", "0010_self_reports")]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="movement",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="prescription",
            name="rules",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
