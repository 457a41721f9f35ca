from django.db import migrations

# The controls that 5.7 asks for before launch; Communications is offered them for every case.
STANDARD_CONTROLS = [
    "The council owns the account's sign-in details",
    "At least 2 people can administer the account",
    "Comments are moderated",
    "Records of what is posted are kept",
]


def add_controls(apps, schema_editor):
    controls = apps.get_model("cases", "StandardControl").objects
    for order, text in enumerate(STANDARD_CONTROLS, start=1):
        controls.get_or_create(text=text, defaults={"order": order})


def remove_controls(apps, schema_editor):
    apps.get_model("cases", "StandardControl").objects.filter(text__in=STANDARD_CONTROLS).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(add_controls, remove_controls)]
