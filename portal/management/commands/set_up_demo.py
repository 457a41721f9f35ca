"""Make the demonstration's database, or bring it up to date, keeping what is in it."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Migrate the demonstration's database and load the demonstration, once."

    def handle(self, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only the demonstration is set up this way: set DEMONSTRATION=1.")
        call_command("migrate", verbosity=0)
        call_command("seed_demo")
