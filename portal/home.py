"""What the portal's own pages add to everyone's navigation."""

from portal.context import NavigationItem
from portal.models import Employee, Post, Posts
from portal.services.appointment_rules import APPOINTING


def navigation(*, employee: Employee, posts: Posts) -> list[NavigationItem]:
    """Appointments for those who appoint or audit, people for the policy administrator."""
    items = []
    if posts.holds(*APPOINTING, Post.AUDITOR):
        items.append(NavigationItem("Appointments", "/appointments/"))
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        items.append(NavigationItem("People", "/people/"))
    return items
