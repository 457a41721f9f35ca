"""Links to choose a password, mailed to whoever forgot theirs or never had one.

The page writes down what was typed and looks for nobody, so it takes as long for an address that
nobody has. The worker finds whose it is.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from portal import clock
from portal.models import Employee, PasswordLinkRequest
from portal.services import notices


def request_link(email: str) -> None:
    """Have a link mailed to whoever has the e-mail address, written as ours are; asking twice
    before the worker comes is asking once.
    """
    PasswordLinkRequest.objects.bulk_create(
        [PasswordLinkRequest(email=email)], ignore_conflicts=True
    )


def mail_links() -> int:
    """Put the links that were asked for in the outbox; returns how many.

    Whoever has left gets none; whoever has no password yet, as after an import, does.
    """
    mailed = 0
    for request in PasswordLinkRequest.objects.order_by("pk"):
        with transaction.atomic():
            # Another worker may have taken it.
            if not PasswordLinkRequest.objects.filter(pk=request.pk).delete()[0]:
                continue
            person = Employee.objects.current(clock.today()).filter(email=request.email).first()
            if person:
                _mail_link(person)
                mailed += 1
    return mailed


def _mail_link(person: Employee) -> None:
    key = default_token_generator.make_token(person)
    notices.mail_secret(
        "password_reset",
        recipient=person,
        about=clock.now().isoformat(),
        path=reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
        ),
    )
