"""Whatever a request names to go on to, it is a page of the portal."""

import ast
from urllib.parse import quote, urlsplit

import pytest
from django.test import RequestFactory
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.kept import page_of
from portal.leading import leads_to, local_path
from portal.models import Notice
from portal.sign_in import SignInAdapter
from tests.factories import EmployeeFactory
from tests.portal.test_bounds import SOURCES

NOWHERE = [
    "abc",
    "",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "http:///evil.example",
    "https://evil.example/",
    "https://portal.example/cases/",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/x\n",
    "/\t/evil.example",
    "/x\r\nSet-Cookie: a=b",
    " /cases/",
    "/cases/ ",
    "/c\x00",
    "/é",
    "/\ud800",
    "?q=1",
    "#top",
    "/" + "a" * 4000,
]
anything = st.one_of(
    st.text(),
    st.text(alphabet="/\\:.@?#%ahtps\t\n\r \x00é\ud800"),
    st.sampled_from(NOWHERE),
    st.builds(
        "".join, st.lists(st.sampled_from(["/", "\\", "//", "https:", "evil.example", "\t", "a"]))
    ),
)


def is_page(target: str) -> bool:
    """Whether a browser that is at the portal stays there, as it reads addresses."""
    seen = "".join(letter for letter in target.strip() if letter not in "\t\r\n")
    seen = seen.replace("\\", "/")
    parts = urlsplit(seen)
    return seen == target and seen[:1] == "/" and seen[:2] != "//" and not parts.netloc


@pytest.mark.parametrize("target", NOWHERE)
def test_what_is_no_path_of_the_portal_leads_to_the_home_page(target):
    assert local_path(target) == "/"
    assert not SignInAdapter().is_safe_url(target)


@pytest.mark.parametrize("target", ["/", "/cases/?q=%C3%A9#top", "/policy/clauses/4.1.a/"])
def test_a_path_of_the_portal_leads_there(target):
    assert local_path(target) == target
    assert SignInAdapter().is_safe_url(target)


def many(examples: int):
    return settings(max_examples=examples, deadline=None)


def check_leading(target: str) -> None:
    request = RequestFactory().get("/", {"next": target}) if is_text(target) else None
    for led in [local_path(target), *([leads_to(request)] if request else [])]:
        assert is_page(led)


def is_text(target: str) -> bool:
    try:
        return target.encode() is not None
    except UnicodeEncodeError:
        return False


@given(anything)
@example("/\\/evil.example")
@many(300)
def test_whatever_is_asked_for_it_is_a_page_of_the_portal(target):
    check_leading(target)


@pytest.mark.drill
@given(anything)
@many(10_000)
def test_whatever_is_asked_for_ten_thousand_times(target):
    check_leading(target)


@given(anything)
@many(300)
def test_whatever_a_form_says_it_stood_on_it_is_a_page_of_the_portal(target):
    headers = [target, f"http://testserver/{target}", f"http://testserver{target}", "http://["]
    for header in headers:
        request = RequestFactory().post("/cases/new/", headers={"Referer": header})
        assert is_page(page_of(request))


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize("target", [t for t in NOWHERE if is_text(t) and len(t) < 1000])
def test_pages_lead_on_within_the_portal(client, target):
    """By every page that reads ?next=, signed in or not, and by the link of a notification."""
    asked = f"?next={quote(target, safe='')}"
    addresses = ["/sign-in/", "/sign-in/confirm/", "/sign-in/second-factor/"]
    addresses += ["/sign-in/second-factor/codes/", "/system-administration/login/"]
    for address in addresses:
        answer = client.get(address + asked)
        assert answer.status_code < 500
        assert is_page(answer.get("Location", "/"))
    person = EmployeeFactory()
    client.force_login(person)
    for address in [*addresses, "/sign-in/stay/", "/sign-in/out/"]:
        for answer in (client.get(address + asked), client.post(address, {"next": target})):
            assert answer.status_code < 500
            assert is_page(answer.get("Location", "/"))
        client.force_login(person)
    path = target[:200].replace("\0", "") or "/"
    notice = Notice.objects.create(
        key="n", recipient=person, subject="Notice", path=path, created_at=clock.now()
    )
    answer = client.post(f"/notifications/{notice.pk}/")
    assert is_page(answer["Location"])


# No redirect passes it by

LEADING = {"local_path", "leads_to", "page_of"}
REDIRECTS = {
    "redirect",
    "redirect_to_login",
    "HttpResponseRedirect",
    "HttpResponsePermanentRedirect",
}
ASKED = {"GET", "POST", "META", "headers", "COOKIES", "next_url", "path", "full_path"}
READ = {"asked", "posted", "get_full_path", "build_absolute_uri", "get_next_redirect_url"}


def tainted(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression holds what a request says, but for what leads within the portal."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in LEADING:
            return False
        # What a function makes of a request is its own; what a method does is of its object.
        return called in READ or tainted(node.func, names)
    if isinstance(node, ast.Compare):
        return False
    if isinstance(node, ast.Attribute) and node.attr in ASKED:
        return True
    if isinstance(node, ast.Name) and node.id in names:
        return True
    return any(tainted(child, names) for child in ast.iter_child_nodes(node))


def led_astray(source: str) -> list[int]:
    """The lines on which a redirect goes where a request says."""
    tree, lines = ast.parse(source), []
    for scope in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
        names: set[str] = set()
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign | ast.NamedExpr) and tainted(node.value, names):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in REDIRECTS:
                lines += [node.lineno for value in node.args[:1] if tainted(value, names)]
    return sorted(set(lines))


def test_no_redirect_goes_where_a_request_says_without_being_looked_at():
    found = {str(path): led_astray(path.read_text()) for path in SOURCES}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_redirect_to_what_a_request_says_is_found():
    source = (
        "def view(request):\n"
        "    to = request.GET['next']\n"
        "    if to:\n"
        "        return redirect(to)\n"
        "    if request.method == 'POST':\n"
        "        return redirect(local_path(to))\n"
        "    if form.is_valid():\n"
        "        return redirect(request.GET.get('next'))\n"
        "    return redirect(notice.path)\n"
    )
    assert led_astray(source) == [4, 8, 9]
