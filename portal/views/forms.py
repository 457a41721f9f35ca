from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_form(
    request: HttpRequest, form: forms.BaseForm, template: str = "form_page.html", **context: Any
) -> HttpResponse:
    """The page of a form: with status 422, and all that was typed, where something is wrong."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
