"""What the database itself forbids, put back after every migrate.

Each app keeps its triggers in ``sql/<database>.sql``; their names start with the app's label.
"""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

HELD = {
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)"
    ),
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
}
DROP = {"postgresql": "DROP TRIGGER {name} ON {table}", "sqlite": "DROP TRIGGER {name}"}


def lift_triggers(sender: AppConfig, using: str, plan: list, **kwargs: Any) -> None:
    """Drop an app's triggers before its tables are migrated, where there is anything to migrate.

    SQLite rebuilds a table under another name, and refuses while a trigger names the table that is
    away; PostgreSQL refuses to alter a column that a trigger names.
    """
    if plan:
        with transaction.atomic(using):
            _drop(sender, connections[using])


def restore_triggers(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Drop an app's triggers and create those of its file, all of them or, on an error, none."""
    connection = connections[using]
    path = Path(sender.path) / "sql" / f"{connection.vendor}.sql"
    tables = {model._meta.db_table for model in sender.get_models()}
    if not path.exists() or not tables <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(sender, connection)
        for statement in connection.ops.prepare_sql_script(path.read_text()):
            cursor.execute(statement)


def held_triggers(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The names of the triggers that a database holds, each with its table's."""
    with connection.cursor() as cursor:
        cursor.execute(HELD[connection.vendor])
        return set(cursor.fetchall())


def _drop(app: AppConfig, connection: BaseDatabaseWrapper) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table in sorted(held_triggers(connection)):
            if name.startswith(f"{app.label}_"):
                statement = DROP[connection.vendor]
                cursor.execute(statement.format(name=quote(name), table=quote(table)))
