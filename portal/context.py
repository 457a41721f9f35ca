"""What every page's header, navigation and footer show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal import hooks, session_limits
from portal.counting import counted, said
from portal.models import Employee, Notice, Posts

SERVICE_NAME = "Social media portal"


@dataclass(frozen=True)
class NavigationItem:
    """A link of the navigation; the one whose address the page's begins with is marked."""

    label: str
    url: str


EVERYONES = [
    NavigationItem("What needs you", "/"),
    NavigationItem("Business cases", "/cases/"),
    NavigationItem("Accounts", "/accounts/"),
    NavigationItem("Awareness sessions", "/awareness/"),
    NavigationItem("Policy", "/policy/"),
]


def council(request: HttpRequest) -> dict[str, Any]:
    """Names and, for someone signed in, their navigation and unread notices."""
    page = {
        "council_name": settings.COUNCIL_NAME,
        "service_name": SERVICE_NAME,
        "demonstration": settings.DEMONSTRATION,
        "directory": settings.DIRECTORY,
        "password_sign_in": settings.PASSWORD_SIGN_IN,
    }
    # An error page may be drawn for a request that never came as far as signing in.
    employee = getattr(request, "user", None)
    if employee is None or not employee.is_authenticated:
        return page
    unread = Notice.objects.in_portal().filter(recipient=employee, read_at=None)
    navigation = navigation_of(employee, request.posts)
    return page | {
        "navigation": navigation,
        "here": _current(navigation, request.path),
        "unread_notices": said(counted(unread)),
        "sign_in_lasts": session_limits.time_left(request),
    }


def navigation_of(employee: Employee, posts: Posts) -> list[NavigationItem]:
    """Everyone's links, then what the employee's posts add."""
    added = hooks.navigation.call(employee=employee, posts=posts)
    return EVERYONES + [item for items in added for item in items]


def _current(navigation: list[NavigationItem], path: str) -> NavigationItem | None:
    fitting = [
        item
        for item in navigation
        if path == item.url or (item.url != "/" and path.startswith(item.url))
    ]
    return max(fitting, key=lambda item: len(item.url), default=None)
