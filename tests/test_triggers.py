"""Which triggers the database holds, and that they outlive every migrate."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from portal.guards import drop_guards, lifted
from portal.models import TrailEvent
from tests.rows import an_event, held_triggers, refused, sql

# Table → its triggers, on both databases, on PostgreSQL alone and on SQLite alone. SQLite has a
# trigger for each kind of statement, no TRUNCATE, and INSERT OR REPLACE, which PostgreSQL lacks.
BOTH, POSTGRESQL, SQLITE = range(3)
TRIGGERS = {
    "portal_trailevent": (
        [],
        ["portal_trailevent_kept"],
        [
            "portal_trailevent_updated",
            "portal_trailevent_deleted",
            "portal_trailevent_replaced",
        ],
    ),
    "portal_trailseal": (
        [],
        ["portal_trailseal_kept"],
        ["portal_trailseal_updated", "portal_trailseal_deleted", "portal_trailseal_replaced"],
    ),
    "portal_employee": (
        ["cases_employee_left", "portal_employee_moved"],
        [],
        ["cases_employee_replaced"],
    ),
    "portal_appointment": (
        [],
        ["portal_appointment_single"],
        ["portal_appointment_single_inserted", "portal_appointment_single_updated"],
    ),
    "portal_directorylink": (
        [],
        ["portal_directorylink_kept"],
        ["portal_directorylink_updated", "portal_directorylink_replaced"],
    ),
    "policy_attendance": (
        [
            "policy_attendance_inserted",
            "policy_attendance_updated",
            "policy_attendance_deleted",
            "cases_attendance_superseded",
        ],
        [],
        ["policy_attendance_replaced"],
    ),
    "policy_awarenesssession": (
        ["policy_awarenesssession_updated", "policy_awarenesssession_lowered"],
        [],
        [],
    ),
    "policy_booking": (["policy_booking_inserted", "policy_booking_updated"], [], []),
    "policy_mediacontact": (
        [
            "policy_mediacontact_inserted",
            "policy_mediacontact_updated",
            "policy_mediacontact_moved",
            "policy_mediacontact_deleted",
        ],
        [],
        ["policy_mediacontact_replaced"],
    ),
    "policy_mediacontactnote": (
        ["policy_mediacontactnote_inserted"],
        ["policy_mediacontactnote_kept"],
        [
            "policy_mediacontactnote_updated",
            "policy_mediacontactnote_deleted",
            "policy_mediacontactnote_replaced",
        ],
    ),
    "policy_policyversion": (
        [
            "policy_policyversion_inserted",
            "policy_policyversion_moved",
            "policy_policyversion_texts",
            "policy_policyversion_drafted",
            "policy_policyversion_rounds",
            "policy_policyversion_published",
            "policy_policyversion_dated",
            "policy_policyversion_deleted",
        ],
        ["policy_policyversion_truncated"],
        ["policy_policyversion_replaced"],
    ),
    "policy_clause": (
        [],
        ["policy_clause_changed", "policy_clause_truncated"],
        [
            "policy_clause_inserted",
            "policy_clause_updated",
            "policy_clause_deleted",
            "policy_clause_replaced",
        ],
    ),
    "policy_consultation": (
        ["policy_consultation_deleted"],
        ["policy_consultation_written"],
        [
            "policy_consultation_inserted",
            "policy_consultation_updated",
            "policy_consultation_replaced",
        ],
    ),
    "policy_policyacknowledgement": (
        [
            "policy_policyacknowledgement_inserted",
            "policy_policyacknowledgement_updated",
            "policy_policyacknowledgement_deleted",
        ],
        [],
        ["policy_policyacknowledgement_replaced"],
    ),
    "cases_businesscase": (
        [
            "cases_businesscase_inserted",
            "cases_businesscase_updated",
            "cases_businesscase_deleted",
        ],
        ["cases_businesscase_truncated"],
        ["cases_businesscase_replaced"],
    ),
    "cases_namedperson": (
        [
            "cases_namedperson_inserted",
            "cases_namedperson_updated",
            "cases_namedperson_moved",
            "cases_namedperson_deleted",
        ],
        ["cases_namedperson_truncated"],
        ["cases_namedperson_replaced"],
    ),
    "cases_revision": (
        [],
        ["cases_revision_kept"],
        ["cases_revision_updated", "cases_revision_deleted", "cases_revision_replaced"],
    ),
    "cases_message": (
        [],
        ["cases_message_kept"],
        ["cases_message_updated", "cases_message_deleted", "cases_message_replaced"],
    ),
    "cases_advice": (
        ["cases_advice_inserted", "cases_advice_updated", "cases_advice_deleted"],
        [],
        ["cases_advice_replaced"],
    ),
    "cases_control": (
        [
            "cases_control_inserted",
            "cases_control_updated",
            "cases_control_unticked",
            "cases_control_deleted",
        ],
        [],
        ["cases_control_replaced"],
    ),
    "cases_decision": (
        ["cases_decision_inserted"],
        ["cases_decision_kept"],
        ["cases_decision_updated", "cases_decision_deleted", "cases_decision_replaced"],
    ),
    "cases_account": (
        ["cases_account_inserted", "cases_account_updated", "cases_account_deleted"],
        [],
        ["cases_account_replaced"],
    ),
    "cases_condition": (
        ["cases_condition_updated", "cases_condition_unmet", "cases_condition_deleted"],
        [],
        ["cases_condition_replaced"],
    ),
    "cases_access": (
        [
            "cases_access_inserted",
            "cases_access_updated",
            "cases_access_moved",
            "cases_access_deleted",
        ],
        [],
        ["cases_access_replaced"],
    ),
    "cases_review": (
        ["cases_review_updated", "cases_review_ended", "cases_review_deleted"],
        [],
        ["cases_review_replaced"],
    ),
    "cases_acknowledgement": (
        ["cases_acknowledgement_updated", "cases_acknowledgement_deleted"],
        [],
        ["cases_acknowledgement_replaced"],
    ),
    "cases_reviewfigure": (
        [
            "cases_reviewfigure_inserted",
            "cases_reviewfigure_updated",
            "cases_reviewfigure_deleted",
        ],
        ["cases_reviewfigure_truncated"],
        ["cases_reviewfigure_replaced"],
    ),
}

APPS = ("portal", "policy", "cases")
TRAIL_KEPT = "The audit trail is added to and never altered."


def expected():
    alone = {"postgresql": POSTGRESQL, "sqlite": SQLITE}[connection.vendor]
    return {
        (name, table) for table, sets in TRIGGERS.items() for name in [*sets[BOTH], *sets[alone]]
    }


def alter_trail():
    sql("UPDATE portal_trailevent SET summary = 'Something else'")


@pytest.mark.django_db
def test_database_holds_every_trigger_after_all_migrations():
    assert held_triggers() == expected()


def test_migrate_restores_a_dropped_trigger(committed_db):
    name, table = min(item for item in expected() if item[1] == "portal_trailevent")
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    an_event()
    sql(f"DROP TRIGGER {name}{on_table}")
    assert held_triggers() == expected() - {(name, table)}

    call_command("migrate", verbosity=0)

    assert held_triggers() == expected()
    with refused(TRAIL_KEPT):
        sql("DELETE FROM portal_trailevent")
    with refused(TRAIL_KEPT):
        alter_trail()


def test_migrate_drops_a_trigger_that_its_file_no_longer_has(committed_db):
    if connection.vendor == "postgresql":
        body = "FOR EACH ROW EXECUTE FUNCTION portal_refuse_it('No notices.')"
    else:
        body = "BEGIN SELECT RAISE(ABORT, 'No notices.'); END"
    sql(f"CREATE TRIGGER portal_notice_former BEFORE UPDATE ON portal_notice {body}")
    assert ("portal_notice_former", "portal_notice") in held_triggers()

    call_command("migrate", verbosity=0)

    assert held_triggers() == expected()


def test_without_its_trigger_a_refusal_vanishes(committed_db):
    an_event()
    drop_guards(connection)

    alter_trail()

    assert TrailEvent.objects.get().summary == "Something else"


def test_a_migration_can_rebuild_every_table(committed_db):
    """SQLite rebuilds a table under another name, which the triggers of other tables forbid."""
    with lifted(connection):
        for label in APPS:
            for model in apps.get_app_config(label).get_models():
                rebuild(model)

    assert held_triggers() == expected()


def rebuild(model):
    field = models.CharField(max_length=10, default="")
    field.set_attributes_from_name("added")
    with connection.schema_editor() as editor:
        editor.add_field(model, field)
        editor.remove_field(model, field)


def test_a_file_with_an_error_leaves_the_triggers_as_they_were(committed_db, tmp_path):
    broken = tmp_path / "sql" / f"{connection.vendor}.sql"
    broken.parent.mkdir()
    broken.write_text("CREATE TRIGGER portal_broken BEFORE UPDATE ON portal_notice BEGIN;")
    portal = apps.get_app_config("portal")
    kept, portal.path = portal.path, str(tmp_path)
    try:
        with pytest.raises(Exception, match=r"syntax|incomplete"), lifted(connection):
            pass
    finally:
        portal.path = kept

    assert held_triggers() == expected()
