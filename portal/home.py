"""What the portal's own pages add to the home page and to everyone's navigation."""

from datetime import date

from django.db.models import F

from portal.context import NavigationItem
from portal.duties import Kind, page
from portal.models import Employee, Outbox, Post, Posts
from portal.services.appointment_rules import APPOINTING


def navigation(*, employee: Employee, posts: Posts) -> list[NavigationItem]:
    """Appointments for those who appoint or audit, people for the policy administrator."""
    items = []
    if posts.holds(*APPOINTING, Post.AUDITOR):
        items.append(NavigationItem("Appointments", "/appointments/"))
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        items.append(NavigationItem("People", "/people/"))
    return items


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """The held outbox of a restored copy, which waits for the policy administrator."""
    if not posts.holds(Post.POLICY_ADMINISTRATOR):
        return []
    held = Outbox.objects.exclude(held_since=None)
    text = "Release the e-mail that is held since the database was restored"
    return [Kind(text, page("outbox"), {"since": F("held_since")}, [held])]
