"""No text that is exported can become a formula."""

import pytest

from portal.services.exports import as_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1620", "'+44 1620"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r\n =1", "'\r\n =1"),
        ("Libraries = news", "Libraries = news"),
        ("", ""),
        (-2, -2),
        (None, None),
    ],
)
def test_text_is_neutralised_and_numbers_stay(value, expected):
    assert as_text(value) == expected
