"""Sending a page's answers, and reading what it says of them."""

import re
from html import unescape

LATER = {"later": "1"}


def page_of(case, name):
    return f"/cases/{case.reference}/{name}/"


def send(web, case, name, **answers):
    case.refresh_from_db()
    return web.post(page_of(case, name), {"version": case.version, **answers})


def errors(response):
    """The lines of the error summary, each with the input that it leads to."""
    html = response.content.decode()
    summary = re.search(r"govuk-error-summary__list(.*?)</ul>", html, re.S)
    if not summary:
        return []
    found = re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[1], re.S)
    for target, _ in found:
        assert f'id="{target}"' in html, f"the link to {target} leads nowhere"
    return [(target, unescape(text.strip())) for target, text in found]


def person(employee):
    return f"{employee.name} ({employee.email})"
