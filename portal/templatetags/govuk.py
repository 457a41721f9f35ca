"""The tags and filters our pages are written with."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from portal import govuk
from portal.wording import clock_time, lasting, longdate, moment

register = template.Library()

# Where the domain of an e-mail address begins.
DOMAIN = re.compile(r"@(?=\w)")


# Forms


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """Every field of a form: what the crispy template pack is made of."""
    return govuk.draw_fields(form)


@register.simple_tag
def form_field(bound: forms.BoundField) -> SafeString:
    """One field of a form."""
    return govuk.draw_field(bound)


@register.simple_tag
def error_summary(*bound_forms: forms.BaseForm | None) -> SafeString:
    """What went wrong in these forms, each line linked to its input; nothing where all is well."""
    errors = [error for form in bound_forms if form for error in govuk.error_list(form)]
    if not errors:
        return SafeString("")
    return govuk.component("error-summary", titleText="There is a problem", errorList=errors)


@register.simple_tag
def button(text: str, url: str = "", kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A button, or a link drawn as one where it has a url; kind is secondary, warning or start."""
    options: dict[str, Any] = {"text": text, "classes": f"govuk-button--{kind}" if kind else ""}
    if url:
        options["href"] = url
    else:
        # Two presses in a second are one: the second is refused anyway, and only confuses.
        options |= {"preventDoubleClick": True, "name": name or None, "value": value}
    return govuk.component("button", isStartButton=kind == "start", **options)


# Words and numbers


register.filter("longdate", longdate)
register.filter("clock_time", clock_time)
register.filter("moment", moment)
register.filter("lasting", lasting)


@register.filter
def breakable(text: str) -> SafeString:
    """A text whose e-mail addresses a narrow column breaks before the domain, not within a word."""
    return SafeString(DOMAIN.sub("@<wbr>", escape(text)))


@register.filter
def number(value: float | int | str | None) -> str:
    """1,234 or 0.43; an absent figure is said in words, never shown as 0."""
    if value is None:
        return "Not available"
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


# Components


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A state in a few words, such as {% tag "Approved" "green" %}; the words carry the meaning."""
    return govuk.component("tag", text=text, classes=f"govuk-tag--{colour}" if colour else "")


@register.simple_tag
def row(label: str, value: Any, change: str = "", about: str = "") -> SafeString:
    """One row of a summary list; change is where it is changed, about says what to a reader.

    Stands inside <dl class="govuk-summary-list">.
    """
    link = ""
    if change:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">'
            'Change<span class="govuk-visually-hidden"> {}</span></a></dd>',
            change,
            about or label,
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if change else " govuk-summary-list__row--no-actions",
        label,
        _said(value),
        link,
    )


def _said(value: Any) -> SafeString:
    """What a person reads for a value: yes and no, dates in words, line breaks kept."""
    if value is None or value == "":
        return format_html('<span class="portal-empty">{}</span>', "Not answered yet")
    if isinstance(value, bool):
        return conditional_escape("Yes" if value else "No")
    if isinstance(value, date):
        return conditional_escape(moment(value) if isinstance(value, datetime) else longdate(value))
    return linebreaksbr(value)


@register.simple_tag
def task_list(tasks: Iterable[Mapping[str, Any]], name: str) -> SafeString:
    """A task list of {title, url, status, colour, hint}; without a colour a status is plain."""
    items = [
        {
            "title": {"text": task["title"]},
            "href": task.get("url"),
            "hint": {"text": task["hint"]} if task.get("hint") else None,
            "status": _status(task),
        }
        for task in tasks
    ]
    return govuk.component("task-list", idPrefix=name, items=items)


def _status(task: Mapping[str, Any]) -> dict[str, Any]:
    if colour := task.get("colour"):
        return {"tag": {"text": task["status"], "classes": f"govuk-tag--{colour}"}}
    return {"text": task["status"]}


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """The confirmation at the end of a journey: what was done, and beneath it the reference."""
    return govuk.component("panel", titleText=title, html=content)


@register.simple_block_tag
def banner(content: str, title: str = "Important", kind: str = "") -> SafeString:
    """A notification banner; kind "success" says that something was done."""
    body = format_html('<div class="govuk-notification-banner__heading">{}</div>', content)
    return govuk.component("notification-banner", titleText=title, html=body, type=kind or None)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Words set apart from what surrounds them."""
    return govuk.component("inset-text", html=content)


@register.simple_block_tag
def details(content: str, summary: str, opened: bool = False) -> SafeString:
    """Words that stay folded under a summary until someone opens them."""
    return govuk.component("details", summaryText=summary, html=content, open=opened)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """What must not be missed, with an exclamation mark."""
    return govuk.component("warning-text", html=content, iconFallbackText="Warning")


@register.simple_block_tag
def event(content: str, title: str, by: Any = "", at: datetime | None = None) -> SafeString:
    """One event of a timeline; stands inside <div class="moj-timeline">."""
    who = format_html('<p class="moj-timeline__byline">by {}</p>', by) if by else ""
    when = ""
    if at:
        when = format_html(
            '<p class="moj-timeline__date"><time datetime="{}">{}</time></p>',
            at.isoformat(),
            moment(at),
        )
    body = format_html('<div class="moj-timeline__description">{}</div>', content)
    return format_html(
        '<div class="moj-timeline__item"><div class="moj-timeline__header">'
        '<h3 class="moj-timeline__title">{}</h3>{}</div>{}{}</div>',
        title,
        who,
        when,
        body if content.strip() else "",
    )


@register.simple_tag
def figure(value: Any, label: str, url: str, note: str = "", colour: str = "") -> SafeString:
    """A big number that leads to its list; stands inside <ul class="portal-figures">."""
    return format_html(
        '<li class="portal-figure{}"><a class="portal-figure__link" href="{}">'
        '<span class="portal-figure__value">{}</span> '
        '<span class="portal-figure__label">{}</span></a>{}</li>',
        f" portal-figure--{colour}" if colour else "",
        url,
        number(value),
        label,
        format_html('<span class="portal-figure__note">{}</span>', note) if note else "",
    )


# Tables, charts and lists


@register.simple_block_tag
def table(content: str, caption: str, stack: bool = False, size: str = "m") -> SafeString:
    """A table around its <thead> and <tbody>; it scrolls in itself where the page is narrow.

    With stack, each row becomes a card there, and every <td> says its column in data-label.
    Without size, the caption is for screen readers alone: a heading above says the same.
    """
    kind = "portal-table--stack" if stack else "portal-table--scroll"
    # What scrolls must be reachable by keyboard, and named.
    reachable = "" if stack else format_html(' role="region" aria-label="{}" tabindex="0"', caption)
    return format_html(
        '<div class="portal-table {}"{}><table class="govuk-table">'
        '<caption class="{}">{}</caption>{}</table></div>',
        kind,
        reachable,
        f"govuk-table__caption govuk-table__caption--{size}" if size else "govuk-visually-hidden",
        caption,
        content,
    )


@register.simple_tag(takes_context=True)
def sort_heading(
    context: template.Context, text: str, key: str, numeric: bool = False
) -> SafeString:
    """A column heading that sorts the list by ?sort=key, and by -key when selected again."""
    query = context["request"].GET.copy()
    sorted_by = query.get("sort", context.get("sort", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(sorted_by)
    query["sort"] = f"-{key}" if direction == "ascending" else key
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    return format_html(
        '<th scope="col" class="govuk-table__header{}"{}>'
        '<a class="portal-sort" href="?{}">{}</a></th>',
        " govuk-table__header--numeric" if numeric else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        query.urlencode(),
        text,
    )


@register.inclusion_tag("portal/_chart.html")
def chart(
    caption: str,
    headings: list[str],
    rows: Iterable[Iterable[Any]],
    kind: str = "bar",
    summary: str = "",
) -> dict[str, Any]:
    """A drawn chart above the table it is drawn from; the first column names the points.

    kind is bar, stacked or line; summary says in a sentence what the chart shows.
    """
    return {
        "caption": caption,
        "headings": headings,
        "rows": [list(cells) for cells in rows],
        "kind": kind,
        "summary": summary,
    }


@register.inclusion_tag("portal/_paging.html", takes_context=True)
def paging(context: template.Context, page: Any) -> dict[str, Any]:
    """Links to the previous and the next page of a list (portal.paging.Page)."""
    query = context["request"].GET.copy()
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    links = {}
    for name, cursor in (("after", page.next), ("before", page.previous)):
        if cursor:
            query_with = query.copy()
            query_with[name] = cursor
            links[name] = f"?{query_with.urlencode()}"
    return {"next": links.get("after"), "previous": links.get("before")}
