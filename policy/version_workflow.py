"""The moves of a policy version: one table, read by the buttons, the guards and the tests (7.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.models import Consultation, PolicyVersion, VersionState
from portal.models import Employee, Post, Posts
from portal.refusals import Refused
from portal.wording import longdate

# Who may make a move: returns, in words, the post they act by; raises Refused.
By = Callable[[Employee | None, Posts], str]
# What the version must be like, and what must come with the move; raises Refused.
Needs = Callable[[PolicyVersion, Mapping[str, Any], date], None]


def administrator(employee: Employee | None, posts: Posts) -> str:
    """The policy administrator."""
    appointment = posts.holds(Post.POLICY_ADMINISTRATOR)
    if appointment is None:
        raise Refused("Only the policy administrator can do this.")
    return appointment.as_text


def the_portal(employee: Employee | None, posts: Posts) -> str:
    """Nobody: the portal does it on the day."""
    if employee:
        raise Refused("The portal does this by itself on the day.")
    return ""


def has_text(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    if not version.clauses.exists():
        raise Refused("This version has no clauses yet.")


def reason(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    if not answers.get("reason"):
        raise Refused("Enter why the text must change.")


def consulted(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    """Trade unions were consulted on this text (7.1), whatever it changes.

    Each has answered, or its time to answer has passed and there is a reason to go ahead; or the
    text was agreed outside the portal, and it is said how they were consulted then.
    """
    unanswered = check_may_publish(version, day)
    if version.is_draft and not answers.get("consulted_before"):
        raise Refused("Enter how the trade unions were consulted.")
    if unanswered and not answers.get("published_despite"):
        raise Refused(
            f"{unanswered[0].body} has not answered. Enter why you publish it without their answer."
        )


def check_may_publish(version: PolicyVersion, day: date) -> list[Consultation]:
    """The trade unions that let their time to answer pass; raises Refused while one has time.

    Also where none was asked, and the text was not agreed outside the portal.
    """
    if version.is_draft:
        if not version.agreed_on:
            raise Refused("Consult the trade unions on this text before you publish it.")
        return []
    unanswered = list(version.consultations.current().filter(answered_on=None))
    for consultation in unanswered:
        if not consultation.is_overdue(day):
            raise Refused(
                f"{consultation.body} has until {longdate(consultation.answer_by)} to answer."
            )
    return unanswered


def day_to_come(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    if answers["in_force_from"] < day:
        raise Refused("The day it comes into force must be today or later.")


def day_has_come(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    if version.in_force_from > day:
        raise Refused(f"This version comes into force on {longdate(version.in_force_from)}.")


def day_has_not_come(version: PolicyVersion, answers: Mapping[str, Any], day: date) -> None:
    if version.in_force_from <= day:
        raise Refused(f"This version came into force on {longdate(version.in_force_from)}.")


@dataclass(frozen=True)
class Move:
    """One move: its button, where it leads from and to, who may make it, and what it takes."""

    label: str
    sources: tuple[VersionState, ...]
    target: VersionState
    by: By
    done: str
    needs: tuple[Needs, ...] = ()
    # Where it leads with a text that never was in consultation here.
    target_if_agreed_before: VersionState | None = None

    def leads_to(self, version: PolicyVersion) -> VersionState:
        """The state that the move brings a version to."""
        if self.target_if_agreed_before and version.consulted_before:
            return self.target_if_agreed_before
        return self.target


MOVES: dict[str, Move] = {
    "consult": Move(
        "Consult trade unions",
        sources=(VersionState.DRAFT,),
        target=VersionState.IN_CONSULTATION,
        by=administrator,
        needs=(has_text,),
        done="Sent the text to trade unions",
    ),
    "redraft": Move(
        "Change the text",
        sources=(VersionState.IN_CONSULTATION,),
        target=VersionState.DRAFT,
        by=administrator,
        needs=(reason,),
        done="Took the text back to change it",
    ),
    "publish": Move(
        "Publish",
        sources=(VersionState.DRAFT, VersionState.IN_CONSULTATION),
        target=VersionState.SCHEDULED,
        by=administrator,
        needs=(has_text, consulted, day_to_come),
        done="Published",
    ),
    "call_off": Move(
        "Call off",
        sources=(VersionState.SCHEDULED,),
        target=VersionState.IN_CONSULTATION,
        target_if_agreed_before=VersionState.DRAFT,
        by=administrator,
        needs=(day_has_not_come,),
        done="Called off before it came into force",
    ),
    "enter_force": Move(
        "Come into force",
        sources=(VersionState.SCHEDULED,),
        target=VersionState.IN_FORCE,
        by=the_portal,
        needs=(day_has_come,),
        done="Came into force",
    ),
    "supersede": Move(
        "Be superseded",
        sources=(VersionState.IN_FORCE,),
        target=VersionState.SUPERSEDED,
        by=the_portal,
        done="Superseded",
    ),
}


def permit(version: PolicyVersion, move: str, *, by: Employee | None, posts: Posts) -> str:
    """Check who makes the move and from which state; returns, in words, the post they act by.

    Raises Refused with the first reason against it.
    """
    rules = MOVES[move]
    post = rules.by(by, posts)
    if version.state not in rules.sources:
        raise Refused(why_not_now(version))
    return post


def why_not_now(version: PolicyVersion) -> str:
    """Names who published it, and from when it is in force, where that was done already."""
    if version.published_on:
        by = f"{version.published_by} published" if version.published_by else "The portal has"
        return f"{by} this version already: in force from {longdate(version.in_force_from)}."
    return f"This cannot be done now. The state of the version is: {version.get_state_display()}."
