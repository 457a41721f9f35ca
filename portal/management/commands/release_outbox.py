"""Let e-mail go out again from a restored copy, where no policy administrator can."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.refusals import Refused
from portal.services.restoring import release_outbox


class Command(BaseCommand):
    help = "Release the e-mail that is held since the database was restored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drop", action="store_true", help="send nothing that waited when the copy was made"
        )

    def handle(self, *, drop: bool, **options) -> None:
        try:
            release_outbox(by=None, send=not drop)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("E-mail goes out again.")
