from django.db import migrations, models
from django.db.models import F, Q


def first_sent_when_sent(apps, schema_editor):
    """What was sent before is taken to have been sent once."""
    reviews = apps.get_model("cases", "Review").objects.exclude(sent_at=None)
    reviews.update(first_sent_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_standard_controls")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="first_sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(first_sent_when_sent, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=Q(first_sent_at=None, sent_at=None)
                | Q(first_sent_at__lte=F("sent_at"), sent_at__isnull=False),
                name="review_first_sent_before_it_was_sent",
            ),
        ),
        migrations.AddIndex(
            model_name="businesscase",
            index=models.Index(fields=["state_since", "id"], name="case_by_since"),
        ),
        migrations.AddIndex(
            model_name="businesscase",
            index=models.Index(fields=["account_name", "id"], name="case_by_account"),
        ),
    ]
