"""Two of Communications answer one media contact at once."""

from datetime import UTC, datetime

from policy.models import MediaContact, MediaContactNote
from policy.services.media_contacts import move_media_contact
from portal import clock
from portal.models import Notice, Post
from portal.refusals import Stale
from tests.databases import at_once
from tests.factories import AppointmentFactory, MediaContactFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


def test_of_four_who_advise_at_once_one_does_and_the_others_read_it_first(committed_db):
    contact = MediaContactFactory()

    def advising(adviser):
        def advise():
            with clock.at(NOW):
                return move_media_contact(
                    MediaContact.objects.get(pk=contact.pk),
                    "advise",
                    by=adviser,
                    text=f"{adviser} says so.",
                    seen_version=1,
                )

        return advise

    advisers = [AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee for _ in range(4)]
    answers = at_once(*map(advising, advisers))

    assert [type(answer) for answer in answers].count(Stale) == 3
    assert MediaContactNote.objects.count() == 1
    assert Notice.objects.filter(recipient=contact.reporter).count() == 1
    contact.refresh_from_db()
    assert (contact.state, contact.version) == ("advised", 2)
