"""Points belong to the text of their clause; the shipped policy is loaded as it is worded now."""

import tomllib
from pathlib import Path

from django.db import migrations, models

TEXT = Path(__file__).parent.parent / "data" / "policy_2011.toml"


def load_again(apps, schema_editor):
    policy = tomllib.loads(TEXT.read_text(encoding="utf-8"))
    clauses = apps.get_model("policy", "Clause").objects
    version = apps.get_model("policy", "PolicyVersion").objects.get(
        in_force_from=policy["in_force_from"]
    )
    clauses.filter(version=version).delete()
    for order, clause in enumerate(policy["clauses"], start=1):
        clauses.create(
            version=version,
            number=clause["number"],
            order=order,
            heading=clause.get("heading", ""),
            text=clause.get("text", "").strip(),
            dos="\n".join(clause.get("dos", [])),
            donts="\n".join(clause.get("donts", [])),
        )


class Migration(migrations.Migration):
    dependencies = [("policy", "0004_version_life")]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="closing",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(load_again, migrations.RunPython.noop),
    ]
