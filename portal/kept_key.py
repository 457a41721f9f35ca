"""The secret key that a demonstration makes for itself."""

import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """The demonstration's own secret key, made once and kept beside its data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()
