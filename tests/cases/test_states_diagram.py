"""The diagram of states in the README is drawn from the table of moves."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cases.management.commands.draw_states import arrows, drawing


def test_the_readme_draws_the_table_as_it_is():
    call_command("draw_states", check=settings.BASE_DIR / "README.md")


def test_the_diagram_has_every_move():
    assert set(arrows()) == {
        "draft --> advice_requested : send",
        "draft --> withdrawn : withdraw",
        "changes_requested --> advice_requested : send, ask again",
        "changes_requested --> awaiting_decision : present",
        "changes_requested --> withdrawn : withdraw",
        "advice_requested --> ready_to_present : advise",
        "advice_requested --> changes_requested : advise, take back",
        "advice_requested --> withdrawn : withdraw",
        "ready_to_present --> awaiting_decision : present",
        "ready_to_present --> advice_requested : ask again",
        "ready_to_present --> withdrawn : withdraw",
        "awaiting_decision --> approved : approve",
        "awaiting_decision --> rejected : reject",
        "awaiting_decision --> changes_requested : return, take back",
        "awaiting_decision --> advice_requested : refer back",
        "awaiting_decision --> withdrawn : withdraw",
    }


def test_the_diagram_is_put_between_its_marks_and_nowhere_else(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("Before\n<!-- states -->\nold\n<!-- /states -->\nAfter\n")

    with pytest.raises(CommandError, match="differs"):
        call_command("draw_states", check=file)
    call_command("draw_states", write=file)
    call_command("draw_states", check=file)

    assert file.read_text() == (f"Before\n<!-- states -->\n{drawing()}<!-- /states -->\nAfter\n")


def test_a_file_without_the_marks_is_refused(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("Nothing here\n")

    with pytest.raises(CommandError, match="has no <!-- states -->"):
        call_command("draw_states", write=file)
