"""Links to choose a new password, as allauth asks for them."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from portal.models import Employee
from portal.services import restoring


class ResetLinks(PasswordResetTokenGenerator):
    """Django's, void once the database is a restored copy: the link may have been used since."""

    def _make_hash_value(self, user: Employee, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{restoring.epoch()}"
