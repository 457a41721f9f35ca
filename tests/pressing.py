"""Many people press one button at the same moment, over HTTP, and what is left in the database."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cases.models import Access, AccessState, BusinessCase, Decision, Revision, State
from policy.models import Booking, PolicyAcknowledgement
from portal import clock
from portal.models import Post, TrailEvent
from tests.builders import a_case_in, a_complete_draft, the_holder
from tests.cases.accounts import an_approved_account, attend
from tests.factories import AppointmentFactory, EmployeeFactory, SessionFactory
from tests.policy.versions import in_force_now
from tests.processes import Site, web
from tests.visitor import Answer, Visitor

PLACES = 3


@dataclass
class Press:
    """A button, and the people who press it in turn.

    ``done`` counts what their presses left in the database, and ``expected`` says what that is of
    a number of presses, and how these are answered.
    """

    visitors: Sequence[Visitor]
    path: str
    done: Callable[[], dict[str, int]]
    expected: Callable[[int], tuple[dict[str, int], dict[int, int]]]
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Pressed:
    """How the presses were answered, in which seconds, and what they left."""

    answers: list[Answer]
    seconds: list[float]
    done: dict[str, int]

    @property
    def statuses(self) -> dict[int, int]:
        return dict(Counter(answer.status for answer in self.answers))

    def __str__(self) -> str:
        return f"{self.statuses}, p95 {percentile(self.seconds, 95):.2f} s, {self.done}"


def percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def once(done: dict[str, int]) -> Callable[[int], tuple[dict[str, int], dict[int, int]]]:
    """One press does it; every other is refused."""
    return lambda presses: (done, {302: 1, 409: presses - 1})


def a_decision(site: Site, presses: int) -> Press:
    """The Head of IT and someone acting for them both reject one case."""
    case = a_case_in(State.AWAITING_DECISION)
    acting = EmployeeFactory(name="Acting head")
    AppointmentFactory(employee=acting, post=Post.HEAD_OF_IT, acting=True, ends_on=clock.today())
    return Press(
        [Visitor(site, the_holder(Post.HEAD_OF_IT)), Visitor(site, acting)],
        f"/cases/{case.reference}/decide/check/",
        fields={
            "version": case.version,
            "outcome": "reject",
            "reasons": "There is an account already.",
            "confirm": "1",
        },
        done=lambda: {
            "decisions": Decision.objects.filter(case=case).count(),
            "rejected": BusinessCase.objects.filter(pk=case.pk, state=State.REJECTED).count(),
        },
        expected=once({"decisions": 1, "rejected": 1}),
    )


def the_last_places(site: Site, presses: int) -> Press:
    """Everyone books a session that has three places left."""
    session = SessionFactory(starts_at=clock.now() + timedelta(days=9), places=PLACES)
    people = [EmployeeFactory() for _ in range(presses)]
    bookings = Booking.objects.filter(session=session)
    return Press(
        [Visitor(site, person) for person in people],
        f"/awareness/{session.pk}/book/",
        done=lambda: {
            "places": bookings.filter(waiting=False).count(),
            "waiting": bookings.filter(waiting=True).count(),
        },
        # Who comes too late is on the waiting list.
        expected=lambda presses: ({"places": PLACES, "waiting": presses - PLACES}, {302: presses}),
    )


def a_sending(site: Site, presses: int) -> Press:
    """The applicant sends one case."""
    the_holder(Post.COMMUNICATIONS_MANAGER)
    case = a_complete_draft()
    return Press(
        [Visitor(site, case.applicant)],
        f"/cases/{case.reference}/check/",
        fields={"version": case.version, "declared": "on"},
        done=lambda: {
            "revisions": Revision.objects.filter(case=case).count(),
            "events": TrailEvent.objects.filter(subject=case.subject, event="case.send").count(),
        },
        expected=once({"revisions": 1, "events": 1}),
    )


def a_switch(site: Site, presses: int) -> Press:
    """The access operator switches one person's access on."""
    account = an_approved_account()
    attend(account.lead)
    access = Access.objects.get(account=account, state=AccessState.READY)
    return Press(
        [Visitor(site, the_holder(Post.ACCESS_OPERATOR))],
        f"/access/{access.pk}/",
        fields={"move": "switch_on"},
        done=lambda: {
            "on": Access.objects.filter(pk=access.pk, state=AccessState.ON).count(),
            "events": TrailEvent.objects.filter(
                subject=account.subject, event="access.switch_on"
            ).count(),
        },
        expected=once({"on": 1, "events": 1}),
    )


def an_acknowledgement(site: Site, presses: int) -> Press:
    """One person acknowledges the policy."""
    person, version = EmployeeFactory(), in_force_now()
    return Press(
        [Visitor(site, person)],
        "/policy/acknowledge/",
        fields={"version": version.pk},
        done=lambda: {
            "rows": PolicyAcknowledgement.objects.filter(person=person).count(),
            "events": TrailEvent.objects.filter(actor=person, event="policy.acknowledge").count(),
        },
        # Whoever presses again is thanked again, for the same acknowledgement.
        expected=lambda presses: ({"rows": 1, "events": 1}, {302: presses}),
    )


PRESSES = [a_decision, the_last_places, a_sending, a_switch, an_acknowledgement]


def press_at_once(press: Press, presses: int) -> Pressed:
    """Press the button of a site that is served, many times at the same moment."""

    def timed(n: int) -> tuple[Answer, float]:
        started = time.monotonic()
        answer = press.visitors[n % len(press.visitors)].post(press.path, **press.fields)
        return answer, time.monotonic() - started

    with ThreadPoolExecutor(presses) as pool:
        answers, seconds = zip(*pool.map(timed, range(presses)), strict=True)
    return Pressed(list(answers), list(seconds), press.done())


def check_each_at_once(site: Site, presses: int, *, workers: int) -> list[str]:
    """Press each button at once and check what is left; returns the figures in lines."""
    made = [make(site, presses) for make in PRESSES]
    with web(site, workers=workers):
        pressed = [press_at_once(press, presses) for press in made]
    for press, result in zip(made, pressed, strict=True):
        assert (result.done, result.statuses) == press.expected(presses), press.path
    return [f"{make.__name__}: {one}" for make, one in zip(PRESSES, pressed, strict=True)]
