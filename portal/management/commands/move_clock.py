"""Move the demonstration's clock forward, in every process together."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import clock
from portal.wording import moment


class Command(BaseCommand):
    help = "Move the clock forward. In the demonstration only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("days", type=int)

    def handle(self, *, days: int, **options) -> None:
        try:
            now = clock.move_forward(timedelta(days=days))
        except (RuntimeError, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"It is now {moment(now)}.")
