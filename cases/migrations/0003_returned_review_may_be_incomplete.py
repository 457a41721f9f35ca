from django.db import migrations, models
from django.db.models import Q

COMPLETE = Q(content_checked_on__isnull=False, sent_at__isnull=False, sent_by__isnull=False) & ~Q(
    outcome=""
)


class Migration(migrations.Migration):
    """A returned review is with its lead again, who may save it half changed."""

    dependencies = [("cases", "0002_standard_controls")]

    operations = [
        migrations.RemoveConstraint("review", "review_sent_is_complete"),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "acknowledged"]) | COMPLETE,
                name="review_sent_is_complete",
            ),
        ),
    ]
