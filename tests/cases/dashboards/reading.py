"""What a person reads on a dashboard, and who reads one for a time."""

import re
from datetime import date, datetime, timedelta
from html import unescape

from portal.models import Employee, Post
from tests.builders import NOW
from tests.factories import AppointmentFactory, EmployeeFactory

TODAY = date(2026, 11, 4)
DASHBOARDS = ("/team/", "/communications/", "/it/")


def in_days(days: int) -> datetime:
    return NOW + timedelta(days=days)


def figures_of(page: str) -> dict[str, tuple[str, str]]:
    """Each figure by its label: its value, and the address of the list it counts."""
    found = re.findall(
        r'portal-figure__link" href="([^"]+)">'
        r'<span class="portal-figure__value">([^<]*)</span> '
        r'<span class="portal-figure__label">([^<]*)</span>',
        page,
    )
    return {label: (value, unescape(url)) for url, value, label in found}


def values_of(page: str) -> dict[str, str]:
    return {label: value for label, (value, url) in figures_of(page).items()}


def table_of(page: str, caption: str) -> list[list[str]]:
    """The cells of the body of a table, as a person reads them."""
    table = re.search(rf"{caption}</caption>(.*?)</table>", page, re.S).group(1)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("<tbody", 1)[1], re.S)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
        ]
        for row in rows
    ]


def an_acting_head(**given) -> Employee:
    head = EmployeeFactory(name="Acting head")
    AppointmentFactory(employee=head, post=Post.HEAD_OF_IT, acting=True, **given)
    return head
