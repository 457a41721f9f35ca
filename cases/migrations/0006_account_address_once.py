from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_waiting_for_applicant_or_lead")]

    operations = [
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=["address"],
                condition=Q(live_on__isnull=False) & ~Q(state="closed"),
                name="account_address_once",
            ),
        ),
    ]
