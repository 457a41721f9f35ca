"""States of policy versions, their consultation and their acknowledgements (2.1, 7.1)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal import clock

BEFORE = "Consultation took place before this portal was introduced."


def place_versions(apps, schema_editor):
    """What has a day already was agreed before: the newest that came is in force."""
    today = clock.today()
    states = ["in_force"]
    for version in apps.get_model("policy", "PolicyVersion").objects.order_by("-in_force_from"):
        to_come = version.in_force_from > today
        version.state = "scheduled" if to_come else states.pop() if states else "superseded"
        version.agreed_on = version.published_on = min(version.in_force_from, today)
        version.consulted_before = BEFORE
        version.save()


def remove_unpublished(apps, schema_editor):
    """The earlier portal knows no version without a day."""
    unpublished = apps.get_model("policy", "PolicyVersion").objects.filter(in_force_from=None)
    apps.get_model("policy", "Clause").objects.filter(version__in=unpublished).delete()
    unpublished.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0003_media_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("body", models.CharField(max_length=150, verbose_name="trade union")),
                ("sent_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("response", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-round", "body", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PolicyAcknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("remind_on", models.DateField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="policyversion",
            options={"ordering": ["-pk"]},
        ),
        migrations.AddField(
            model_name="policyversion",
            name="agreed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="consultation_round",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="consulted_before",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="policy_versions_published",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="published_despite",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="published_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("in_consultation", "In consultation"),
                    ("scheduled", "Published"),
                    ("in_force", "In force"),
                    ("superseded", "Superseded"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="policyversion",
            name="in_force_from",
            field=models.DateField(blank=True, null=True, unique=True),
        ),
        migrations.RunPython(place_versions, remove_unpublished),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "in_consultation", "scheduled", "in_force", "superseded"],
                    )
                ),
                name="version_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in_force")),
                fields=("state",),
                name="version_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("in_force_from__gte", models.F("published_on")),
                        ("in_force_from__isnull", False),
                        ("published_on__isnull", False),
                        ("state__in", ("scheduled", "in_force", "superseded")),
                    ),
                    models.Q(
                        ("consulted_before", ""),
                        ("in_force_from", None),
                        ("published_by", None),
                        ("published_despite", ""),
                        ("published_on", None),
                        ("state__in", ("draft", "in_consultation")),
                    ),
                    _connector="OR",
                ),
                name="version_has_its_day_once_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("consulted_before", ""), ("agreed_on__isnull", False), _connector="OR"
                ),
                name="version_consulted_before_was_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in_consultation"), _negated=True),
                    ("consultation_round__gte", 1),
                    _connector="OR",
                ),
                name="version_in_consultation_has_a_round",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consultations",
                to="policy.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="policyacknowledgement",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="policy_acknowledgements",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyacknowledgement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="policy.policyversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                fields=("version", "round", "body"), name="consultation_once_for_each_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gte", models.F("sent_on"))),
                name="consultation_closes_after_sending",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on", None), ("response", "")),
                    models.Q(
                        ("answered_on__gte", models.F("sent_on")),
                        ("answered_on__isnull", False),
                        models.Q(("response", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consultation_answer_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="policyacknowledgement",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)),
                fields=["version", "remind_on"],
                name="policy_reminder_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyacknowledgement",
            constraint=models.UniqueConstraint(
                fields=("version", "person"), name="policy_acknowledged_once_by_each"
            ),
        ),
    ]
