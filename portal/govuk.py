"""Draws forms and components with the macros of GOV.UK Frontend."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

from portal.forms.widgets import DateParts, PersonInput

_macros = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=ChainableUndefined,
)


@cache
def _macro(name: str) -> Callable[[dict[str, Any]], str]:
    template = _macros.get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    return getattr(template.module, f"govuk{name.title().replace('-', '')}")


def component(name: str, /, **params: Any) -> SafeString:
    """Draw one GOV.UK component, such as "tag", with the parameters its documentation lists."""
    return mark_safe(_macro(name)(params).strip())  # noqa: S308 - the macros escape what they get


def draw_fields(form: forms.BaseForm) -> SafeString:
    """Draw every field of a form, those that an answer reveals inside that answer."""
    revealed = {name for names in _reveals(form) for name in names}
    return _joined(draw_field(bound) for bound in form if bound.name not in revealed)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - joined from safe pieces


def draw_field(bound: BoundField) -> SafeString:
    """Draw one field with its label, hint, error and input."""
    widget = bound.field.widget
    if draws_itself := getattr(widget, "draw", None):
        return draws_itself(bound)
    draw = next(draw for kind, draw in _DRAWINGS if isinstance(widget, kind))
    return draw(bound)


def error_list(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    """The lines of the error summary: the first error of each field, linked to its input.

    What is said of no input that can be seen leads to the first that can.
    """
    for message in form.non_field_errors():
        yield {"text": message} | _first_input(form)
    for bound in form:
        if bound.errors:
            leads_to = _first_input(form) if bound.is_hidden else {"href": f"#{_focus_id(bound)}"}
            yield {"text": bound.errors[0]} | leads_to


def _first_input(form: forms.BaseForm) -> dict[str, str]:
    return next(({"href": f"#{_focus_id(bound)}"} for bound in form.visible_fields()), {})


def _focus_id(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        return f"{bound.auto_id}-{_wrong_parts(bound)[0]}"
    if isinstance(widget, PersonInput) and _matches(bound):
        return f"{bound.auto_id}-match"
    return bound.auto_id


def _error_param(bound: BoundField, name: str) -> Any:
    errors = bound.form.errors.as_data().get(bound.name) or []
    return next((e.params[name] for e in errors if e.params and name in e.params), None)


def _wrong_parts(bound: BoundField) -> list[str]:
    return (_error_param(bound, "parts") or DateParts.parts) if bound.errors else []


def _matches(bound: BoundField) -> list:
    return _error_param(bound, "matches") or []


def _reveals(form: forms.BaseForm) -> Iterator[list[str]]:
    for answers in getattr(form, "reveals", {}).values():
        yield from answers.values()


def _question(bound: BoundField, kind: str) -> dict[str, Any]:
    """The label or the legend ("kind") of a field: bold, or the page's heading."""
    form = bound.form
    if getattr(form, "heading", None) == bound.name:
        return {"text": bound.label, "classes": f"{kind}--l", "isPageHeading": True}
    if any(bound.name in names for names in _reveals(form)):
        return {"text": bound.label}
    size = getattr(form, "legend_sizes", {}).get(bound.name, "s")
    return {"text": bound.label, "classes": f"{kind}--{size}"}


def _params(bound: BoundField, **params: Any) -> dict[str, Any]:
    """What every input takes, with the field's own GOV.UK options over it."""
    common = {"id": bound.auto_id, "name": bound.html_name}
    if bound.help_text:
        common["hint"] = {"text": bound.help_text}
    if bound.errors:
        common["errorMessage"] = {"text": bound.errors[0]}
    return common | params | getattr(bound.field, "govuk", {})


def _labelled(bound: BoundField, **params: Any) -> dict[str, Any]:
    return _params(bound, label=_question(bound, "govuk-label"), **params)


def _grouped(bound: BoundField, **params: Any) -> dict[str, Any]:
    legend = _question(bound, "govuk-fieldset__legend")
    return _params(bound, fieldset={"legend": legend}, **params)


def _hidden(bound: BoundField) -> SafeString:
    return bound.as_widget()


def _input(bound: BoundField, **more: Any) -> SafeString:
    widget = bound.field.widget
    # The macro writes these itself, and a placeholder is no label.
    attributes = {
        name: value
        for name, value in widget.attrs.items()
        if name not in ("type", "maxlength", "placeholder", "autocomplete")
    }
    options = {
        "type": widget.attrs.get("type", widget.input_type),
        "value": widget.format_value(bound.value()),
        "autocomplete": widget.attrs.get("autocomplete"),
        "attributes": attributes,
    }
    return component("input", **_labelled(bound, **(options | more)))


def _file(bound: BoundField) -> SafeString:
    return component("file-upload", **_labelled(bound))


def _password(bound: BoundField) -> SafeString:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return component("password-input", **_labelled(bound, autocomplete=autocomplete))


def _textarea(bound: BoundField) -> SafeString:
    # The macros indent what they nest, which would add spaces to every line of an answer
    # inside a fieldset: a line break written as an entity is left alone.
    typed = escape(bound.value() or "").replace("\r\n", "\n")
    value = mark_safe(typed.replace("\n", "&#10;"))  # noqa: S308
    params = _labelled(bound, value=value, rows=bound.field.widget.attrs.get("rows", 5))
    limit = bound.field.max_length
    said = f"You can enter up to {limit:,} characters"
    return component("character-count", **params, maxlength=limit, textareaDescriptionText=said)


def _items(bound: BoundField) -> list[dict[str, Any]]:
    widget, hints = bound.field.widget, getattr(bound.field, "hints", {})
    chosen = widget.format_value(bound.value())
    items = []
    for value, text in widget.choices:
        key = "" if value is None else str(value)
        item = {
            "value": key,
            "text": text,
            "checked": key in chosen,
            "selected": key in chosen,
        }
        if key in hints:
            item["hint"] = {"text": hints[key]}
        items.append(item | _conditional(bound, key))
    return items


def _conditional(bound: BoundField, answer: str) -> dict[str, Any]:
    names = getattr(bound.form, "reveals", {}).get(bound.name, {}).get(answer)
    if not names:
        return {}
    html = _joined(draw_field(bound.form[name]) for name in names)
    return {"conditional": {"html": html}}


def _radios(bound: BoundField) -> SafeString:
    items = _items(bound)
    params = _grouped(bound, idPrefix=bound.auto_id, items=items)
    if any("conditional" in item for item in items):
        params.pop("classes", None)  # what an answer reveals stands under it, not beside it
    return component("radios", **params)


def _checkboxes(bound: BoundField) -> SafeString:
    items = _items(bound)
    if exclusive := getattr(bound.field, "exclusive", None):
        position = next(n for n, item in enumerate(items) if item["value"] == exclusive)
        items[position]["behaviour"] = "exclusive"
        items.insert(position, {"divider": "or"})
    return component("checkboxes", **_grouped(bound, idPrefix=bound.auto_id, items=items))


def _checkbox(bound: BoundField) -> SafeString:
    params = _params(bound, idPrefix=bound.auto_id)
    item = {"value": "on", "text": bound.label, "checked": bool(bound.value())}
    item["hint"] = params.pop("hint", None)
    return component("checkboxes", **params, items=[item | _conditional(bound, "on")])


def _select(bound: BoundField) -> SafeString:
    return component("select", **_labelled(bound, items=_items(bound)))


def _date(bound: BoundField) -> SafeString:
    wrong = _wrong_parts(bound)
    values = bound.field.widget.format_value(bound.value())
    items = [
        {
            "name": part,
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, value in zip(DateParts.parts, values, strict=True)
    ]
    return component("date-input", **_grouped(bound, namePrefix=bound.html_name, items=items))


def _person(bound: BoundField) -> SafeString:
    typed = _input(bound, autocomplete="off")
    matches = [
        {"value": person.email, "html": PersonInput.describe(person)} for person in _matches(bound)
    ]
    if not matches:
        return typed
    return typed + component(
        "radios",
        idPrefix=f"{bound.auto_id}-match",
        name=f"{bound.html_name}-match",
        classes="govuk-radios--small",
        fieldset={
            "legend": {
                "text": "Who do you mean?",
                "classes": "govuk-fieldset__legend--s",
            }
        },
        items=matches,
    )


# The first that fits: CheckboxSelectMultiple is a kind of RadioSelect, and both of Select.
_DRAWINGS: list[tuple[type[forms.Widget], Callable[[BoundField], SafeString]]] = [
    (forms.HiddenInput, _hidden),
    (forms.CheckboxInput, _checkbox),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (DateParts, _date),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (PersonInput, _person),
    (forms.widgets.Input, _input),
]
