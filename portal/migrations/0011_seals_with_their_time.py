import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A seal says when it was made, and its position is its key.

    The chain covers both from its first link on, so that every event is sealed anew by the next
    sweep: what was sealed before has no time that could be proved.
    """

    dependencies = [
        ("portal", "0010_sign_in_throttles"),
    ]

    operations = [
        migrations.DeleteModel(name="TrailSeal"),
        migrations.CreateModel(
            name="TrailSeal",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=20)),
                ("sealed_at", models.DateTimeField()),
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
            options={"ordering": ["position"]},
        ),
    ]
