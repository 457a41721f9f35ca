"""Reset the second factor of someone whom no policy administrator can help."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.models import Employee
from portal.refusals import Refused
from portal.services.second_factor import reset


class Command(BaseCommand):
    help = "Reset a second factor that was lost, where the policy administrator cannot: their own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whose it is")

    def handle(self, *, email: str, **options) -> None:
        employee = Employee.objects.filter(email=email.lower()).first()
        if not employee:
            raise CommandError(f"Nobody has the address {email}.")
        try:
            reset(employee, by=None)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"The second factor of {employee.name} is reset, and they are told.")
