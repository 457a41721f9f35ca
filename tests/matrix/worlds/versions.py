"""A version of the policy in a state."""

from datetime import timedelta

from tests.builders import NOW
from tests.matrix.asking import World
from tests.matrix.worlds.people import leave, the_people, typed_day
from tests.policy.versions import a_draft as a_policy_draft
from tests.policy.versions import in_consultation, newly_in_force, scheduled


def version_world(state: str) -> World:
    """A version that one trade union was asked about, where it has come that far."""
    people = the_people()
    build = {
        "draft": a_policy_draft,
        "in consultation": in_consultation,
        "scheduled": lambda: scheduled(NOW.date() + timedelta(days=1)),
        "in force": newly_in_force,
    }
    version = build[state]()
    about = {"policy": [version.pk]}
    about |= {f"policy:{name}": [] for name in ("versions", "version_new", "version_import")}
    clause = version.clauses.last()
    about |= {key: [version.pk, clause.pk] for key in ("policy:clause", "policy:clause_remove")}
    about["policy:version_clause_text"] = [version.pk, "6.2-bullet-3"]
    if asked := version.consultations.first():
        about |= {key: [version.pk, asked.pk] for key in ("policy:consultation", "policy:answer")}
    words = {"number": "7.9", "text": "Other words."}
    world = World(
        people,
        about=about,
        typed={
            "policy:version_new": {"title": "Another"},
            "policy:version_import": {
                "title": "Another",
                "text": "1. Riding\n1.1 Ride.",
                **typed_day("agreed_on"),
            },
            "policy:version_title": {"title": "Another"},
            "policy:clause_new": words,
            "policy:clause": words,
            "policy:consult": {"body": "Union B", **typed_day("sent_on"), **typed_day("answer_by")},
            "policy:consultation": {
                "body": "Union A",
                **typed_day("sent_on"),
                **typed_day("answer_by"),
            },
            "policy:answer": {"response": "Yes.", **typed_day("answered_on")},
            "policy:redraft": {"reason": "Because it is so."},
            "policy:publish": typed_day("in_force_from") | {"confirm": "1"},
            "policy:move_day": typed_day("in_force_from"),
        },
    )
    leave(people["L"])
    return world
