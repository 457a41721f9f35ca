"""Verify the audit trail: that no event was altered, none cut off its end, and its guards stand."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from portal import guards
from portal.services.heads import read_heads
from portal.services.trail import Head, Verification, verify_trail


class Command(BaseCommand):
    help = "Walk the sealed chain of the audit trail and name the first event that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", default="", metavar="HEAD", help="a head noted earlier, still to be found"
        )
        parser.add_argument(
            "--mail",
            default="",
            metavar="FILE",
            help='the text of one or more mails that noted a head; "-" reads standard input',
        )

    def handle(self, *, expect: str, mail: str, **options) -> None:
        heads = _mailed_heads(mail) if mail else []
        heads += [Head(expect)] if expect else []
        found = verify_trail(heads=heads)
        for remark in _remarks(found):
            self.stdout.write(remark)
        faults = []
        if not found.sound:
            faults.append(f"{found.fault} The {found.sealed} before it are sound.")
        if missing := guards.differences(connection):
            faults.append(f"Guards of the database are not in force: {'; '.join(missing)}.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"The trail is sound: {found.sealed} events, head {found.head}.")


def _mailed_heads(name: str) -> list[Head]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(errors="replace")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    heads = read_heads(text)
    if not heads:
        raise CommandError(f"{name} holds no line of the portal's mails about the audit trail.")
    return heads


def _remarks(found: Verification) -> list[str]:
    """What is no fault and still to be known."""
    remarks = []
    if found.oldest_unsealed is not None:
        seconds = int(found.oldest_unsealed.total_seconds())
        remarks.append(f"The oldest event without a seal is {seconds} seconds old.")
    if found.late:
        remarks.append(
            f"Seals made more than a day after their event: {found.late}, the first at position "
            f"{found.first_late}. So it is after an outage, and where someone sealed the trail "
            "anew; the mail of a day before tells which."
        )
    if found.compared:
        remarks.append(f"Compared with heads noted elsewhere: {found.compared}.")
    else:
        remarks.append(
            "Not compared with a head noted elsewhere: a trail whose end was cut off would not be "
            "seen."
        )
    return remarks
