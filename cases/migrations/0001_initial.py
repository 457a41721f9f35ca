import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("policy", "0001_initial"),
        ("portal", "0001_initial"),
        ("portal", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BusinessCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("advice_requested", "Advice requested"),
                            ("changes_requested", "Changes requested"),
                            ("ready_to_present", "Ready to present"),
                            ("awaiting_decision", "Awaiting decision"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("state_since", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("reminded", models.SmallIntegerField(blank=True, null=True)),
                ("asked", models.TextField(blank=True)),
                ("shared_with_manager", models.BooleanField(default=False)),
                ("shared_with_covers", models.BooleanField(default=False)),
                ("shared_with_communications", models.BooleanField(default=False)),
                ("manager_acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("account_name", models.CharField(blank=True, max_length=100)),
                ("platform", models.CharField(blank=True, max_length=100)),
                ("already_running", models.BooleanField(blank=True, null=True)),
                ("address", models.URLField(blank=True, max_length=300)),
                (
                    "access_for",
                    models.CharField(
                        blank=True,
                        choices=[("named", "Named people"), ("workgroup", "A workgroup")],
                        max_length=10,
                    ),
                ),
                ("workgroup_name", models.CharField(blank=True, max_length=100)),
                ("purpose", models.TextField(blank=True, max_length=1000)),
                ("audience", models.TextField(blank=True, max_length=1000)),
                ("aims", models.TextField(blank=True, max_length=1000)),
                ("why_platform", models.TextField(blank=True, max_length=1000)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("other_channel", models.CharField(blank=True, max_length=200)),
                (
                    "frequency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("daily", "At least once a day"),
                            ("weekly", "Less than once a day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("keeps_records", models.BooleanField(blank=True, null=True)),
                ("records_how", models.TextField(blank=True, max_length=1000)),
                ("records_why_not", models.TextField(blank=True, max_length=1000)),
                ("will_hand_over", models.BooleanField(default=False)),
                ("will_send_reviews", models.BooleanField(default=False)),
                ("will_check_content", models.BooleanField(default=False)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="policy.platformcategory",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_told_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="policy.policyversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["state", "due_on", "id"], name="case_queue"),
                    models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
                    models.Index(fields=["applicant", "state"], name="case_of_applicant_in_state"),
                    models.Index(fields=["manager", "-id"], name="case_of_manager"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "advice_requested",
                                    "changes_requested",
                                    "ready_to_present",
                                    "awaiting_decision",
                                    "approved",
                                    "rejected",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="case_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manager", None),
                            models.Q(("manager", models.F("applicant")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_manager_is_not_applicant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]),
                            models.Q(("sent_at", None), _negated=True),
                            _connector="OR",
                        ),
                        name="case_past_draft_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["awaiting_decision", "approved", "rejected"]),
                                _negated=True,
                            ),
                            ("round__gte", 1),
                            _connector="OR",
                        ),
                        name="case_decided_was_presented",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("times", None),
                            models.Q(("frequency", "daily"), ("times__gte", 1), ("times__lte", 50)),
                            models.Q(("frequency", "weekly"), ("times__gte", 1), ("times__lte", 6)),
                            _connector="OR",
                        ),
                        name="case_updates_within_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceCounter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="StandardControl",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, unique=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="cases.businesscase",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="NamedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "Author"),
                            ("administrator", "Administrator"),
                            ("member", "Workgroup member"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named_people",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["person", "case"], name="named_person_of_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("role__in", ("author", "administrator"))),
                        fields=("case", "person"),
                        name="cover_once_in_a_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "member")),
                        fields=("case", "person"),
                        name="member_once_in_a_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("sent", "Sent for advice"),
                            ("presented", "Presented for a decision"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answers", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="policy.policyversion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="revision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("occasion__in", ["sent", "presented"])),
                        name="revision_occasion_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("support", "Support"),
                            ("conditions", "Support with conditions"),
                            ("changes", "Suggest changes"),
                            ("against", "Do not support"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("by_post", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("stale_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="cases.revision",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "advice",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["support", "conditions", "changes", "against"])
                        ),
                        name="advice_verdict_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Control",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("evidence", models.TextField(blank=True)),
                ("evidence_at", models.DateTimeField(blank=True, null=True)),
                ("ticked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "advice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="controls",
                        to="cases.advice",
                    ),
                ),
                (
                    "evidence_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ticked_at", None)),
                        fields=["advice"],
                        name="control_unticked",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ticked_at", None), ("ticked_by", None)),
                            models.Q(
                                ("ticked_at__isnull", False),
                                ("ticked_by__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="control_ticked_on_evidence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("returned", "Returned for changes"),
                            ("referred", "Referred back to Communications"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
                ("by_post", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "advice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cases.advice",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="cases.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["round"],
                "indexes": [models.Index(fields=["at"], name="decision_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round"), name="decision_once_each_presenting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["approved", "rejected", "returned", "referred"])
                        ),
                        name="decision_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "approved"),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_has_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("platform", models.CharField(max_length=100)),
                ("address", models.URLField(blank=True, max_length=300)),
                ("planned_daily_rate", models.DecimalField(decimal_places=3, max_digits=6)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting_access", "Awaiting access"),
                            ("live", "Live"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                        ],
                        default="awaiting_access",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("state_since", models.DateTimeField()),
                ("live_on", models.DateField(blank=True, null=True)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="policy.platformcategory"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts_led",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "named_manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="portal.service",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="cases.businesscase",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["state", "id"], name="account_of_state"),
                    models.Index(fields=["lead", "state"], name="account_of_lead"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["awaiting_access", "live", "suspended", "closed"])
                        ),
                        name="account_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["live", "suspended"]), _negated=True),
                            models.Q(
                                ("live_on__isnull", False), models.Q(("address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="account_live_has_date_and_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("author", "Author"),
                            ("administrator", "Administrator"),
                            ("member", "Workgroup member"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("needs_session", "Session needed"),
                            ("ready", "Ready"),
                            ("on", "Access on"),
                            ("to_remove", "To remove"),
                            ("off", "Access removed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("switched_on_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=250)),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="policy.attendance",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "switched_on_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="cases.account",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "accesses",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["state", "state_since", "id"], name="access_queue")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "person"), name="access_once_each_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["needs_session", "ready", "on", "to_remove", "off"])
                        ),
                        name="access_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ready", "on"]), _negated=True),
                            ("attendance__isnull", False),
                            _connector="OR",
                        ),
                        name="access_ready_needs_attendance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on"), _negated=True),
                            models.Q(
                                ("switched_on_at__isnull", False), ("switched_on_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="access_on_names_operator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["to_remove", "off"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="access_off_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("evidence", models.TextField(blank=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="cases.account",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("met_at", None)),
                        fields=["due_on", "id"],
                        name="condition_unmet",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("period_from", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("open", "Open"),
                            ("sent", "Sent"),
                            ("returned", "Returned with a question"),
                            ("acknowledged", "Acknowledged"),
                            ("excused", "Excused"),
                        ],
                        default="scheduled",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reminded", models.SmallIntegerField(blank=True, null=True)),
                ("content_checked_on", models.DateField(blank=True, null=True)),
                ("what_worked", models.TextField(blank=True, max_length=2000)),
                ("how_aims_served", models.TextField(blank=True, max_length=2000)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continue", "Continue as it is"),
                            ("change", "Change how it is used"),
                            ("suspend", "Suspend it"),
                            ("close", "Close it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("question", models.TextField(blank=True)),
                ("excused_reason", models.TextField(blank=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.account",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["account", "number"],
                "indexes": [models.Index(fields=["state", "due_on", "id"], name="review_queue")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "number"), name="review_number_once"
                    ),
                    models.UniqueConstraint(fields=("account", "due_on"), name="review_due_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "scheduled",
                                    "open",
                                    "sent",
                                    "returned",
                                    "acknowledged",
                                    "excused",
                                ],
                            )
                        ),
                        name="review_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "acknowledged"]), _negated=True),
                            models.Q(
                                ("content_checked_on__isnull", False),
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_sent_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "excused"), _negated=True),
                            models.Q(("excused_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_excused_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("manager", "Manager"), ("communications", "Communications")],
                        max_length=20,
                    ),
                ),
                ("by_post", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("review", "side"),
                        name="acknowledged_once_each_side",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("review", "by"),
                        name="acknowledged_for_one_side_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["manager", "communications"])),
                        name="acknowledgement_side_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("followers", "Followers"),
                            ("posts", "Posts published"),
                            ("reach", "Reach"),
                            ("engagements", "Engagements"),
                            ("link_clicks", "Link clicks"),
                            ("enquiries", "Enquiries answered"),
                            ("complaints", "Complaints"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("not_available", models.BooleanField(default=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "metric"), name="figure_once_each_metric"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "metric__in",
                                [
                                    "followers",
                                    "posts",
                                    "reach",
                                    "engagements",
                                    "link_clicks",
                                    "enquiries",
                                    "complaints",
                                ],
                            )
                        ),
                        name="figure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("not_available", True), ("value", None)),
                            models.Q(("not_available", False), ("value__gte", 0)),
                            _connector="OR",
                        ),
                        name="figure_is_number_or_not_available",
                    ),
                ],
            },
        ),
    ]
