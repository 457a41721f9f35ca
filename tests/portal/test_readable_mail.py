"""The demonstration's post: files that a person can open and read."""

from django.core.mail import EmailMessage, get_connection


def test_each_message_is_a_file_that_a_person_can_read(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    connection = get_connection("portal.readable_mail.EmailBackend")
    messages = [
        EmailMessage(
            "Advice needed by 4 November 2026: Parks & café",
            "You have 10 working days – from today.\n\nhttps://portal.example/cases/SM-2026-0042/\n",
            "Portal <no-reply@portal.example>",
            ["ann@example.org"],
            headers={"Message-ID": "<1@portal.example>"},
        ),
        EmailMessage("Approved: Parks", "Yes.", "no-reply@portal.example", ["bo@example.org"]),
    ]

    assert connection.send_messages(messages) == 2

    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert len(names) == 2
    first = next(name for name in names if "advice-needed" in name)
    lines = (tmp_path / "mail" / first).read_text(encoding="utf-8").splitlines()
    assert "To: ann@example.org" in lines
    assert "Subject: Advice needed by 4 November 2026: Parks & café" in lines
    assert "Message-ID: <1@portal.example>" in lines
    assert "You have 10 working days – from today." in lines


def test_what_a_message_carries_is_readable_beneath_it(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    connection = get_connection("portal.readable_mail.EmailBackend")
    message = EmailMessage(
        "Booked", "You have a place.", "no-reply@portal.example", ["a@b.example"]
    )
    message.attach("session-1.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    connection.send_messages([message])

    (file,) = (tmp_path / "mail").iterdir()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "Attachment: session-1.ics" in lines
    assert lines.index("You have a place.") < lines.index("BEGIN:VCALENDAR")
