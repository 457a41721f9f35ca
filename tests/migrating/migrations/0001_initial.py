"""Alters the trail, in steps that take a while, and fails where FAIL_IN_MIGRATION is set."""

import os
import time

from django.db import migrations

STEPS = 10


def alter(apps, schema_editor):
    print("begun", flush=True)
    for step in range(STEPS):
        schema_editor.execute(f"CREATE TABLE migrating_step_{step} (number integer)")
        schema_editor.execute("UPDATE portal_trailevent SET summary = 'Altered'")
        schema_editor.execute(f"DROP TABLE migrating_step_{step}")
        time.sleep(0.02)
    if "FAIL_IN_MIGRATION" in os.environ:
        raise RuntimeError("The migration failed.")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "__first__"),
    ]

    operations = [
        migrations.RunPython(alter, migrations.RunPython.noop),
    ]
