import datetime

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockOffset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offset", models.DurationField(default=datetime.timedelta)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="clock_offset_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("name", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TrailLock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="trail_lock_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={
                            "unique": "Someone with this e-mail address is already listed."
                        },
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("job_title", models.CharField(blank=True, max_length=150)),
                (
                    "employee_number",
                    models.CharField(blank=True, max_length=30, null=True, unique=True),
                ),
                (
                    "left_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which they no longer work for us.",
                        null=True,
                    ),
                ),
                ("leaving_handled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[("at_once", "At once"), ("daily", "In one e-mail a day")],
                        default="at_once",
                        max_length=10,
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False, verbose_name="may use the system administration"
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "line_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employees",
                        to="portal.service",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["left_on"], name="portal_empl_left_on_e797e8_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="employee_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line_manager", models.F("pk")), _negated=True),
                        name="employee_not_own_manager",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leaving_handled_at", None),
                            models.Q(("left_on", None), _negated=True),
                            _connector="OR",
                        ),
                        name="employee_leaving_handled_after_leaving",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("head_of_it", "Head of IT & Customer Services"),
                            ("communications_manager", "Communications Manager"),
                            ("communications_adviser", "Communications adviser"),
                            ("access_operator", "Access operator (IT)"),
                            ("policy_administrator", "Policy administrator (HR)"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=30,
                    ),
                ),
                ("acting", models.BooleanField(default=False)),
                (
                    "for_case",
                    models.CharField(
                        blank=True,
                        help_text="A case's reference, where it is for one case alone.",
                        max_length=20,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("appointed_at", models.DateTimeField()),
                ("end_announced_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["post", "starts_on", "pk"],
                "indexes": [
                    models.Index(
                        fields=["employee", "starts_on"], name="portal_appo_employe_9f3383_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "post__in",
                                [
                                    "head_of_it",
                                    "communications_manager",
                                    "communications_adviser",
                                    "access_operator",
                                    "policy_administrator",
                                    "auditor",
                                ],
                            )
                        ),
                        name="appointment_post_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appointed_by", None),
                            models.Q(("appointed_by", models.F("employee")), _negated=True),
                            _connector="OR",
                        ),
                        name="appointment_not_by_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="appointment_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acting", False),
                            models.Q(("ends_on", None), _negated=True),
                            models.Q(("for_case", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="appointment_acting_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_case", ""), ("acting", True), _connector="OR"),
                        name="appointment_for_a_case_is_acting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("subject", models.CharField(max_length=250)),
                ("body", models.TextField()),
                ("path", models.CharField(max_length=250)),
                ("mail_only", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mail_due_at", models.DateTimeField(blank=True, null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mail_error", models.CharField(blank=True, max_length=250)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="notice_of_recipient"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["recipient"],
                        name="notice_unread",
                    ),
                    models.Index(
                        condition=models.Q(("mail_due_at", None), _negated=True),
                        fields=["mail_due_at"],
                        name="notice_mail_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrailEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=60)),
                ("summary", models.CharField(max_length=250)),
                ("note", models.TextField(blank=True)),
                ("changes", models.JSONField(default=dict)),
                ("actor_name", models.CharField(max_length=150)),
                ("actor_post", models.CharField(blank=True, max_length=150)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["subject", "id"], name="trail_of_subject"),
                    models.Index(fields=["actor", "id"], name="trail_of_actor"),
                    models.Index(fields=["event", "id"], name="trail_of_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrailSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(unique=True)),
                ("key_id", models.CharField(max_length=20)),
                ("hmac", models.CharField(max_length=64)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="seal",
                        to="portal.trailevent",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
    ]
