"""The demonstration: loaded once, complete, and never into a real portal."""

import json
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.management import CommandError
from django.test import Client

from cases.demonstration.plans import read_plans
from cases.models import (
    Access,
    Account,
    BusinessCase,
    Decision,
    LeadMove,
    Outcome,
    Review,
    State,
)
from policy.models import Consultation, MediaContact, PolicyAcknowledgement, PolicyVersion
from portal import clock
from portal.models import Appointment, Employee, EmployeeImport, Notice, TrailEvent
from portal.services.trail import verify_trail
from tests.demonstration import seed, the_demonstration
from tests.second_factors import code_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    """The demonstration's history ends at the real now."""


def test_a_real_portal_refuses_the_demonstration():
    with pytest.raises(CommandError, match="is not loaded into a real portal"):
        seed()
    assert not Employee.objects.exists()


@pytest.mark.page
@pytest.mark.xdist_group("demonstration")
def test_the_demonstration_shows_every_state_and_is_loaded_once(settings, start_from):
    settings.DEMONSTRATION = True

    start_from(the_demonstration)

    states = Counter(BusinessCase.objects.values_list("state", flat=True))
    assert states == {
        State.DRAFT: 4,
        State.ADVICE_REQUESTED: 5,
        State.CHANGES_REQUESTED: 4,
        State.READY_TO_PRESENT: 3,
        State.AWAITING_DECISION: 5,
        State.APPROVED: 13,
        State.REJECTED: 3,
        State.WITHDRAWN: 3,
    }
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Outcome)
    assert len(read_plans()) == 40
    assert set(Account.objects.values_list("state", flat=True)) == {"awaiting_access", "live"}
    assert {"needs_session", "ready", "on", "to_remove"} <= set(
        Access.objects.values_list("state", flat=True)
    )
    assert {"scheduled", "open", "acknowledged"} <= set(
        Review.objects.values_list("state", flat=True)
    )
    assert Review.objects.overdue(clock.today()).exists()
    assert set(MediaContact.objects.values_list("state", flat=True)) == {
        "reported",
        "advised",
        "closed",
    }
    oldest = TrailEvent.objects.order_by("at").first()
    assert (clock.now() - oldest.at).days >= 700
    assert verify_trail().sound
    assert Employee.objects.departed(clock.today()).count() == 1
    assert dict(PolicyVersion.objects.values_list("state", "title")) == {
        "superseded": "Social media policy",
        "in_force": "Social media policy",
        "in_consultation": "Social media policy, revised",
        "draft": "Social media policy, first draft of the next",
    }
    revised = Consultation.objects.filter(version__state="in_consultation")
    asked = [(one.body, one.answered_on is None) for one in revised.order_by("body")]
    assert asked == [
        ("Demonstration Association of Engineers", True),
        ("Demonstration Union of Librarians", False),
    ]
    acknowledgements = PolicyAcknowledgement.objects.of_current(clock.today())
    assert acknowledgements.count() == 16
    assert acknowledgements.waiting().count() == 6
    assert Appointment.objects.in_force(clock.today()).filter(acting=True, for_case="").exists()
    imported = Employee.objects.filter(is_demonstration=False)
    assert [(e.name, e.has_usable_password()) for e in imported] == [
        ("Finlay Demo", False),
        ("Una Demo", False),
    ]
    assert list(EmployeeImport.objects.values_list("state", flat=True)) == ["refused", "applied"]
    assert LeadMove.objects.waiting(clock.today()).count() == 2
    assert {name.split()[-1] for name in Employee.objects.values_list("name", flat=True)} == {
        "Demo"
    }
    # Only the newest mails go out when the worker starts.
    assert Notice.objects.exclude(mail_due_at=None).count() < 60

    before = TrailEvent.objects.count()
    sign_ins = json.loads(seed("--json"))

    assert TrailEvent.objects.count() == before
    assert len(sign_ins) == 14
    secrets = {person["name"]: person.pop("totp_secret", "") for person in sign_ins}
    assert {name.removesuffix(" Demo") for name, secret in secrets.items() if secret} == {
        *("Rory", "Eilidh", "Hamish", "Morag", "Fergus", "Kirsty", "Angus")
    }
    for person in sign_ins:
        assert person.keys() == {"post", "name", "email", "password"}
        assert Employee.objects.get(email=person["email"]).check_password(person["password"])

    hamish = next(person for person in sign_ins if person["name"] == "Hamish Demo")
    browser = Client()
    typed = {"login": hamish["email"], "password": hamish["password"]}
    assert browser.post("/sign-in/", typed)["Location"] == "/sign-in/code/"
    cache.clear()
    assert browser.post("/sign-in/code/", {"code": code_now(secrets["Hamish Demo"])}).url == "/"
    assert browser.get("/appointments/").status_code == 200
