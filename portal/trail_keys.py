"""The keys that seal the trail, as the environment names them."""

from django.core.exceptions import ImproperlyConfigured

LONGEST_ID = 20
OF_SECRET_KEY = "secret-key"  # noqa: S105 (a name)


def read_trail_keys(written: str, *, secret_key: str) -> list[tuple[str, str]]:
    """The keys by their IDs, from TRAIL_KEY as it is written: "ID=KEY,ID=KEY".

    The first seals; the others only verify what they sealed. The present secret key is the last of
    them, as it sealed what was done before the first was set; where TRAIL_KEY names an earlier
    secret key as ``secret-key``, that one did. Raises ImproperlyConfigured, which names no key.
    """
    keys: dict[str, str] = {}
    for number, part in enumerate(filter(None, written.split(",")), start=1):
        key_id, equals, key = (text.strip() for text in part.partition("="))
        if not equals:
            # It may be the rest of a key, which the log is not to have.
            raise ImproperlyConfigured(
                f"TRAIL_KEY has no = in part {number} of those between its commas: write each as "
                "ID=KEY, the key without commas."
            )
        if not key or not 0 < len(key_id) <= LONGEST_ID:
            raise ImproperlyConfigured(
                f"TRAIL_KEY has the key {key_id!r}: write each as ID=KEY, the ID of "
                f"{LONGEST_ID} characters or less."
            )
        if key_id in keys:
            raise ImproperlyConfigured(
                f"TRAIL_KEY has two keys of the name {key_id!r}: give the newer one a name of its "
                "own, or nobody knows which of them sealed."
            )
        keys[key_id] = key
    keys.setdefault(OF_SECRET_KEY, secret_key)
    return list(keys.items())
