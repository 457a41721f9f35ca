"""What an ID token says, and whether to believe it (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from portal.directory_settings import DirectorySettings

# Signatures that only the directory can make: "none" and those made with the client's secret are
# not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# How far the directory's clock may be from ours.
LEEWAY = timedelta(minutes=1)

Claims = Mapping[str, Any]


class NotBelieved(Exception):
    """An answer that is not surely the directory's, to the question that was asked."""


def key_id_of(token: str) -> str | None:
    """The key that a token says it is signed with."""
    try:
        return jwt.get_unverified_header(token).get("kid")
    except jwt.PyJWTError as error:
        raise NotBelieved("the ID token cannot be read") from error


def verified_claims(
    token: str, *, key: Mapping[str, Any], directory: DirectorySettings, nonce: str
) -> Claims:
    """The claims of a token that the directory signed, for us and in answer to our question.

    ``key`` is a public key of the directory's, as a JSON Web Key. Raises NotBelieved.
    """
    try:
        claims = jwt.decode(
            token,
            key=jwt.PyJWK(key),
            algorithms=ALGORITHMS,
            issuer=directory.issuer,
            audience=directory.client_id,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(f"the ID token is not valid: {error}") from error
    ours = directory.client_id
    if claims["aud"] not in (ours, [ours]) or claims.get("azp", ours) != ours:
        raise NotBelieved("the ID token was made for another application")
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise NotBelieved("the ID token answers another question than ours")
    return claims


@dataclass(frozen=True)
class Identity:
    """Whom the directory says someone is: what the portal reads of their ID token."""

    issuer: str
    subject: str
    number: str
    email: str
    email_verified: bool
    # How long before the token was made they proved who they are, on the directory's own clock.
    signed_in_ago: timedelta | None
    second_factor: bool


def identity_of(claims: Claims, *, directory: DirectorySettings) -> Identity:
    """What the portal reads of believed claims."""
    email = claims.get("email")
    if not email and directory.addresses_verified:
        email = claims.get("preferred_username")
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        number=str(claims.get(directory.number_claim, "")).strip(),
        email=str(email or "").strip().lower(),
        email_verified=_says_verified(claims, directory),
        signed_in_ago=_signed_in_ago(claims),
        second_factor=_says_second_factor(claims, directory),
    )


def _says_verified(claims: Claims, directory: DirectorySettings) -> bool:
    # Entra ID has a claim of its own; what a token says counts for more than what we assume.
    assumed = claims.get("xms_edov", directory.addresses_verified)
    return str(claims.get("email_verified", assumed)).lower() in {"true", "1"}


def _signed_in_ago(claims: Claims) -> timedelta | None:
    at = claims.get("auth_time")
    return timedelta(seconds=claims["iat"] - at) if isinstance(at, int | float) else None


def _says_second_factor(claims: Claims, directory: DirectorySettings) -> bool:
    if directory.second_factor is None:
        return False
    claim, value = directory.second_factor
    told = claims.get(claim)
    return value in told if isinstance(told, list) else value == told
