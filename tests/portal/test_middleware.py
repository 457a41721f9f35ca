import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from portal import urls
from portal.models import Post
from portal.refusals import Refused, Stale
from tests.factories import AppointmentFactory, EmployeeFactory


def refuse(request):
    raise Refused("Communications has not advised on this case yet.")


def stale(request):
    raise Stale("This case changed at 10:42am on 4 November 2026. Check it again.")


def held(request):
    return HttpResponse("yes" if request.posts.holds(Post.AUDITOR) else "no")


def no_database(request):
    raise OperationalError("connection refused")


def fault(request):
    raise ValueError("a fault of our own")


def forbidden(request):
    raise PermissionDenied


urlpatterns = [
    *urls.urlpatterns,
    path("test/refuse/", refuse),
    path("test/stale/", stale),
    path("test/held/", held),
    path("test/no-database/", no_database),
    path("test/fault/", fault),
    path("test/forbidden/", forbidden),
]
handler500 = urls.handler500


@pytest.fixture
def visitor(client, settings, db):
    settings.ROOT_URLCONF = __name__
    client.force_login(EmployeeFactory())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/test/refuse/", "Communications has not advised on this case yet."),
        ("/test/stale/", "This case changed at 10:42am on 4 November 2026. Check it again."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(visitor, address, sentence):
    response = visitor.get(address)
    assert response.status_code == 409
    page = response.content.decode()
    assert sentence in page
    assert "Nothing was changed." in page


def test_whoever_opens_the_address_of_a_button_reads_a_page(client, db, settings):
    settings.DEMONSTRATION = True
    stranger = client.get("/demonstration/sign-in/")
    client.force_login(EmployeeFactory())
    employee = client.get("/policy/acknowledge/")
    for response, leads_on in ((stranger, ">Sign in</a>"), (employee, ">Go to what needs you</a>")):
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert (
            "It belongs to a button on another page. Opening it changed nothing." in response.text
        )
        assert leads_on in response.text
    assert client.put("/policy/acknowledge/").content == b""


def test_other_errors_are_left_alone(visitor):
    assert visitor.get("/test/forbidden/").status_code == 403
    assert visitor.get("/test/nowhere/").status_code == 404
    assert visitor.get("/test/fault/").status_code == 500


def test_a_database_that_does_not_answer_in_a_view_is_503(visitor):
    response = visitor.get("/test/no-database/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    page = response.content.decode()
    assert "Sorry, the portal is not available" in page
    assert "Example Council" in page


def test_a_database_that_does_not_answer_before_the_view_is_503(visitor, settings, monkeypatch):
    def unreachable(*arguments):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", unreachable)
    assert visitor.get("/").status_code == 503


# Nobody keeps what is private


@pytest.mark.parametrize(
    "address",
    [
        *("/test/refuse/", "/test/forbidden/", "/test/nowhere/", "/test/fault/"),
        *("/test/no-database/", "/test/held/", "/help/", "/policy/acknowledge/"),
        *("/sign-in/out/", "/media-contacts/export/", "/sign-in/new-password/1-a/"),
    ],
)
def test_nothing_that_someone_signed_in_is_answered_is_kept(visitor, address):
    assert visitor.get(address)["Cache-Control"] == "no-store, private"


def test_nothing_is_kept_that_leads_to_signing_in_or_out(visitor):
    assert visitor.post("/sign-in/out/")["Cache-Control"] == "no-store, private"
    for address in ("/cases/", "/sign-in/", "/sign-in/forgotten/"):
        assert visitor.get(address)["Cache-Control"] == "no-store, private"
    typed = visitor.post("/sign-in/", {"login": "ann@council.example"})
    assert (typed.status_code, typed["Cache-Control"]) == (422, "no-store, private")


@pytest.mark.parametrize("address", ["/help/", "/privacy/", "/accessibility/"])
def test_what_is_public_may_be_kept(client, db, address):
    assert "Cache-Control" not in client.get(address)


@pytest.mark.parametrize(("post", "answer"), [(Post.AUDITOR, "yes"), (Post.HEAD_OF_IT, "no")])
def test_a_request_knows_the_posts_of_who_asks(visitor, post, answer):
    visitor.force_login(AppointmentFactory(post=post).employee)
    assert visitor.get("/test/held/").content.decode() == answer


def test_posts_are_asked_of_the_database_only_where_they_are_needed(
    visitor, django_assert_num_queries
):
    visitor.logout()
    with django_assert_num_queries(0):
        assert visitor.get("/health/").content == b"ok"
