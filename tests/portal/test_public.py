import pytest


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/help/", "Help"),
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
    ],
)
def test_pages_for_everyone_need_no_sign_in_and_no_database(
    client, db, django_assert_num_queries, address, heading
):
    with django_assert_num_queries(0):
        page = client.get(address).content.decode()
    assert f">{heading}</h1>" in page
    assert "Example Council" in page


def test_help_gives_the_councils_own_periods(client, db, settings):
    settings.ADVICE_WORKING_DAYS, settings.DECISION_WORKING_DAYS = 7, 12
    page = client.get("/help/").content.decode()
    assert "within 7 working days" in page
    assert "within 12 working days" in page


def test_the_portal_answers_that_it_lives(client, db):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")
