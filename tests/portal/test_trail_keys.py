"""Which key seals and which verify, and that the document's own steps change them."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.services.trail import record, seal_trail
from portal.trail_keys import read_trail_keys

NOW, BEFORE = "the present secret key", "the old secret key"


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", [("secret-key", NOW)]),
        ("2026=a", [("2026", "a"), ("secret-key", NOW)]),
        ("2027=b,2026=a", [("2027", "b"), ("2026", "a"), ("secret-key", NOW)]),
        (f"2026=a,secret-key={BEFORE}", [("2026", "a"), ("secret-key", BEFORE)]),
        (f"secret-key={BEFORE}", [("secret-key", BEFORE)]),
        (f"secret-key={BEFORE},2026=a", [("secret-key", BEFORE), ("2026", "a")]),
        ("2026=a=b==, 2025=c ,", [("2026", "a=b=="), ("2025", "c"), ("secret-key", NOW)]),
    ],
)
def test_the_keys_in_their_order(written, read):
    assert read_trail_keys(written, secret_key=NOW) == read


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "2026=a,2026=b",
            "TRAIL_KEY has two keys of the name '2026': give the newer one a name of its own, or "
            "nobody knows which of them sealed.",
        ),
        (
            "secret-key=a,secret-key=a",
            "TRAIL_KEY has two keys of the name 'secret-key': give the newer one a name of its "
            "own, or nobody knows which of them sealed.",
        ),
        (
            "2026=half,other-half",
            "TRAIL_KEY has no = in part 2 of those between its commas: write each as ID=KEY, the "
            "key without commas.",
        ),
        (
            "=a",
            "TRAIL_KEY has the key '': write each as ID=KEY, the ID of 20 characters or less.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_without_naming_a_key(written, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_trail_keys(written, secret_key=NOW)

    assert str(refusal.value) == sentence


def documented(heading: str) -> list[dict[str, str]]:
    """The environments that the document writes down under a heading, one after another, each
    secret key as long as a real one.
    """
    text = (settings.BASE_DIR / "docs" / "operating.md").read_text()
    section = text.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    section = re.sub(r"the-(\w+-)?secret-key", lambda name: f"{name[0]:-<50}", section)
    blocks = re.findall(r"(?:^ {4,}[A-Z_]+=.*\n)+", section, flags=re.MULTILINE)
    return [
        dict(line.strip().split("#")[0].strip().split("=", 1) for line in block.splitlines())
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("heading", "steps"),
    [
        ("Changing the key of the trail", 3),
        ("Changing the secret key", 3),
        ("Changing the secret key without a key of the trail", 2),
    ],
)
def test_the_documents_own_lines_change_a_key(heading, steps, committed_db, monkeypatch):
    """Each environment seals an event, and each later one verifies all that was sealed before."""
    environments = documented(heading)
    assert len(environments) == steps

    for sealed, environment in enumerate(environments, start=1):
        verified = in_environment(environment, committed_db.url, "verify_trail")
        assert verified.returncode == 0, verified.stderr
        assert f"The trail is sound: {sealed - 1} events" in verified.stdout
        record("test", by=None, subject="test", summary="Done")
        written = environment.get("TRAIL_KEY", "")
        read = read_trail_keys(written, secret_key=environment["SECRET_KEY"])
        monkeypatch.setattr(settings, "TRAIL_KEYS", read)
        assert seal_trail() == 1


def in_environment(
    environment: dict[str, str], url: str, command: str
) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=settings.BASE_DIR,
        env={**os.environ, "TRAIL_KEY": "", "DATABASE_URL": url, **environment},
        capture_output=True,
        text=True,
    )
