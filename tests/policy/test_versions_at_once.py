"""People who press at the same moment: one version comes into force on a day (7.1)."""

from datetime import date, timedelta

from policy.models import PolicyAcknowledgement, PolicyVersion, VersionState
from policy.services.acknowledging import acknowledge, ask_everyone
from policy.services.versions import publish, put_in_force
from portal import clock
from portal.models import TrailEvent
from portal.refusals import Refused
from tests.builders import NOW
from tests.databases import at_once
from tests.factories import EmployeeFactory
from tests.policy.versions import in_consultation, in_force_now, scheduled, the_administrator

TODAY = date(2026, 11, 4)


def press(call):
    """A press of a button in November, in a thread of its own."""

    def pressed():
        with clock.at(NOW):
            return call()

    return pressed


def test_two_versions_published_at_once_for_one_day(committed_db):
    with clock.at(NOW):
        versions = [in_consultation("First"), in_consultation("Second")]
        by = the_administrator()

    answers = at_once(
        *(press(lambda v=v: publish(v, in_force_from=TODAY, by=by)) for v in versions)
    )

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    published = [answer for answer in answers if isinstance(answer, PolicyVersion)]
    assert len(published) == 1
    assert refused == [
        f"{published[0].title}, which Policy administrator (HR) published, comes into force on "
        "4 November 2026 already. Choose another day."
    ]
    assert in_force_now() == published[0]
    assert PolicyVersion.objects.filter(state=VersionState.SUPERSEDED).count() == 1


def test_one_version_published_by_many_at_once(committed_db):
    with clock.at(NOW):
        version, by = in_consultation(), the_administrator()

    answers = at_once(*[press(lambda: publish(version, in_force_from=TODAY, by=by))] * 6)

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert (
        refused
        == [
            "Policy administrator (HR) published this version already: "
            "in force from 4 November 2026."
        ]
        * 5
    )
    assert TrailEvent.objects.filter(event="policy.publish").count() == 1


def test_sweeps_at_once_put_a_version_in_force_once(committed_db):
    with clock.at(NOW):
        scheduled(TODAY + timedelta(days=1))

    def sweep():
        with clock.at(NOW + timedelta(days=1)):
            return put_in_force(today=clock.today()) + ask_everyone(today=clock.today())

    at_once(*[sweep] * 4)

    assert TrailEvent.objects.filter(event="policy.enter_force").count() == 1
    assert PolicyVersion.objects.filter(state=VersionState.IN_FORCE).count() == 1
    assert PolicyAcknowledgement.objects.count() == 1


def test_pressing_twice_acknowledges_once(committed_db):
    version, person = in_force_now(), EmployeeFactory()
    answers = at_once(*[press(lambda: acknowledge(version, by=person))] * 6)
    assert {type(answer) for answer in answers} == {PolicyAcknowledgement}
    assert TrailEvent.objects.filter(event="policy.acknowledge").count() == 1
    assert PolicyAcknowledgement.objects.count() == 1
