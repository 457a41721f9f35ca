"""The policy in the demonstration: as the council changed it when the portal was new, who
acknowledged it, and a new version in consultation.
"""

from datetime import datetime, timedelta

from cases.demonstration.stories import Story
from policy.models import PolicyVersion
from policy.services.acknowledging import acknowledge
from policy.services.versions import (
    add_clause,
    change_clause,
    consult,
    draft_from_text_in_force,
    publish,
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
# What the council changed when it introduced the portal: words of the version before, and its own.
CHANGED_WORDS = {
    "5.5": ("do not post it.", "do not post it: ask Communications first."),
    "6.2": (
        "How many times a day you mean to update it.",
        "How often you mean to update it, and who answers comments.",
    ),
}
ADDED = {
    "number": "5.9",
    "heading": "Credentials",
    "text": "The council owns the credentials of its accounts. Nobody gives them to others.",
}
AGREED = "Agreed, with our thanks for the training that comes with it."
DRAFTED_DAYS_AGO = 26
SENT_DAYS_AGO = 20
ANSWERED_DAYS_AGO = 6
ANSWER_WITHIN = 28 * DAY
NEW_WORDS = {
    "1.4": "It applies to volunteers too.",
    "7.1": "The council reviews this policy every two years.",
}
NEXT_WORDS = {"5.5": "Ask a colleague to read it first."}
NEXT_DRAFTED_DAYS_AGO = 2
ANSWERED = "Demonstration Union of Librarians"
NOT_ANSWERED = "Demonstration Association of Engineers"
ANSWER = (
    "Our members welcome a review every two years. We ask that volunteers are told of the policy "
    "before they start."
)


def change_policy(people: dict[str, Employee], *, begins: datetime) -> Story:
    """The council's own version, on which a trade union was asked before the portal was here."""
    by = people["Kirsty"]
    yield begins
    today = clock.today()
    draft = draft_from_text_in_force(title="Social media policy", by=by)
    for number, (before, after) in CHANGED_WORDS.items():
        clause = draft.clauses.get(number=number)
        change_clause(clause, by=by, number=number, text=clause.text.replace(before, after))
    add_clause(draft, by=by, after=draft.clauses.get(number="5.8"), **ADDED)
    asked = consult(
        draft, body=ANSWERED, by=by, sent_on=today - 40 * DAY, answer_by=today - 5 * DAY
    )
    record_answer(asked, answered_on=today - 10 * DAY, response=AGREED, by=by)
    publish(draft, in_force_from=today, by=by)


def acknowledge_policy(people: dict[str, Employee], *, begins: datetime) -> Story:
    """Most people acknowledge the policy in the weeks after they were asked."""
    for name, days in ACKNOWLEDGED.items():
        yield begins + (days + 1) * DAY
        version = PolicyVersion.objects.in_force(clock.today())
        acknowledge(version, by=people[name])


def consult_on_new_version(people: dict[str, Employee], *, now: datetime) -> Story:
    """A new version went to two trade unions, one of which has answered; another is a draft."""
    by = people["Kirsty"]
    yield now - DRAFTED_DAYS_AGO * DAY
    draft = _draft("Social media policy, revised", NEW_WORDS, by=by)
    yield now - SENT_DAYS_AGO * DAY
    today = clock.today()
    days = {"sent_on": today, "answer_by": today + ANSWER_WITHIN}
    asked = [consult(draft, body=body, by=by, **days) for body in (ANSWERED, NOT_ANSWERED)]
    yield now - ANSWERED_DAYS_AGO * DAY
    record_answer(asked[0], answered_on=clock.today(), response=ANSWER, by=by)
    yield now - NEXT_DRAFTED_DAYS_AGO * DAY
    _draft("Social media policy, first draft of the next", NEXT_WORDS, by=by)


def _draft(title: str, new_words: dict[str, str], *, by: Employee) -> PolicyVersion:
    """A draft with words added at the end of some clauses."""
    draft = draft_from_text_in_force(title=title, by=by)
    for number, words in new_words.items():
        clause = draft.clauses.get(number=number)
        change_clause(clause, by=by, number=number, text=f"{clause.text} {words}")
    return draft
