"""The portal as it is served to tests: with the quick hasher of passwords that they have."""

from django.conf import settings

from portal.wsgi import application

__all__ = ["application"]

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
