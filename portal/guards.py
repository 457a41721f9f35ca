"""The guards: what the database itself forbids, as one list for making and comparing them.

Each app keeps its triggers, and PostgreSQL's functions that they call, in ``sql/<database>.sql``;
their names start with the app's label, and each begins with CREATE at the start of a line. The
named constraints and the unique columns of our models are guards too: migrations make those.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

ENABLED = "O"
CREATED = re.compile(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+).*?(?: ON (\w+)|\Z)", re.S)

# What a database holds: kind, name, table, definition and whether it is on.
HELD_BY_POSTGRESQL = """
    SELECT 'trigger', tgname, relname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = {schema}
    UNION ALL
    SELECT 'function', proname, '', pg_get_functiondef(pg_proc.oid), 'O'
    FROM pg_proc WHERE prokind = 'f' AND pronamespace = {schema} AND proname ~ %s
"""
HELD_BY_SQLITE = """
    SELECT 'trigger', name, tbl_name, sql, 'O' FROM sqlite_master WHERE type = 'trigger'
"""
ITS_OWN, TEMPORARY = "current_schema()::regnamespace", "pg_my_temp_schema()"

# What PostgreSQL does in the place of a statement, and references that it was told not to compare.
RULES = "SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema()"
UNCOMPARED = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgisinternal AND tgenabled <> 'O' AND relnamespace = current_schema()::regnamespace
"""

# Constraints by table and name, and unique indexes by table and columns.
CONSTRAINTS_OF_POSTGRESQL = """
    SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = current_schema()::regnamespace AND convalidated
    UNION
    SELECT own.relname, named.relname FROM pg_index
    JOIN pg_class own ON own.oid = indrelid JOIN pg_class named ON named.oid = indexrelid
    WHERE own.relnamespace = current_schema()::regnamespace AND indisunique AND indisvalid
"""
UNIQUE_IN_POSTGRESQL = """
    SELECT relname, array_agg(attname::text) FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE relnamespace = current_schema()::regnamespace AND indisunique AND indisvalid
      AND indpred IS NULL AND indexprs IS NULL
    GROUP BY indexrelid, relname
"""
UNIQUE_IN_SQLITE = """
    SELECT tables.name, indexes.name, columns.name
    FROM sqlite_master tables, pragma_index_list(tables.name) indexes,
         pragma_index_info(indexes.name) columns
    WHERE tables.type = 'table' AND indexes."unique" AND NOT indexes.partial
"""


@dataclass(frozen=True)
class Guard:
    """A trigger or a function: as its app's file creates it, or as a database describes it."""

    kind: str
    name: str
    table: str
    definition: str
    enabled: str = ENABLED

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.name, self.table

    def __str__(self) -> str:
        return f"{self.name} on {self.table}" if self.table else f"the function {self.name}"


@dataclass(frozen=True)
class Difference:
    """A trigger or a function that is not as the files say."""

    guard: Guard
    what: str
    in_a_file: bool = True

    def __str__(self) -> str:
        return f"{self.guard} {self.what}"


def guarded_apps() -> list[AppConfig]:
    """The apps that keep guards in a file, lower ones first."""
    return [app for app in apps.get_app_configs() if (Path(app.path) / "sql").is_dir()]


def all_guards(vendor: str) -> list[Guard]:
    """Every trigger and function of the apps' files, in the order in which they are made."""
    found = []
    for app in guarded_apps():
        lines = (Path(app.path) / "sql" / f"{vendor}.sql").read_text().splitlines()
        text = "\n".join(line for line in lines if not line.startswith("--"))
        for part in re.split(r"^(?=CREATE )", text, flags=re.M)[1:]:
            statement = part.strip().removesuffix(";")
            kind, name, table = CREATED.match(statement).groups()
            table = table if kind == "TRIGGER" else ""
            found.append(Guard(kind.lower(), name, table, statement))
    return found


# Making them and taking them off


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take every guard off inside one transaction, and make those of the files before it ends.

    So a failure, or the death of the process, leaves them on as they were. SQLite rebuilds a table
    under another name, and refuses while a trigger names the table that is away; PostgreSQL refuses
    to alter a column that a trigger names.
    """
    # SQLite heeds this only before a transaction begins; PostgreSQL has no need of it.
    unchecked = connection.disable_constraint_checking()
    try:
        with transaction.atomic(connection.alias, durable=True):
            _take_turns(connection)
            drop_guards(connection)
            yield
            connection.check_constraints()
            _make_all(connection)
    finally:
        if unchecked:
            connection.enable_constraint_checking()


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers that are ours by their names."""
    for guard in held_guards(connection):
        if guard.kind == "trigger" and _is_ours(guard):
            _drop(guard, connection)


def restore_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Put back the triggers and functions that are missing or changed; return what was wrong.

    For a database without pending migrations. Raises ProgrammingError where the role does not own
    the tables.
    """
    if not _differences(connection):
        return []
    with transaction.atomic(connection.alias):
        _take_turns(connection, at_most="5s")
        # Another process may have put them back meanwhile.
        found = _differences(connection)
        for difference in found:
            if difference.in_a_file:
                _make(difference.guard, connection)
            else:
                _drop(difference.guard, connection)
    return [str(difference) for difference in found]


def _take_turns(connection: BaseDatabaseWrapper, *, at_most: str = "0") -> None:
    """Let one process at a time lift or restore guards, as SQLite's transactions do by themselves.

    ``at_most`` is how long any lock is waited for; 0 has no end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [at_most])
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('portal guards', 0))")


def _make_all(connection: BaseDatabaseWrapper) -> None:
    """Create every guard, except triggers of tables that are not there yet."""
    tables = set(connection.introspection.table_names())
    for guard in all_guards(connection.vendor):
        if guard.kind == "function" or guard.table in tables:
            _make(guard, connection)


def _make(guard: Guard, connection: BaseDatabaseWrapper) -> None:
    if guard.kind == "trigger":
        _drop(guard, connection)
    with connection.cursor() as cursor:
        cursor.execute(guard.definition)


def _drop(guard: Guard, connection: BaseDatabaseWrapper) -> None:
    quote = connection.ops.quote_name
    of_table = guard.table and connection.vendor == "postgresql"
    on_table = f" ON {quote(guard.table)}" if of_table else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {guard.kind} IF EXISTS {quote(guard.name)}{on_table}")


# Comparing them


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Every guard that is missing, changed, off or in no file, each in words.

    While migrations are pending only that: what the files and models say is not due yet.
    """
    if pending := pending_migrations(connection):
        return [f"guards were not compared, as migrations are pending: {', '.join(pending)}"]
    try:
        found = [*map(str, _differences(connection))]
    except ProgrammingError as error:
        sentence = str(error).strip()
        found = [
            f"triggers were not compared, as the role may not make temporary tables: {sentence}"
        ]
    return [*found, *strangers(connection), *missing_constraints(connection)]


def strangers(connection: BaseDatabaseWrapper) -> list[str]:
    """What somebody else put on the portal's tables and could keep rows out in silence.

    It is named and left: who put it there may need it.
    """
    tables = {model._meta.db_table for app in guarded_apps() for model in app.get_models()}
    listed = {guard.key for guard in all_guards(connection.vendor)}
    found = [
        f"{guard} is not the portal's"
        for guard in held_guards(connection)
        if guard.table in tables and guard.key not in listed and not _is_ours(guard)
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(RULES)
            rules = cursor.fetchall()
            found += [f"the rule {name} on {table} is not the portal's" for name, table in rules]
            cursor.execute(UNCOMPARED)
            found += [f"references of {table} are not compared" for (table,) in cursor.fetchall()]
    return found


def _differences(connection: BaseDatabaseWrapper) -> list[Difference]:
    """What differs between the triggers and functions of the files and those of a database."""
    guards = all_guards(connection.vendor)
    expected = {guard.key: guard for guard in _expected(connection.alias, tuple(guards))}
    held = {guard.key: guard for guard in held_guards(connection)}
    found = []
    for guard in guards:
        if guard.key not in held:
            found.append(Difference(guard, "is missing"))
        elif held[guard.key].enabled != ENABLED:
            found.append(Difference(guard, "is switched off"))
        elif held[guard.key] != expected[guard.key]:
            found.append(Difference(guard, "was changed"))
    unknown = [guard for guard in held.values() if guard.key not in expected and _is_ours(guard)]
    return [*found, *(Difference(guard, "is in no file", in_a_file=False) for guard in unknown)]


def held_guards(connection: BaseDatabaseWrapper, schema: str = ITS_OWN) -> list[Guard]:
    """Every trigger that a database holds, and the functions that are ours by their names."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(HELD_BY_SQLITE)
        else:
            labels = "|".join(app.label for app in guarded_apps())
            cursor.execute(HELD_BY_POSTGRESQL.format(schema=schema), [f"^({labels})_"])
        return [Guard(*row) for row in cursor.fetchall()]


@lru_cache(maxsize=1)
def _expected(alias: str, guards: tuple[Guard, ...]) -> list[Guard]:
    """How a database describes guards that are as their files say.

    SQLite keeps each as it was written. PostgreSQL writes it anew, so it is asked to create them
    all on temporary tables like the portal's, of which nothing is kept. That needs the privilege
    TEMPORARY on the database, which everyone has unless it was taken from them.
    """
    connection = connections[alias]
    if connection.vendor == "sqlite":
        return list(guards)
    with transaction.atomic(alias), connection.cursor() as cursor:
        # A table that is being migrated is not waited for.
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        for table in sorted({guard.table for guard in guards if guard.table}):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {table})")
        for guard in guards:
            cursor.execute(re.sub(r"\bFUNCTION (?=\w+\()", "FUNCTION pg_temp.", guard.definition))
        made = held_guards(connection, TEMPORARY)
        transaction.set_rollback(True, using=alias)
    return [replace(guard, definition=_as_kept(guard, schema)) for guard in made]


def _as_kept(guard: Guard, schema: str) -> str:
    """The definition of a temporary guard as it reads in the portal's own schema."""
    qualified = f"{schema}." if guard.kind == "function" else ""
    return re.sub(r"\bpg_temp(?:_\d+)?\.", qualified, guard.definition)


def missing_constraints(connection: BaseDatabaseWrapper) -> list[str]:
    """The named constraints and the unique columns of our models that a database does not hold."""
    named, unique = _held_constraints(connection)
    found = []
    for app in guarded_apps():
        for model in app.get_models():
            table = model._meta.db_table
            for constraint in model._meta.constraints:
                if (table, constraint.name) not in named:
                    found.append(f"the constraint {constraint.name} on {table} is missing")
            for field in model._meta.local_concrete_fields:
                alone = field.unique and not field.primary_key
                if alone and (table, frozenset([field.column])) not in unique:
                    found.append(f"{table}.{field.column} is no longer unique")
    return found


def _held_constraints(
    connection: BaseDatabaseWrapper,
) -> tuple[set[tuple[str, str]], set[tuple[str, frozenset[str]]]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(CONSTRAINTS_OF_POSTGRESQL)
            named = set(cursor.fetchall())
            cursor.execute(UNIQUE_IN_POSTGRESQL)
            return named, {(table, frozenset(columns)) for table, columns in cursor.fetchall()}
        cursor.execute("SELECT tbl_name, name, type, sql FROM sqlite_master WHERE sql IS NOT NULL")
        named = set()
        for table, name, kind, statement in cursor.fetchall():
            if kind == "index":
                named.add((table, name))
            elif kind == "table":
                named |= {(table, name) for name in re.findall(r'CONSTRAINT "(\w+)"', statement)}
        cursor.execute(UNIQUE_IN_SQLITE)
        columns: dict[tuple[str, str], set[str]] = {}
        for table, index, column in cursor.fetchall():
            columns.setdefault((table, index), set()).add(column)
        return named, {(table, frozenset(those)) for (table, _), those in columns.items()}


def pending_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations that this code has and a database has not, by app and name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in _migrations() - applied.keys())


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _is_ours(guard: Guard) -> bool:
    return guard.name.startswith(tuple(f"{app.label}_" for app in guarded_apps()))
