"""Policy versions for tests, brought to a state by the services that people use."""

from datetime import date

from policy.models import PolicyVersion, VersionState
from policy.services import versions
from portal import clock
from portal.models import Employee, Post
from tests.builders import the_holder

TITLE = "Social media policy 2026"


def the_administrator() -> Employee:
    return the_holder(Post.POLICY_ADMINISTRATOR)


def a_draft(title: str = TITLE) -> PolicyVersion:
    """A copy of the version in force."""
    return versions.draft_from_text_in_force(title=title, by=the_administrator())


def an_agreed_draft(title: str = TITLE) -> PolicyVersion:
    """A draft as an import leaves it, of a text that was agreed outside the portal."""
    draft = a_draft(title)
    draft.agreed_on = date(2026, 10, 1)
    draft.save()
    return draft


def ask_body(version: PolicyVersion, body: str = "Union A", *, answer_by: date | None = None):
    """Record that the text went to a trade union today."""
    today = clock.today()
    return versions.consult(
        version, body=body, sent_on=today, answer_by=answer_by or today, by=the_administrator()
    )


def in_consultation(title: str = TITLE, *, answered: bool = True) -> PolicyVersion:
    """A version that one trade union was asked about."""
    version = a_draft(title)
    asked = ask_body(version)
    if answered:
        versions.record_answer(
            asked, answered_on=clock.today(), response="Agreed.", by=the_administrator()
        )
    return fresh(version)


def scheduled(day: date, title: str = TITLE) -> PolicyVersion:
    """A version that comes into force on a day to come."""
    return versions.publish(in_consultation(title), in_force_from=day, by=the_administrator())


def newly_in_force(title: str = TITLE) -> PolicyVersion:
    """A version that came into force today."""
    return scheduled(clock.today(), title)


def fresh(version: PolicyVersion) -> PolicyVersion:
    return PolicyVersion.objects.get(pk=version.pk)


def in_force_now() -> PolicyVersion:
    return PolicyVersion.objects.get(state=VersionState.IN_FORCE)
