"""The head of the trail: mailed daily to the auditors, and read again from those mails."""

from datetime import date
from email import policy
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.models import Notice, Post, TrailSeal
from portal.services.heads import mail_head, read_heads
from portal.services.trail import Head, record, seal_trail, verify_trail
from tests.builders import the_holder
from tests.factories import EmployeeFactory

DAY = date(2026, 11, 4)
HEAD = "0123456789abcdef" * 4
LINE = f"position 123456 on 2026-11-04 head {HEAD}"
NOTED = Head(HEAD, position=123456, day="2026-11-04")
TEXT = f"Hello Ada\n\nKeep this e-mail – all of it:\n\n{LINE}\n\nhttps://portal.example/\n"


def encoded(encoding: str) -> str:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = "The audit trail on 2026-11-04"
    message.set_content(TEXT, cte=encoding)
    return message.as_bytes().decode()


SHAPES = {
    "as it is": TEXT,
    "forwarded": "".join(f"> > {line}\n" for line in TEXT.splitlines()),
    "wrapped": TEXT.replace(" head ", " head\n"),
    "wrapped and forwarded": TEXT.replace(" head ", "\n> head\n> "),
    "on one line": " ".join(TEXT.split()),
    "with the ends of lines of a mail": TEXT.replace("\n", "\r\n"),
    "with capitals and hard spaces": TEXT.replace("position ", "Position\xa0"),
    "quoted-printable": encoded("quoted-printable"),
    "quoted-printable, broken in the head": TEXT.replace(HEAD, f"{HEAD[:20]}=\r\n{HEAD[20:]}"),
    "quoted-printable, forwarded": TEXT.replace(HEAD, f"{HEAD[:20]}=\n> {HEAD[20:]}"),
    "base64": encoded("base64"),
}


@pytest.mark.once
@pytest.mark.parametrize("shape", SHAPES)
def test_a_mail_is_read_however_it_was_wrapped(shape):
    assert read_heads(SHAPES[shape]) == [NOTED]


@pytest.mark.once
def test_several_mails_of_one_file_are_read_each_once():
    other = Head("f" * 64, position=7, day="2026-11-05")
    second = TEXT.replace(LINE, f"position 7 on 2026-11-05 head {'f' * 64}")
    mailbox = f"From a@b Wed\n{encoded('base64')}\nFrom a@b Thu\nSubject: x\n\n{second}\n{second}"

    assert set(read_heads(mailbox)) == {NOTED, other}
    assert len(read_heads(mailbox)) == 2


@pytest.mark.django_db
def test_the_auditors_are_mailed_the_head_once_a_day():
    auditor = the_holder(Post.AUDITOR)
    the_holder(Post.HEAD_OF_IT)
    EmployeeFactory()
    assert mail_head(today=DAY) == 0
    record("test", by=None, subject="test", summary="Done")
    seal_trail()
    mail_head(today=DAY)
    record("test", by=None, subject="test", summary="Done later")
    seal_trail()
    mail_head(today=DAY)
    mail_head(today=date(2026, 11, 5))

    first, second = Notice.objects.filter(key__startswith="trail_head|").order_by("pk")

    assert first.recipient == second.recipient == auditor
    seals = {seal.position: seal.hmac for seal in TrailSeal.objects.all()}
    # Appointments are in the trail too.
    last = max(seals)
    assert read_heads(first.body) == [Head(seals[last - 1], position=last - 1, day="2026-11-04")]
    assert read_heads(second.body) == [Head(seals[last], position=last, day="2026-11-05")]
    assert verify_trail(heads=read_heads(first.body + second.body)).sound


@pytest.mark.django_db
def test_verify_trail_compares_with_the_mails_of_a_file(tmp_path, monkeypatch):
    record("test", by=None, subject="test", summary="Done")
    seal_trail()
    head = TrailSeal.objects.get().hmac
    mail = tmp_path / "mail.eml"
    mail.write_text(f"> position 1 on 2026-11-04 head\n> {head}\n")

    said = verified(str(mail))
    monkeypatch.setattr("sys.stdin", StringIO(mail.read_text()))
    from_standard_input = verified("-")

    assert said[0] == from_standard_input[0] == "Compared with heads noted elsewhere: 1."
    assert said[1] == f"The trail is sound: 1 events, head {head}."

    mail.write_text(f"position 1 on 2026-11-04 head {HEAD}")
    with pytest.raises(CommandError, match=r"Position 1 has another head than the mail of 2026-11"):
        verified(str(mail))
    mail.write_text("Hello")
    with pytest.raises(CommandError, match="holds no line of the portal's mails"):
        verified(str(mail))
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        verified(str(tmp_path / "none"))


def verified(name: str) -> list[str]:
    out = StringIO()
    call_command("verify_trail", "--mail", name, stdout=out)
    return out.getvalue().splitlines()
