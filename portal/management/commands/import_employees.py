"""Import HR's file of employees; the page /people/import/ does the same with a preview."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.models import EmployeeImport, ImportState, LineKind
from portal.refusals import Refused
from portal.services.employee_imports import (
    ask_to_apply,
    cancel_import,
    run_import,
    summary_of,
    upload_import,
)

FAULTS_SHOWN = 200
REPORTED_EVERY = 5000
CHANGING = (LineKind.JOINER, LineKind.CHANGE, LineKind.LEAVER, LineKind.RETURN)


class Command(BaseCommand):
    help = "Import employees from HR's CSV file: all of it or, where it has faults, nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the CSV file; docs/operating.md says its columns"
        )
        parser.add_argument("--check", action="store_true", help="only say what it would do")

    def handle(self, *, file: Path, check: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            checked = upload_import(name=file.name, data=data, by=None, taken=True)
            self.run(checked, "Checked")
            if checked.state == ImportState.REFUSED:
                self.refuse(checked)
            self.report(checked)
            if check:
                cancel_import(checked, by=None)
                return
            applied = ask_to_apply(checked, by=None, seen=checked.fingerprint, taken=True)
            self.run(applied, "Prepared")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if applied.state != ImportState.APPLIED:
            raise CommandError("The directory changed meanwhile. Nothing was applied: look again.")
        changed = any(applied.counts[kind] for kind in CHANGING)
        self.stdout.write("Applied." if changed else "Nothing to change: all is as in the file.")

    def run(self, taken: EmployeeImport, done: str) -> None:
        def progress(rows: int, of: int) -> None:
            if of > REPORTED_EVERY and (rows % REPORTED_EVERY == 0 or rows == of):
                self.stderr.write(f"{done} {rows:,} of {of:,} rows")

        if not run_import(taken, progress=progress):
            raise CommandError("Stopped by an error, which the log tells. Nothing was applied.")

    def refuse(self, checked: EmployeeImport) -> None:
        faults = checked.lines.filter(kind=LineKind.FAULT)
        for fault in faults[:FAULTS_SHOWN]:
            self.stderr.write(f"Line {fault.line}: {fault.text}" if fault.line else fault.text)
        count = checked.counts[LineKind.FAULT]
        if count > FAULTS_SHOWN:
            self.stderr.write(f"… and {count - FAULTS_SHOWN:,} more.")
        raise CommandError(f"Nothing was imported: {count:,} fault{'' if count == 1 else 's'}.")

    def report(self, checked: EmployeeImport) -> None:
        counts = checked.counts
        self.stdout.write(f"{checked.rows:,} rows, read as {counts['read_as']}.")
        self.stdout.write(f"{summary_of(counts)}.")
        if counts["services"]:
            self.stdout.write(f"New services: {', '.join(counts['services'])}.")
        if missing := counts["not_in_file"]:
            self.stdout.write(f"{missing:,} listed and not in the file: left as they are.")
        for note in checked.lines.filter(kind=LineKind.NOTE)[:FAULTS_SHOWN]:
            self.stdout.write(f"Line {note.line}: {note.text}")
