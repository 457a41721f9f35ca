"""A business case in a state."""

from cases.models import BusinessCase, Role, State
from cases.services.drafting import save_answers, share_draft
from portal.models import Employee, Post
from tests.builders import a_complete_draft, brought_to
from tests.factories import AppointmentFactory
from tests.matrix.asking import World
from tests.matrix.worlds.people import People, leave, the_people


def a_case(people: People, state: State, *, moved_after: bool = False) -> BusinessCase:
    """The applicant's case in a state; the applicant moves to a new manager before it is sent, or
    only after it reached its state.
    """
    case = a_complete_draft(
        by=people["P"],
        manager=people["F"],
        covers=[(people["V"], Role.AUTHOR), (people["n"], Role.ADMINISTRATOR)],
    )
    manager = people["F"] if moved_after else people["M"]
    workgroup = {"access_for": "workgroup", "workgroup_name": "Library team", "manager": manager}
    case = save_answers(
        case, by=people["P"], seen_version=case.version, answers=workgroup, members=[people["W"]]
    )
    for post in (Post.HEAD_OF_IT, Post.ACCESS_OPERATOR):
        for_case = {"acting": True, "for_case": case.reference}
        AppointmentFactory(employee=people["1"], post=post, **for_case)
    case = brought_to(state, case)
    Employee.objects.filter(pk=people["P"].pk).update(line_manager=people["M"])
    return case


def case_world(state: State, *, shared: bool = False, without_applicant: bool = False) -> World:
    """A case in a state, shared with all it can be shared with, or its applicant gone."""
    people = the_people()
    case = a_case(people, state, moved_after=state == State.APPROVED)
    if shared:
        everyone = {"manager": True, "covers": True, "communications": True}
        case = share_draft(case, by=people["P"], seen_version=case.version, **everyone)
    seen, words = {"version": case.version}, "Because it is so."
    world = World(
        people,
        about={"cases": [case.reference], "cases:question": [case.reference, "purpose"]},
        typed={
            "cases:question": seen | {"purpose": "News.", "audience": "All."},
            "cases:check": seen | {"declared": "on"},
            "cases:share": seen,
            "cases:advise": seen | {"verdict": "support", "text": words},
            "cases:present": seen,
            "cases:decide": seen | {"outcome": "approve"},
            "cases:decide_check": seen | {"outcome": "approve", "confirm": "1"},
            "cases:withdraw": seen,
            "cases:take_back": seen,
            "cases:ask_again": seen | {"asked": words},
            "cases:copy": seen,
            "cases:give": seen | {"to": people["S"].email},
            "cases:thread": {"text": words},
        },
    )
    leave(people["L"])
    if without_applicant:
        leave(people["P"])
    return world
