from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_account_address_once"),
        ("policy", "0007_drafted_from"),
        ("portal", "0008_urgent_mail_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["name", "id"], name="account_by_name"),
        ),
    ]
