"""The settings of signing in through the council's directory: all of them, or none."""

import os
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from portal import environment
from portal.environment import text, yes_or_no

REMEDIES = {
    "DIRECTORY_ISSUER": "the directory's issuer, such as "
    "https://login.microsoftonline.com/TENANT/v2.0",
    "DIRECTORY_CLIENT_ID": "the ID under which the portal is registered in the directory",
    "DIRECTORY_CLIENT_SECRET": "the secret of the portal's registration in the directory",
}


@dataclass(frozen=True)
class DirectorySettings:
    """The council's directory: where it is, how it knows the portal, and what it is believed in."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    # What the button says after "Sign in with".
    name: str = "your council account"
    # The claim that holds the employee number; without it people are matched by e-mail address.
    number_claim: str = ""
    # The council vouches for every address of its directory, which does not itself.
    addresses_verified: bool = False
    # The claim, and the value in it, by which the directory says that it asked for a second factor.
    second_factor: tuple[str, str] | None = None


def read_directory(*, plain_http_at: list[str]) -> DirectorySettings | None:
    """The directory that the environment names, or None.

    Raises ImproperlyConfigured with the setting and the remedy. Plain HTTP is for the hosts given.
    """
    # The names stand here as they are read, to be found by who looks for them. No refusal shows the
    # secret.
    given = {
        "DIRECTORY_ISSUER": text("DIRECTORY_ISSUER"),
        "DIRECTORY_CLIENT_ID": text("DIRECTORY_CLIENT_ID"),
        "DIRECTORY_CLIENT_SECRET": os.environ.get("DIRECTORY_CLIENT_SECRET", ""),
    }
    if not any(given.values()):
        return None
    for name, value in given.items():
        if not value:
            there = next(other for other, set_to in given.items() if set_to)
            raise ImproperlyConfigured(
                f"{there} is set and {name} is not: set it to {REMEDIES[name]}, "
                "or unset both to sign in by password."
            )
    issuer = given["DIRECTORY_ISSUER"]
    environment.web_address("DIRECTORY_ISSUER", issuer, plain_http_at=plain_http_at)
    return DirectorySettings(
        issuer=issuer,
        client_id=given["DIRECTORY_CLIENT_ID"],
        client_secret=given["DIRECTORY_CLIENT_SECRET"],
        name=text("DIRECTORY_NAME", DirectorySettings.name, most=50),
        number_claim=text("DIRECTORY_NUMBER_CLAIM"),
        addresses_verified=yes_or_no("DIRECTORY_ADDRESSES_VERIFIED", False),
        second_factor=_claim_and_value(text("DIRECTORY_SECOND_FACTOR")),
    )


def read_password_sign_in(*, directory: DirectorySettings | None) -> bool:
    """Whether people may sign in by password; raises ImproperlyConfigured where nobody could."""
    on = yes_or_no("PASSWORD_SIGN_IN", True)
    if not on and directory is None:
        raise ImproperlyConfigured(
            "PASSWORD_SIGN_IN is off and no directory is set, so nobody could sign in: "
            "set DIRECTORY_ISSUER, or unset PASSWORD_SIGN_IN."
        )
    return on


def _claim_and_value(written: str) -> tuple[str, str] | None:
    claim, _, value = (part.strip() for part in written.partition("="))
    if written and not (claim and value):
        remedy = "set it to a claim and its value, such as amr=mfa."
        environment.refuse("DIRECTORY_SECOND_FACTOR", written, remedy)
    return (claim, value) if written else None
