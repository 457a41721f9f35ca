"""HR's files for tests, and importing them as the command does."""

from io import StringIO

from django.core.management import call_command
from django.core.management.base import CommandError

HEADING = "Employee number,E-mail,Name,Job title,Service,Manager's employee number,Left on"


def a_file(*lines: str, heading: str = HEADING) -> bytes:
    return "\n".join([heading, *lines, ""]).encode()


def import_file(path, data: bytes, *options: str) -> tuple[str, str, bool]:
    """What the command says on its output and its error output, and whether it went well."""
    path.write_bytes(data)
    out, err = StringIO(), StringIO()
    try:
        call_command("import_employees", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}\n", False
    return out.getvalue(), err.getvalue(), True
