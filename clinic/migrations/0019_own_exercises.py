"""Add exercises that a clinic makes from a reference video, in versions."""

import clinic.models.own_exercise
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0018_views_branding_and_blurred_faces"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="figure",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="Reference",
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
                ("uploaded_at", models.DateTimeField()),
                (
                    "shown",
                    models.CharField(
                        choices=[
                            ("self", "It shows me"),
                            ("agreed", "It shows someone who agreed to this"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=clinic.models.own_exercise.original_path,
                    ),
                ),
                (
                    "playback",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=clinic.models.own_exercise.learned_path,
                    ),
                ),
                (
                    "still",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=clinic.models.own_exercise.learned_path,
                    ),
                ),
                (
                    "poses",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=clinic.models.own_exercise.learned_path,
                    ),
                ),
                ("content_type", models.CharField(max_length=100)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("duration_s", models.FloatField(blank=True, null=True)),
                ("learned", models.TextField(blank=True)),
                ("takes", models.JSONField(blank=True, default=list)),
                ("motion", models.JSONField(blank=True, default=dict)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="clinic.exercise",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExerciseVersion",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("worker", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting for its turn"),
                            ("preparing", "Preparing your video"),
                            ("checking", "Checking the picture"),
                            ("pose", "Finding your movement"),
                            ("repetitions", "Counting repetitions"),
                            ("assessment", "Looking at your form"),
                            ("done", "Done"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("failure_code", models.CharField(blank=True, max_length=64)),
                ("failure_message", models.TextField(blank=True)),
                ("failure_what_to_do", models.TextField(blank=True)),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("adjustments", models.JSONField(blank=True, default=dict)),
                ("definition", models.TextField(blank=True)),
                ("report", models.JSONField(blank=True, null=True)),
                (
                    "curves",
                    models.FileField(
                        blank=True,
                        max_length=250,
                        upload_to=clinic.models.own_exercise.curves_path,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="clinic.exercise",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="clinic.reference",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_bytes__gt", 0)), name="reference_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown__in", ["self", "agreed"])),
                name="reference_says_who_is_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("learned", ""),
                    models.Q(("poses", ""), _negated=True),
                    _connector="OR",
                ),
                name="reference_learned_of_poses",
            ),
        ),
        migrations.AddIndex(
            model_name="exerciseversion",
            index=models.Index(
                fields=["status", "lease_until"], name="clinic_exer_status_3ecd03_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["queued", "running", "done", "failed"])
                ),
                name="exerciseversion_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claim__isnull", True),
                        ("claimed_at__isnull", True),
                        ("lease_until__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", False),
                        ("claimed_at__isnull", False),
                        ("lease_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="exerciseversion_claim_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "running"), _negated=True),
                    ("claim__isnull", False),
                    _connector="OR",
                ),
                name="exerciseversion_running_is_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), _negated=True),
                    models.Q(
                        models.Q(("failure_code", ""), _negated=True),
                        ("finished_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="exerciseversion_failed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)),
                name="exerciseversion_percent_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.UniqueConstraint(
                fields=("exercise", "number"), name="one_version_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("exercise",),
                name="one_draft_an_exercise",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", True), ("published_by__isnull", True)
                    ),
                    models.Q(
                        ("published_at__isnull", False), ("published_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="version_publication_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(
                        ("status", "done"), models.Q(("definition", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="version_published_was_tried",
            ),
        ),
        migrations.AddConstraint(
            model_name="exerciseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "done"), _negated=True),
                    ("report__isnull", False),
                    _connector="OR",
                ),
                name="version_done_has_report",
            ),
        ),
    ]
