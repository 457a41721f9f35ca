"""Load the demonstration: invented people and two years of history."""

import json
from datetime import date, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.demonstration.history import STARTS_DAYS_AGO, tell_history
from cases.demonstration.people import create_people, set_up_second_factors, sign_ins
from portal import clock
from portal.models import Employee, Notice
from portal.services import trail

# What was told longer ago than this has been read and mailed.
NEWS_DAYS = 3


class Command(BaseCommand):
    help = "Load the demonstration's people and history, once; with --json, print who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the sign-ins as JSON")

    def handle(self, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is not loaded into a real portal: it needs DEMONSTRATION=1."
            )
        if not Employee.objects.exists():
            self.load(quiet=options["json"])
        if options["json"]:
            self.print_sign_ins()

    def load(self, *, quiet: bool) -> None:
        with transaction.atomic():
            people = create_people()
            first = clock.today() - timedelta(days=STARTS_DAYS_AGO)

            def show(day: date) -> None:
                if not quiet and day.day == 1:
                    done = (day - first).days * 100 // STARTS_DAYS_AGO
                    self.stderr.write(f"Loading the demonstration: {done}%")

            tell_history(people, on_day=show)
            # Old enough to be no news.
            with clock.at(clock.now() - timedelta(days=NEWS_DAYS + 1)):
                set_up_second_factors(people, today=clock.today())
            old = Notice.objects.filter(created_at__lt=clock.now() - timedelta(days=NEWS_DAYS))
            old.update(read_at=clock.now(), mailed_at=clock.now(), mail_due_at=None)
        while trail.seal_trail():
            pass

    def print_sign_ins(self) -> None:
        self.stdout.write(json.dumps(sign_ins(), indent=2))
