import pytest

from portal import hooks
from portal.services.rules import apply_rules


@pytest.fixture
def sweeps(monkeypatch) -> hooks.Hook:
    """The rules of the sweep, in place of those of the apps."""
    monkeypatch.setattr(hooks, "sweeps", hooks.Hook("sweeps"))
    return hooks.sweeps


def test_every_rule_is_applied(sweeps):
    sweeps += [lambda today: 2, lambda today: 3]
    assert apply_rules() == 5


def test_a_rule_that_fails_holds_up_no_other_and_is_named(sweeps, caplog):
    def open_reviews(*, today):
        raise RuntimeError("no such account")

    sweeps += [open_reviews, lambda today: 1]
    assert apply_rules() == 1
    assert "open_reviews failed, and is tried again" in caplog.text
    assert "no such account" in caplog.text
