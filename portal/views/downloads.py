"""A list that is downloaded, as CSV or as a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.models import Appointment
from portal.parameters import asked
from portal.services.exports import FileType, export

CONTENT_TYPES = {
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(
    request: HttpRequest,
    name: str,
    *,
    file: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    filters: dict[str, str] | None = None,
    held: Appointment | None = None,
) -> HttpResponse:
    """The list as the file that ?as= names: xlsx, or else csv; ``file`` is its name before that.

    ``held`` is the appointment by which they see it, where they see it by a post.
    """
    as_file = FileType.XLSX if asked(request, "as") == FileType.XLSX else FileType.CSV
    data = export(
        name,
        as_file=as_file,
        by=request.user,
        headings=headings,
        rows=rows,
        filters={key: value for key, value in (filters or {}).items() if value},
        post=held.as_text if held else "",
    )
    return HttpResponse(
        data,
        content_type=CONTENT_TYPES[as_file],
        headers={"Content-Disposition": f'attachment; filename="{file}.{as_file}"'},
    )
