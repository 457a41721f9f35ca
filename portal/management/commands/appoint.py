"""Make the first appointments of a new council; later ones are made on /appointments/."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.models import Employee, Post
from portal.refusals import Refused
from portal.services.appointments import appoint


class Command(BaseCommand):
    help = "Appoint an employee to a post, recorded in the trail as made by the portal itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the employee's e-mail address")
        parser.add_argument("post", choices=Post.values)
        parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, required=True)
        parser.add_argument("--until", dest="ends_on", type=date.fromisoformat)
        parser.add_argument("--acting", action="store_true")

    def handle(self, *, email: str, post: str, starts_on, ends_on, acting, **options) -> None:
        try:
            appointment = appoint(
                employee=Employee.objects.get_by_natural_key(email),
                post=Post(post),
                starts_on=starts_on,
                ends_on=ends_on,
                acting=acting,
                by=None,
            )
        except Employee.DoesNotExist as missing:
            raise CommandError(f"Nobody has the e-mail address {email}.") from missing
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Appointed {appointment}.")
