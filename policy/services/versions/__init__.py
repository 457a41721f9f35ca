"""The life of a policy version: drafted, consulted on, published, in force, superseded (7.1)."""

from policy.services.versions.consulting import (
    change_body,
    check_may_consult,
    check_open,
    consult,
    record_answer,
    redraft,
)
from policy.services.versions.drafting import (
    add_clause,
    change_clause,
    check_is_deletable,
    check_is_draft,
    delete_draft,
    draft_from_text_in_force,
    remove_clause,
    rename,
)
from policy.services.versions.importing import import_version
from policy.services.versions.publishing import (
    call_off,
    check_day_to_come,
    days_taken,
    move_day,
    publish,
    put_in_force,
)

__all__ = [
    "add_clause",
    "call_off",
    "change_body",
    "change_clause",
    "check_day_to_come",
    "check_is_deletable",
    "check_is_draft",
    "check_may_consult",
    "check_open",
    "consult",
    "days_taken",
    "delete_draft",
    "draft_from_text_in_force",
    "import_version",
    "move_day",
    "publish",
    "put_in_force",
    "record_answer",
    "redraft",
    "remove_clause",
    "rename",
]
