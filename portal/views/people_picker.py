from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from portal.forms.person import LETTERS, EmployeeField, people_matching
from portal.forms.widgets import PersonInput
from portal.parameters import asked

PEOPLE = 10


@require_GET
def people_suggest(request: HttpRequest) -> JsonResponse:
    """Up to 10 current employees whose name or e-mail address fits at least 3 letters typed."""
    typed = asked(request, "q", longest=EmployeeField.longest).strip()
    found = people_matching(typed)[:PEOPLE] if len(typed) >= LETTERS else []
    return JsonResponse({"people": [_suggestion(employee) for employee in found]})


def _suggestion(employee) -> dict[str, str]:
    about = [employee.job_title, employee.service.name if employee.service else "", employee.email]
    return {
        "value": PersonInput.describe(employee),
        "name": employee.name,
        "email": employee.email,
        "about": ", ".join(part for part in about if part),
    }
