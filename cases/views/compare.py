"""Any two versions of the answers of a case, side by side (6.2)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.comparison import changes_in
from cases.models import Revision
from cases.questions import differences
from cases.views.finding import find_case
from portal.forms.compare import CompareForm
from portal.views.forms import show_form
from portal.wording import moment


@require_GET
def compare_versions(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers that differ between two versions, the words that differ marked.

    Without a choice, the last two.
    """
    case = find_case(request, reference)
    revisions = {r.number: r for r in case.revisions.select_related("by")}
    chosen = request.GET or {
        "from": str(max(len(revisions) - 1, 1)),
        "to": str(len(revisions)),
    }
    choices = [(str(number), _said(revision)) for number, revision in revisions.items()]
    form = CompareForm(chosen if revisions else None, choices=choices)
    context = {
        "title": "Compare versions",
        "section": "Business case",
        "caption": f"{case.reference} {case.title}",
        "back": reverse("cases:history", args=[reference]),
        "case": case,
        "revisions": revisions,
    }
    if form.is_valid():
        old, new = (revisions[int(form.cleaned_data[name])] for name in ("from", "to"))
        context |= {
            "was": f"Version {old.number}",
            "now": f"Version {new.number}",
            "changes": changes_in(differences(old.answers, new.answers)),
        }
    return show_form(request, form, template="cases/compare.html", **context)


def _said(revision: Revision) -> str:
    occasion = revision.get_occasion_display().lower()
    return f"Version {revision.number}: {occasion}, {moment(revision.at)}"
