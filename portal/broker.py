"""The broker that needs no server: kombu's of files, whose messages appear whole or not at all."""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu creates a message's file and fills it afterwards: a worker that looked in between read
    nothing, and stopped for good.
    """

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out, name)
        # The name of a file that no queue reads.
        partial = whole.with_name(f"{name}.partial")
        partial.write_text(dumps(payload))
        os.replace(partial, whole)


class Transport(filesystem.Transport):
    Channel = Channel
