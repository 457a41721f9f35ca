"""A media contact in a state."""

from policy.models import MediaContact
from policy.services.media_contacts import move_media_contact
from portal.models import Employee
from tests.factories import MediaContactFactory
from tests.matrix.asking import World
from tests.matrix.worlds.people import leave, the_people


def media_world(state: str) -> World:
    """A media contact in a state, reported by P, who moved to a new manager since."""
    people = the_people()
    contact = MediaContactFactory(reporter=people["P"], about_work_posts=state != "not about work")
    for move in {"advised": ["advise"], "closed": ["advise", "close"]}.get(state, []):
        contact = MediaContact.objects.get(pk=contact.pk)
        seen = {"seen_version": contact.version}
        move_media_contact(contact, move, by=people["C"], text="Words.", **seen)
    Employee.objects.filter(pk=people["P"].pk).update(line_manager=people["M"])
    version = MediaContact.objects.values_list("version", flat=True).get(pk=contact.pk)
    note = {"text": "Words.", "version": version}
    world = World(
        people,
        about={"media_contacts": [contact.pk]},
        typed={f"media_contacts:{move}": note for move in ("advise", "add", "close")},
    )
    leave(people["L"])
    return world


A_MEDIA_CONTACT_TYPED = {
    "who": "Jo Journalist",
    "outlet": "The Evening Example",
    "way": "phone",
    "day-day": "3",
    "day-month": "11",
    "day-year": "2026",
    "time": "10am",
    "asked": "Why is the pool closed?",
    "about_work_posts": "no",
}
