"""Import a policy that the council has adopted, from plain text or Markdown, as a draft."""

import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policy.importing import ClauseText, LeftOut, Outline, counted, read_policy
from policy.services.versions import import_version
from portal.refusals import Refused

FIRST_WORDS = 60
STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Read a council's adopted policy, print its outline, and keep it as a draft version; "
        "what cannot be placed is named by its line, and then nothing is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the text, in UTF-8 or Windows-1252; - is stdin")
        parser.add_argument("--title", required=True)
        parser.add_argument(
            "--agreed-on",
            required=True,
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day on which the council agreed it",
        )
        parser.add_argument("--dry-run", action="store_true", help="only print what was read")

    def handle(self, *, file: str, title: str, agreed_on: date, dry_run: bool, **options) -> None:
        outline = read_policy(_bytes_of(file))
        self.show(outline)
        if outline.faults:
            for fault in outline.faults:
                self.stderr.write(str(fault))
            lines = counted(len(outline.faults), "line")
            raise CommandError(f"{lines} cannot be placed. Nothing was changed.")
        if dry_run:
            self.stdout.write("This was a dry run. Nothing was changed.")
            return
        try:
            draft = import_version(outline, title=title, agreed_on=agreed_on, by=None)
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was changed.") from refused
        self.stdout.write(
            f"Made the draft {draft.title}. The policy administrator publishes it at "
            f"/policy/versions/{draft.pk}/."
        )

    def show(self, outline: Outline) -> None:
        """Print the outline: each clause, the counts, and what was left out or read otherwise."""
        for clause in outline.clauses:
            self.stdout.write(_line_of(clause))
        self.stdout.write("")
        self.stdout.write(f"{outline.counts}.")
        for left_out in outline.left_out:
            self.stdout.write(_said_of(left_out))
        for note in outline.notes:
            self.stdout.write(str(note))


def _bytes_of(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _line_of(clause: ClauseText) -> str:
    words = clause.heading or " ".join(f"\n{clause.text}".replace("\n- ", "\n").split())
    first = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
    line = f"{'  ' * clause.depth}{clause.number:<8}{first}"
    if not clause.depth:
        return line
    counts = [counted(len(f"{clause.text} {clause.closing}".replace("\n- ", " ").split()), "word")]
    if clause.points:
        counts.append(counted(clause.points, "bullet"))
    if clause.closing:
        counts.append("goes on after its rules")
    return f"{line} ({', '.join(counts)})"


def _said_of(left_out: LeftOut) -> str:
    shown = "\n".join(f"    {line}" for line in left_out.text.split("\n"))
    return f"{left_out.lines} left out, {left_out.why}:\n{shown}"
