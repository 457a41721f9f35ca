"""Verify the audit trail: that no event was altered, and none cut off its end."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.services.trail import verify_trail


class Command(BaseCommand):
    help = "Walk the sealed chain of the audit trail and name the first event that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", default="", metavar="HEAD", help="a head noted earlier, still to be found"
        )

    def handle(self, *, expect: str, **options) -> None:
        found = verify_trail(expect=expect)
        if found.oldest_unsealed is not None:
            seconds = int(found.oldest_unsealed.total_seconds())
            self.stdout.write(f"The oldest event without a seal is {seconds} seconds old.")
        if not found.sound:
            raise CommandError(f"{found.fault} The {found.sealed} before it are sound.")
        self.stdout.write(f"The trail is sound: {found.sealed} events, head {found.head}.")
