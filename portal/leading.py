"""Where a request leads on to: only ever a page of the portal."""

import re

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest

from portal.parameters import LONGEST_QUERY, asked, posted

# One slash, then only what an address is written with: no browser reads a host out of it.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def local_path(target: str | None, otherwise: str = "/") -> str:
    """A target, where it is a path of the portal, such as /cases/?state=draft; else ``otherwise``.

    Letters beyond ASCII, spaces and control characters are percent-encoded in a path, so what has
    them as they are was not made by the portal.
    """
    target = target or ""
    return target if len(target) <= LONGEST_QUERY and LOCAL_PATH.fullmatch(target) else otherwise


def leads_to(request: HttpRequest, otherwise: str = "/") -> str:
    """Where ?next= says that the person goes on to, within the portal alone."""
    name = REDIRECT_FIELD_NAME
    wanted = posted(request, name, longest=LONGEST_QUERY)
    return local_path(wanted or asked(request, name, longest=LONGEST_QUERY), otherwise)
