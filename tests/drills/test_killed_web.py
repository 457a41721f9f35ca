"""186 times SIGKILL of the web process while 60 cases are sent."""

from tests.killing_web import kill_web


def test_60_sendings_survive_186_kills(site, capsys):
    figures = kill_web(site, kills=186, sendings=60)

    with capsys.disabled():
        print(f"\n{figures}")
    assert figures["answers cut"] > 0
    assert figures["torn"] == 0
    assert figures["sent"] == 60
