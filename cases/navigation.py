"""What managers, and the posts that have a dashboard or a queue, find in the navigation."""

from django.urls import reverse

from portal.context import NavigationItem
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS


def navigation(*, employee: Employee, posts: Posts) -> list[NavigationItem]:
    """The dashboards and queues that a person can open."""
    opens = {
        ("Your team", "dashboards:team"): employee.leads_people,
        ("Communications", "dashboards:communications"): posts.holds(*COMMUNICATIONS),
        ("Decisions and access", "dashboards:it"): posts.holds(Post.HEAD_OF_IT),
        ("Access to switch", "access:queue"): (
            posts.holds(Post.ACCESS_OPERATOR) or posts.cases_for(Post.ACCESS_OPERATOR)
        ),
    }
    return [NavigationItem(label, reverse(name)) for (label, name), may in opens.items() if may]
