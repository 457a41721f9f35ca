"""The broker that needs no server."""

from queue import Empty

import pytest
from celery import current_app
from kombu import Connection

from portal import broker


@pytest.fixture
def connect(tmp_path):
    """Connections to an empty broker of files."""
    (tmp_path / "messages").mkdir()
    folders = {name: str(tmp_path / "messages") for name in ("data_folder_in", "data_folder_out")}
    options = {**folders, "control_folder": str(tmp_path / "control")}
    return lambda: Connection("files://localhost", transport_options=options)


def test_the_portal_uses_it():
    connection = current_app.connection_for_write("files://localhost")
    assert connection.transport_cls == "files"
    assert isinstance(connection.transport, broker.Transport)


def test_a_worker_reads_no_message_that_is_still_being_written(connect):
    """It fails with kombu's own transport, where the worker reads an empty file and stops."""
    with connect() as beat, connect() as worker:
        receiver = worker.channel()
        looked = []

        class Unwritten:
            def __json__(self):
                with pytest.raises(Empty):
                    receiver._get("portal")
                looked.append(True)
                return "written"

        beat.channel()._put("portal", {"text": Unwritten()})

        assert looked
        assert receiver._get("portal") == {"text": "written"}
        with pytest.raises(Empty):
            receiver._get("portal")
