"""Django's migrate, with the guards off inside its one transaction and nowhere else."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from portal import guards
from portal.services.guarding import restore_guards


class GuardedExecutor(MigrationExecutor):
    """Applies all that is planned in one transaction, or nothing of it."""

    def migrate(self, targets: list, plan: list | None = None, **options: Any) -> Any:
        if not plan:
            return super().migrate(targets, plan=plan, **options)
        for migration, _ in plan:
            if not migration.atomic:
                raise CommandError(
                    f"The migration {migration} is not atomic, and the guards are off only inside "
                    "a transaction: nothing was migrated."
                )
        with guards.lifted(self.connection):
            return super().migrate(targets, plan=plan, **options)

    def apply_migration(self, state: Any, migration: Migration, **options: Any) -> Any:
        state = super().apply_migration(state, migration, **options)
        self._check_what_is_deferred()
        return state

    def unapply_migration(self, state: Any, migration: Migration, **options: Any) -> Any:
        state = super().unapply_migration(state, migration, **options)
        self._check_what_is_deferred()
        return state

    def _check_what_is_deferred(self) -> None:
        """PostgreSQL alters no table with foreign keys still to be checked; SQLite has done so."""
        if self.connection.vendor == "postgresql":
            self.connection.check_constraints()


# Django's command has no other way to be given one.
migrate.MigrationExecutor = GuardedExecutor


class Command(migrate.Command):
    help = f"{migrate.Command.help} All of it in one transaction, which ends with the guards on."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        alias = options["database"]
        reads_only = options["plan"] or options["check_unapplied"]
        if not reads_only and not guards.pending_migrations(connections[alias]):
            for name in restore_guards(alias):
                self.stdout.write(f"Put back what was not in force: {name}.")
