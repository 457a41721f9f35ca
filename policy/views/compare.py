"""What changed between any two versions of the policy (2.1, 7.1)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from policy.comparison import Kind, changes, counts
from policy.models import PolicyVersion
from portal import clock
from portal.forms.compare import CompareForm
from portal.views.forms import show_form

# The colours of their tags.
COLOURS = {
    Kind.CHANGED: "yellow",
    Kind.NEW: "green",
    Kind.REMOVED: "red",
    Kind.RENUMBERED: "blue",
}


@require_GET
def compare_versions(request: HttpRequest) -> HttpResponse:
    """The clauses that differ between two versions, the words that differ marked.

    Without a choice, the version in force and the one before it.
    """
    readable = PolicyVersion.objects.readable_by(request.posts)
    versions = {str(version.pk): version for version in readable}
    choices = [(key, version.as_text) for key, version in versions.items()]
    form = CompareForm(request.GET or _newest_two(request), choices=choices)
    context = {
        "title": "What changed in the policy",
        "section": "Policy",
        "back": reverse("policy:policy"),
        "versions": versions,
    }
    if form.is_valid():
        old, new = (versions[form.cleaned_data[name]] for name in ("from", "to"))
        found = changes(list(old.clauses.all()), list(new.clauses.all()))
        differing = [change for change in found if change.kind != Kind.SAME]
        context |= {
            "old": old,
            "new": new,
            "total": len(found),
            "counts": [(kind.value.lower(), count) for kind, count in counts(found)],
            "differing": [(change, COLOURS[change.kind]) for change in differing],
            "same": [change.clause for change in found if change.kind == Kind.SAME],
        }
    return show_form(request, form, template="policy/compare.html", **context)


def _newest_two(request: HttpRequest) -> dict[str, str]:
    new = PolicyVersion.objects.in_force(clock.today())
    old = new and (new.previous(reader=request.user) or new)
    return {"from": str(old.pk), "to": str(new.pk)} if new else {}
