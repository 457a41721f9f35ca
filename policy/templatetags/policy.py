"""How pages name the policy: a link to the clause that they apply, or to a version."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from policy.models import PolicyVersion
from policy.reading import address_of

register = template.Library()


@register.simple_tag
def clause(number: str, version: PolicyVersion | None = None, text: str = "") -> SafeString:
    """A link to a clause, such as {% clause "5.1" %} or {% clause "6.2 bullet 3" %}.

    Of the version in force or, where one is given, of that version, whatever is in force since.
    """
    return format_html(
        '<a class="govuk-link" href="{}">{}</a>',
        clause_url(number, version),
        text or f"clause {number}",
    )


@register.simple_tag
def clause_url(number: str, version: PolicyVersion | None = None) -> str:
    """Where a clause is read."""
    address = address_of(number)
    if version:
        return reverse("policy:version_clause_text", args=[version.pk, address])
    return reverse("policy:clause_text", args=[address])


@register.simple_tag
def version_link(version: PolicyVersion) -> SafeString:
    """A version by its title and day, linked to its text."""
    url = reverse("policy:version_text", args=[version.pk])
    return format_html('<a class="govuk-link" href="{}">{}</a>', url, version.as_text)
