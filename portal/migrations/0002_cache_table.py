from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Sign-in throttles are counted in the cache, which is a table of this database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def remove(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(create, remove),
    ]
