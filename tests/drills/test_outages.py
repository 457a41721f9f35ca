"""Redis silent, the database gone and the disk full, each for so long that people notice."""

import os

import pytest

from tests.outages import while_database_is_gone, while_disk_is_full, while_redis_is_silent
from tests.processes import beat, smtp_sink, wait_until, worker
from tests.test_outages import every_mail_went_out_once, relay


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs a Redis to return")
def test_redis_is_silent_for_a_minute(site, capsys):
    with relay(site) as redis, smtp_sink(site) as sink:
        redis.be_silent(False)
        with worker(site), beat(site):
            redis.be_silent(True)
            figures = while_redis_is_silent(site, seconds=60)
            redis.be_silent(False)
            wait_until(lambda: every_mail_went_out_once(sink), seconds=90, what="the mail went out")

    with capsys.disabled():
        print(f"\nRedis silent for 60 s: {figures}")


@pytest.mark.postgresql
def test_the_database_is_gone_for_20_seconds(site, capsys):
    figures = while_database_is_gone(site, seconds=20)

    with capsys.disabled():
        print(f"\nDatabase gone for 20 s: {figures}")


@pytest.mark.sqlite
def test_the_disk_is_full_for_20_seconds(site, capsys):
    figures = while_disk_is_full(site, seconds=20)

    with capsys.disabled():
        print(f"\nDisk full for 20 s: {figures}")
