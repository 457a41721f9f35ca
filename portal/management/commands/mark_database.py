"""Say of the database what the portal cannot see: that it is a restored copy, or that it is not."""

from django.core.management.base import BaseCommand, CommandParser

from portal.services.restoring import treat_as_restored, treat_as_same


class Command(BaseCommand):
    help = "Treat the database as a restored copy, or as the one it was."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--restored",
            action="store_true",
            help="hold e-mail, sign everyone out and remove second factors",
        )
        which.add_argument("--same", action="store_true", help="do none of this at the next start")

    def handle(self, *, restored: bool, **options) -> None:
        if restored:
            treat_as_restored()
            self.stdout.write("E-mail is held, everyone is signed out, no second factor is left.")
        else:
            treat_as_same()
            self.stdout.write("The database is the one it was.")
