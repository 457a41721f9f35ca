"""Record that someone leaves the council, where no policy administrator can."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.models import Employee
from portal.refusals import Refused
from portal.services.people import record_leaving


class Command(BaseCommand):
    help = "Record the first day on which an employee no longer works for the council."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the employee's e-mail address")
        parser.add_argument("--on", type=date.fromisoformat, required=True)

    def handle(self, *, email: str, on: date, **options) -> None:
        try:
            employee = Employee.objects.get_by_natural_key(email)
            record_leaving(employee, on=on, by=None)
        except Employee.DoesNotExist as missing:
            raise CommandError(f"Nobody has the e-mail address {email}.") from missing
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Recorded that {employee.name} leaves on {on:%-d %B %Y}.")
