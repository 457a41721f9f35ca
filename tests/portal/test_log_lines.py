"""Refused requests and a database that is away, as lines of the log."""

import logging

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from portal.log_lines import LINES_A_MINUTE, LONGEST_LINE, DatabaseOutages, Line, RefusedRequests


def record(name: str, text: str, *, second: float = 0) -> logging.LogRecord:
    try:
        raise ValueError
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, text, (), fault)
    made.created = second
    return made


def test_an_event_is_one_line_with_its_moment_in_utc():
    line = record("portal", "an address\r\n2026-11-04 forged\x85\u2028line", second=1.5)
    line.exc_info = None

    written = Line().format(line)

    assert written == (
        r"1970-01-01T00:00:01.500+00:00 ERROR portal: an address\n2026-11-04 forged\n\nline"
    )
    assert len(written.splitlines()) == 1


def test_a_refused_request_is_one_short_line_without_a_traceback():
    line = record("django.security.DisallowedHost", "by a\nforeign host" + "a" * 1000)

    assert RefusedRequests().filter(line)
    assert line.getMessage().startswith("by a\\nforeign host")
    assert len(line.getMessage()) == LONGEST_LINE
    assert (line.levelname, line.exc_info) == ("WARNING", None)


def test_of_many_refused_requests_few_are_written_and_the_others_counted():
    refused = RefusedRequests()
    seconds = [*range(LINES_A_MINUTE + 5), 60, 61]
    lines = [record("django.security.csrf", "refused", second=second) for second in seconds]

    written = [line.getMessage() for line in lines if refused.filter(line)]

    assert written == [
        *["refused"] * LINES_A_MINUTE,
        "refused (5 more requests were refused and left out)",
        "refused",
    ]


def test_what_is_wrong_with_the_portal_itself_is_written_whole():
    refused = RefusedRequests()
    lines = [record("django.request", "Internal Server Error") for _ in range(LINES_A_MINUTE + 1)]

    assert all(refused.filter(line) and line.exc_info for line in lines)


def test_a_database_that_cannot_be_reached_is_one_line():
    error = OperationalError("could not connect\n\tto server")
    line = record("django.request", "Service Unavailable: /cases/")
    line.exc_info = (type(error), error, None)

    assert DatabaseOutages().filter(line)
    assert line.getMessage() == "Service Unavailable: /cases/: could not connect to server"
    assert (line.levelname, line.exc_info) == ("ERROR", None)


@pytest.mark.django_db
def test_a_statement_that_cannot_be_run_keeps_its_traceback():
    line = record("django.request", "Internal Server Error: /cases/")
    with pytest.raises(DatabaseError) as failed, transaction.atomic():
        connection.cursor().execute("SELECT nothing FROM nowhere")
    line.exc_info = (failed.type, failed.value, failed.tb)

    assert DatabaseOutages().filter(line)
    assert line.exc_info
