"""Who is signed in, as each request asks it of the database."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from portal.models import Employee


class EmployeeBackend(AuthenticationBackend):
    """Signs in by e-mail address; with each employee comes whether anyone reports to them, of which
    every page and every question of who sees what asks.
    """

    def get_user(self, user_id: int) -> Employee | None:
        reports = Employee.objects.order_by().filter(line_manager=OuterRef("pk"))
        found = Employee.objects.annotate(leads_people=Exists(reports)).filter(pk=user_id)
        employee = found.first()
        return employee if employee and self.user_can_authenticate(employee) else None
