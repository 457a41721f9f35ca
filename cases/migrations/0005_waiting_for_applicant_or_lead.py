from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

UNDECIDED = [
    "draft",
    "advice_requested",
    "changes_requested",
    "ready_to_present",
    "awaiting_decision",
]


def mark_what_leavers_held(apps, schema_editor):
    """What was handed on when someone left waits from the day they left."""
    handled = apps.get_model("portal", "Employee").objects.exclude(leaving_handled_at=None)
    cases = apps.get_model("cases", "BusinessCase").objects.filter(
        state__in=UNDECIDED, sent_at__isnull=False, applicant__in=handled.values("pk")
    )
    left_on = handled.filter(pk=OuterRef("applicant")).values("left_on")
    cases.update(waits_for_applicant_since=Subquery(left_on))
    accounts = apps.get_model("cases", "Account").objects.filter(lead__in=handled.values("pk"))
    left_on = handled.filter(pk=OuterRef("lead")).values("left_on")
    accounts.exclude(state="closed").update(waits_for_lead_since=Subquery(left_on))


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_lead_move")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="waits_for_lead_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="businesscase",
            name="waits_for_applicant_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(mark_what_leavers_held, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                fields=["waits_for_lead_since"],
                name="account_without_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="businesscase",
            index=models.Index(
                fields=["waits_for_applicant_since"],
                name="case_without_applicant",
            ),
        ),
        migrations.AddConstraint(
            model_name="businesscase",
            constraint=models.CheckConstraint(
                condition=Q(waits_for_applicant_since=None)
                | Q(state__in=UNDECIDED, sent_at__isnull=False),
                name="case_without_applicant_is_undecided",
            ),
        ),
    ]
