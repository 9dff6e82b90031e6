"""Add saved views, a clinic's look and retention, blurred faces, mails of messages."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import clinic.models.clinic
import clinic.models.recording


class Migration(migrations.Migration):
    """Tables and columns; nothing that is there changes its meaning."""

    dependencies = [
        ("clinic", "0017_goals_of_patients"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("name", models.CharField(max_length=60)),
                ("show", models.CharField(max_length=20)),
                ("sort", models.CharField(max_length=20)),
                ("search", models.CharField(blank=True, max_length=100)),
                ("is_default", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="alert",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="alerts",
                to="clinic.message",
            ),
        ),
        migrations.AddField(
            model_name="clinic",
            name="accent",
            field=models.CharField(
                choices=[
                    ("teal", "Teal"),
                    ("blue", "Blue"),
                    ("indigo", "Indigo"),
                    ("plum", "Plum"),
                    ("rose", "Rose"),
                    ("moss", "Moss"),
                    ("slate", "Slate"),
                ],
                default="teal",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="clinic",
            name="blur_faces",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="clinic",
            name="keep_videos_months",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clinic",
            name="logo",
            field=models.FileField(
                blank=True, max_length=200, upload_to=clinic.models.clinic.logo_path
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="recording",
            name="blurred",
            field=models.FileField(
                blank=True,
                max_length=200,
                upload_to=clinic.models.recording.blurred_path,
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="blurs_faces",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="recording",
            name="video_erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["mailed_at", "sent_at"], name="clinic_mess_mailed__1682d1_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="clinic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "accent__in",
                        ["teal", "blue", "indigo", "plum", "rose", "moss", "slate"],
                    )
                ),
                name="clinic_accent_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keep_videos_months__isnull", True),
                    models.Q(
                        ("keep_videos_months__gte", 1), ("keep_videos_months__lte", 120)
                    ),
                    _connector="OR",
                ),
                name="clinic_keeps_videos_for_months",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="therapist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_views",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("therapist", "name"),
                name="one_saved_view_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True), ("is_default", True)),
                fields=("therapist",),
                name="one_default_view",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="saved_view_has_name",
            ),
        ),
    ]
