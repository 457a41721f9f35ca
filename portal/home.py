"""What the portal's own pages add to everyone's navigation."""

from portal.context import NavigationItem
from portal.models import Employee, Post, Posts
from portal.services.appointments import APPOINTING


def navigation(*, employee: Employee, posts: Posts) -> list[NavigationItem]:
    """Appointments for those who appoint, people for the policy administrator."""
    items = []
    if posts.holds(*APPOINTING):
        items.append(NavigationItem("Appointments", "/appointments/"))
    if posts.holds(Post.POLICY_ADMINISTRATOR):
        items.append(NavigationItem("People", "/people/"))
    return items
