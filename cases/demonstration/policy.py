"""The policy in the demonstration: who acknowledged it, and a new version in consultation."""

from datetime import datetime, timedelta

from cases.demonstration.stories import Story
from policy.models import PolicyVersion
from policy.services.acknowledging import acknowledge
from policy.services.versions import (
    change_clause,
    consult,
    draft_from_text_in_force,
    record_answer,
)
from portal import clock
from portal.models import Employee

DAY = timedelta(days=1)
# Days after everyone was asked; the others have not acknowledged yet.
ACKNOWLEDGED = {
    "Kirsty": 1,
    "Rory": 1,
    "Ailsa": 2,
    "Eilidh": 2,
    "Callum": 3,
    "Hamish": 5,
    "Isla": 8,
    "Morag": 12,
    "Angus": 22,
    "Grant": 60,
}
DRAFTED_DAYS_AGO = 26
SENT_DAYS_AGO = 20
ANSWERED_DAYS_AGO = 6
ANSWER_WITHIN = 28 * DAY
NEW_WORDS = {
    "2.1": "It applies to agency workers and volunteers of the council too.",
    "7.1": "The council reviews this policy every two years.",
}
ANSWERED = "Demonstration Union of Librarians"
NOT_ANSWERED = "Demonstration Association of Engineers"
ANSWER = (
    "Our members welcome a review every two years. We ask that volunteers are told of the policy "
    "before they start."
)


def acknowledge_policy(people: dict[str, Employee], *, begins: datetime) -> Story:
    """Most people acknowledge the policy in the weeks after they were asked."""
    for name, days in ACKNOWLEDGED.items():
        yield begins + (days + 1) * DAY
        version = PolicyVersion.objects.in_force(clock.today())
        acknowledge(version, by=people[name])


def consult_on_new_version(people: dict[str, Employee], *, now: datetime) -> Story:
    """A new version went to two trade unions; one has answered."""
    by = people["Kirsty"]
    yield now - DRAFTED_DAYS_AGO * DAY
    draft = draft_from_text_in_force(title="Social media policy, revised", by=by)
    for number, words in NEW_WORDS.items():
        clause = draft.clauses.get(number=number)
        texts = {"number": number, "text": f"{clause.text} {words}".strip()}
        change_clause(clause, by=by, **texts)
    yield now - SENT_DAYS_AGO * DAY
    today = clock.today()
    days = {"sent_on": today, "answer_by": today + ANSWER_WITHIN}
    asked = [consult(draft, body=body, by=by, **days) for body in (ANSWERED, NOT_ANSWERED)]
    yield now - ANSWERED_DAYS_AGO * DAY
    record_answer(asked[0], answered_on=clock.today(), response=ANSWER, by=by)
