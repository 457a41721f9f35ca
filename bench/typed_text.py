"""How long what people type holds the processor, by its length: a policy, and a field for a person.

    .venv/bin/python bench/typed_text.py

prints the seconds that each takes for a text of spaces, of signs of emphasis and of letters, and
how many times as long one takes that is twice as long: 2 is linear, 4 quadratic.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="portal_bench_")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.pop("DEMONSTRATION", None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings",
    SECRET_KEY="for-benchmarks-only-abcdefghijklmnopqrstuvwxyz-0123456789",
    SITE_ADDRESS="https://portal.example",
    EMAIL_URL="memory:",
    VAR_FOLDER=FOLDER.name,
)

import django  # noqa: E402

django.setup()

from policy.importing import read_policy  # noqa: E402
from portal.forms.person import people_matching  # noqa: E402

SHAPES: dict[str, Callable[[int], str]] = {
    "spaces": lambda n: "a" + " " * n + "b",
    "emphasis": lambda n: "**a " * (n // 4),
    "letters": lambda n: "a" * n,
}
WORK: dict[str, Callable[[str], object]] = {
    "policy": lambda text: read_policy(f"1. Introduction\n1.1 One.\n\n{text}\n"),
    "person": people_matching,
}


def seconds(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return max(time.process_time() - begin, 0.0001)


for name, work in WORK.items():
    for shape, text in SHAPES.items():
        half, whole = (min(seconds(work, text(n)) for _ in range(5)) for n in (100_000, 200_000))
        print(f"{name} {shape:10} {whole:8.4f} s for 200,000; {whole / half:4.1f} times its half")
