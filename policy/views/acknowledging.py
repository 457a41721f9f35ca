"""Acknowledging the policy in force (2.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from policy.models import PolicyVersion, VersionState
from policy.models.versions import UNPUBLISHED
from policy.services import acknowledging
from portal.models import Post
from portal.parameters import posted
from portal.wording import longdate

# In the address of the policy for someone who has just signed in for the first time.
WELCOME = "welcome"


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Record that the reader has read the version that their page showed."""
    published = PolicyVersion.objects.exclude(state__in=UNPUBLISHED)
    key = posted(request, "version", longest=18)
    version = get_object_or_404(published, pk=int(key) if key.isdecimal() else 0)
    request.back_to = {"back": reverse("policy:policy"), "back_text": "Read the policy"}
    done = acknowledging.acknowledge(version, by=request.user)
    messages.success(
        request,
        f"Thank you. You acknowledged the {version.title} on {longdate(done.acknowledged_at)}.",
    )
    return redirect("policy:policy")


def acknowledging_context(request: HttpRequest, version: PolicyVersion) -> dict[str, Any]:
    """What the page of the policy says to its reader of acknowledging it (1 query)."""
    theirs = version.acknowledgements.filter(person=request.user)
    return {
        "acknowledged_at": theirs.values_list("acknowledged_at", flat=True).first(),
        "is_welcome": WELCOME in request.GET,
        "keeps_versions": request.posts.holds(Post.POLICY_ADMINISTRATOR),
        "sees_coverage": version.state == VersionState.IN_FORCE
        and request.posts.holds(Post.POLICY_ADMINISTRATOR, Post.AUDITOR),
    }
