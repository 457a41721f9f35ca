"""More than 100 tamperings with a sealed trail, at every position; all are found."""

import pytest

from tests.tampering import KEYS, a_sealed_trail, found_by_verifying, tamperings


@pytest.mark.django_db
def test_every_tampering_is_found(settings, capsys):
    settings.TRAIL_KEYS = KEYS
    heads = a_sealed_trail()
    every = tamperings()

    missed = []
    for name, tamper in every.items():
        found = found_by_verifying(tamper, heads)
        if found.sound and not found.late:
            missed.append(name)

    with capsys.disabled():
        print(f"\n{len(every) - len(missed)} of {len(every)} tamperings found")
    assert len(every) > 100
    assert missed == []
