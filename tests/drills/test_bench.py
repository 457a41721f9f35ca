"""The benchmarks, with so little that they show nothing but that they can still be run."""

import os
import subprocess
import sys

from django.conf import settings


def printed_by(*benchmark: str) -> str:
    done = subprocess.run(
        [sys.executable, *benchmark],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_pages_are_timed_at_two_sizes():
    timed = printed_by("bench/lists.py", "--small", "100", "--large", "200")

    heading, *lines = timed.split("\n\n")[1].splitlines()
    assert heading.split("  ")[0] == "page"
    assert len(lines) > 10
    assert all(float(line.split()[-1]) > 0 for line in lines)


def test_long_texts_are_timed_beside_empty_ones():
    timed = printed_by("bench/freeze.py", "--posts", "4", "--megabytes", "0.5")

    heading, *lines = timed.splitlines()
    assert heading.split() == ["empty", "long", "times"]
    # An expression that is worse than linear shows as a ratio of hundreds.
    assert [float(line.split()[-1]) < 20 for line in lines] == [True] * 3
