"""The demonstration, for tests that start from it: loading it takes seconds."""

from io import StringIO

from django.core.management import call_command


def seed(*arguments: str) -> str:
    """What seed_demo prints on its standard output."""
    output = StringIO()
    call_command("seed_demo", *arguments, stdout=output, stderr=StringIO())
    return output.getvalue()


def the_demonstration() -> None:
    """Its people and their history, which ends at the real now."""
    seed()
