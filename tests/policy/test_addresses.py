"""Addresses of accounts: https, a host's name, nothing that leads elsewhere."""

import pytest
from django.core.exceptions import ValidationError

from policy.addresses import check_account_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.com/yourpage", "https://www.example.com/yourpage"),
        ("  https://www.example.com/yourpage ", "https://www.example.com/yourpage"),
        ("example.com/Page?id=1#top", "https://example.com/Page?id=1#top"),
        ("https://WWW.Example.COM/Page", "https://www.example.com/Page"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
    ],
)
def test_addresses_that_are_kept(typed, kept):
    assert check_account_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "http://example.com/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "https://user@example.com/",
        "https://example.com@evil.example/",
        "https://example.com:443/",
        "https://example.com:",
        "https://192.0.2.1/",
        "https://[2001:db8::1]/",
        "https://3221225985/",
        "https://192.0.2.0x1/",
        "https://192。0。2。1/",
        "https://localhost/",
        "https://example/",
        "https://example.com./",
        "https://-example.com/",
        "https://exa mple.com/",
        "https://example.com\\@evil.example/",
        "https://exa\tmple.com/",
        "https://example.com/\r\nBcc: someone",
        f"https://{'a' * 64}.example/",
        f"https://example.com/{'a' * 300}",
    ],
)
def test_addresses_that_are_refused(typed):
    with pytest.raises(ValidationError) as refused:
        check_account_address(typed)
    assert refused.value.message == (
        "Enter the account's address, like https://www.example.com/yourpage"
    )
