"""Ships the types of social media (3.2) and the policy in force, in plain English."""

import tomllib
from pathlib import Path

from django.db import migrations

TEXT = Path(__file__).parent.parent / "data" / "policy_2011.toml"
CATEGORIES = [
    ("Blog", "Personal and service blogs"),
    ("Discussion forum", "Message boards"),
    ("Collaborative space", "Wikipedia, shared Google Docs"),
    ("Media sharing", "YouTube, Flickr"),
    ("Social network", "Facebook, LinkedIn"),
    ("Microblog", "Twitter"),
    ("Online game", "World of Warcraft"),
    ("Virtual world", "Second Life"),
    ("Other", ""),
]


def load(apps, schema_editor):
    for order, (name, examples) in enumerate(CATEGORIES, start=1):
        apps.get_model("policy", "PlatformCategory").objects.update_or_create(
            name=name, defaults={"examples": examples, "order": order}
        )
    policy = tomllib.loads(TEXT.read_text(encoding="utf-8"))
    version, _ = apps.get_model("policy", "PolicyVersion").objects.update_or_create(
        in_force_from=policy["in_force_from"], defaults={"title": policy["title"]}
    )
    for order, clause in enumerate(policy["clauses"], start=1):
        apps.get_model("policy", "Clause").objects.update_or_create(
            version=version,
            number=clause["number"],
            defaults={
                "order": order,
                "heading": clause.get("heading", ""),
                "text": clause.get("text", "").strip(),
                "dos": "\n".join(clause.get("dos", [])),
                "donts": "\n".join(clause.get("donts", [])),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    # Going back leaves the rows: cases may have been written under them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
