from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def carried(request: HttpRequest, *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What was filled in, as hidden inputs of a page that asks whether it is meant; ``without``
    these buttons.
    """
    left_out = {"csrfmiddlewaretoken", *without}
    filled_in = request.POST.lists()
    return [(name, value) for name, values in filled_in if name not in left_out for value in values]


def show_form(
    request: HttpRequest, form: forms.BaseForm, template: str = "form_page.html", **context: Any
) -> HttpResponse:
    """The page of a form: with status 422, and all that was typed, where something is wrong."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
