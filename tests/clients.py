"""Someone at a browser, signed in as if they had entered their password and a code just now.

The one place where tests skip the pages of signing in: every client of theirs is made here.
"""

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from portal import proof, session_limits
from portal.models import Employee


class SignedInClient(Client):
    """Django's test client, whose `force_login` leaves the session that signing in leaves."""

    def force_login(self, user: Employee, backend: str | None = None) -> None:
        super().force_login(user, backend or settings.AUTHENTICATION_BACKENDS[-1])
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        request.user, request.session = user, self.session
        session_limits.begin(request)
        proof.record_proof(request, proof.CODE)
        request.session.save()


def signed_in(person: Employee | None) -> SignedInClient:
    """The client of someone who is signed in with every proof; of nobody, where there is none."""
    client = SignedInClient()
    if person:
        client.force_login(person)
    return client
