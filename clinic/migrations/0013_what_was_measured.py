from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0012_notices_and_moments"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordingdigest",
            name="movement",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
