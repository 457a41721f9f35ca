"""20 times SIGKILL of a migration that has the guards off, at random moments."""

from tests.killed_migrations import kill_migrations
from tests.rows import an_event


def test_guards_survive_20_kills_of_a_migration(committed_db, capsys):
    an_event()

    figures = kill_migrations(committed_db, kills=20)

    with capsys.disabled():
        print(f"\n{figures}")
    assert figures["all guards on"] == figures["whole or not at all"] == 20
    assert figures["before it had committed"] >= 5
