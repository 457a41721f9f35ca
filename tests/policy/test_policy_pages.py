"""The policy as everyone reads it (2.1), its clauses at their addresses, the personal rules (4)."""

from datetime import date

import pytest
from django.urls import reverse

from policy import reading
from policy.models import Clause, PlatformCategory, PolicyVersion
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db

# Every number that the policy gives: sections, clauses and lettered rules.
NUMBERS = [
    *("1", "1.1", "1.2", "1.3", "1.4", "1.5"),
    *("2", "2.1", "3", "3.1", "3.2", "3.3", "3.4"),
    *("4", "4.1", *(f"4.1.{letter}" for letter in "abcdefghijkl")),
    *("5", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"),
    *("6", "6.1", "6.2", "7", "7.1"),
]
# The points of its lists, which it does not number.
POINTS = [
    *(f"2.1-bullet-{n}" for n in range(1, 8)),
    *(f"3.2-bullet-{n}" for n in range(1, 9)),
    *("5.1-bullet-1", "5.1-bullet-2"),
    *(f"6.2-bullet-{n}" for n in range(1, 9)),
]


@pytest.fixture
def reader(client):
    client.force_login(EmployeeFactory())
    return client


def page_of(reader, url: str, **query: str) -> str:
    response = reader.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_whole_policy_is_loaded():
    version = PolicyVersion.objects.get()
    assert str(version.in_force_from) == "2011-10-11"
    assert [clause.number for clause in version.clauses.all()] == NUMBERS
    assert all(clause.text or "." not in clause.number for clause in version.clauses.all())


def test_types_of_social_media_are_the_eight_and_other():
    assert [category.name for category in PlatformCategory.objects.all()] == [
        "Blog",
        "Discussion forum",
        "Collaborative space",
        "Media sharing",
        "Social network",
        "Microblog",
        "Online game",
        "Virtual world",
        "Other",
    ]


def test_every_clause_and_point_has_its_own_place_on_the_page(reader, django_assert_num_queries):
    with django_assert_num_queries(7):
        html = page_of(reader, reverse("policy:policy"))
    for number in NUMBERS:
        assert html.count(f'id="clause-{number}"') == 1
        assert f'href="/policy/clauses/{number}/"' in html
    for point in POINTS:
        assert html.count(f'id="clause-{point}"') == 1
    assert 'href="#clause-4.1.j"' in html
    assert "in force from 11 October 2011" in html


# One clause


@pytest.mark.parametrize("address", [*NUMBERS, "2.1-bullet-7", "5.1-bullet-2", "6.2-bullet-8"])
def test_every_clause_and_point_has_its_own_address(reader, address):
    html = page_of(reader, f"/policy/clauses/{address}/")
    assert f'href="/policy/#clause-{address}" class="govuk-back-link"' in html


def test_a_clause_says_where_it_stands_and_what_stands_beside_it(reader):
    html = page_of(reader, "/policy/clauses/4.1.b/")
    assert '<h1 class="govuk-heading-l">Clause 4.1.b: Speaking for yourself</h1>' in html
    assert "<title>Clause 4.1.b: Speaking for yourself – Social media policy –" in html
    for number in ("4", "4.1", "4.1.a", "4.1.c"):
        assert f'href="/policy/clauses/{number}/"' in html
    assert 'href="/policy/clauses/4.1.d/"' not in html


def test_a_clause_is_read_with_its_rules(reader):
    html = page_of(reader, "/policy/clauses/4.1/")
    assert html.count('id="clause-4.1.') == 12


def test_a_point_is_marked_in_its_clause(reader):
    html = page_of(reader, "/policy/clauses/6.2-bullet-3/")
    assert '<h1 class="govuk-heading-l">Clause 6.2 bullet 3</h1>' in html
    assert (
        '<li id="clause-6.2-bullet-3" class="portal-clause__named" aria-current="true">'
        "Which other channels"
    ) in html
    assert html.count("portal-clause__named") == 1


@pytest.mark.parametrize("address", ["8", "9.9", "6.2-bullet-9", "6.2-bullet-0", "4.1.m", "~"])
def test_what_the_policy_has_not_is_not_found(reader, address):
    assert reader.get(f"/policy/clauses/{address}/").status_code == 404


# An earlier version


@pytest.fixture
def earlier(db):
    version = PolicyVersion.objects.create(title="Guidance", in_force_from=date(2009, 4, 1))
    Clause.objects.create(version=version, order=1, number="1", heading="Everything")
    Clause.objects.create(version=version, order=2, number="1.1", text="Ask first.")
    Clause.objects.create(
        version=version, order=3, number="1.9", text="Ask:\n\n- once", closing="Then ask again."
    )
    Clause.objects.create(version=version, order=4, number="1.9.a", text="In writing.")
    return version


def test_a_superseded_version_is_read_at_its_own_address(reader, earlier):
    html = page_of(reader, f"/policy/versions/{earlier.pk}/text/")
    assert "in force from 1 April 2009" in html
    assert "This is not the version in force now." in html
    assert f'href="/policy/versions/{earlier.pk}/text/1.9/"' in html
    # What the clause says after its rules is read after them.
    assert html.index("Ask:") < html.index("In writing.") < html.index("Then ask again.")


def test_a_clause_of_a_superseded_version_leads_to_the_one_in_force(reader, earlier):
    html = page_of(reader, f"/policy/versions/{earlier.pk}/text/1.1/")
    assert "Ask first." in html
    assert 'href="/policy/clauses/1.1/"' in html


def test_a_clause_that_is_no_more_is_read_where_it_last_was(reader, earlier):
    response = reader.get("/policy/clauses/1.9/")
    assert response.status_code == 302
    assert response.url == f"/policy/versions/{earlier.pk}/text/1.9/"


def test_a_search_in_a_superseded_version(reader, earlier):
    url = f"/policy/versions/{earlier.pk}/text/"
    html = page_of(reader, url, q="again")
    assert "1 clause found, 1 match marked." in html
    assert f'action="{url}"' in html
    assert f'href="{url}1.9/"' in html


# Search


def test_search_shows_the_clauses_that_hold_every_word_and_marks_them(reader):
    response = reader.get(reverse("policy:policy"), {"q": "Confidential COLLEAGUES"})
    html = response.content.decode()
    assert [found.clause.number for found in response.context["found"]] == ["4.1.d"]
    assert "1 clause found, 3 matches marked." in html
    assert html.count("<mark>") == 3
    assert "<mark>confidential</mark>" in html
    assert "<mark>colleagues</mark>" in html
    assert 'href="/policy/clauses/4.1.d/"' in html


def test_search_for_what_is_not_there(reader):
    html = page_of(reader, reverse("policy:policy"), q="<b>zebra")
    assert "No clause has all of these words." in html
    assert "<b>zebra" not in html
    assert 'value="&lt;b&gt;zebra"' in html


def test_empty_search_is_the_whole_policy(reader):
    response = reader.get(reverse("policy:policy"), {"q": "  "})
    assert len(response.context["through"]) == len(NUMBERS)


# Reading a text


def test_text_is_read_as_paragraphs_and_lists():
    clause = Clause(number="9.9", heading="Cats", text="A cat.\n\n- one (1)\n- two", closing="- a")
    read = reading.read(clause, ["(1)", "a"])
    assert [block.is_list for block in read.blocks] == [False, True]
    assert [(piece.words, piece.marked) for piece in read.blocks[0].lines[0].pieces] == [
        ("A", True),
        (" c", False),
        ("a", True),
        ("t.", False),
    ]
    assert [
        (line.anchor, [piece.words for piece in line.pieces]) for line in read.blocks[1].lines
    ] == [
        ("clause-9.9-bullet-1", ["one ", "(1)"]),
        ("clause-9.9-bullet-2", ["two"]),
    ]
    # Points are counted through all of a clause's lists.
    assert read.closing[0].lines[0].anchor == "clause-9.9-bullet-3"
    assert read.marks == 5


@pytest.mark.parametrize(
    ("number", "address", "parts"),
    [
        ("5", "5", ("5", 0)),
        ("4.1.a", "4.1.a", ("4.1.a", 0)),
        ("6.2 bullet 3", "6.2-bullet-3", ("6.2", 3)),
        ("4.1.a bullet 12", "4.1.a-bullet-12", ("4.1.a", 12)),
    ],
)
def test_a_number_is_an_address_and_back(number, address, parts):
    assert reading.address_of(number) == address
    assert reading.parse_address(address) == parts


# Personal use


def test_personal_use_names_the_clause_of_each_rule(reader, django_assert_num_queries):
    with django_assert_num_queries(6):
        response = reader.get(reverse("policy:personal_use"))
    html = response.content.decode()
    assert 'href="/policy/clauses/4.1.a/">Clause 4.1.a</a>' in html
    named = {c.number for c, _ in response.context["dos"] + response.context["donts"]}
    assert named == {f"4.1.{letter}" for letter in "abcdefghijkl"}


def test_a_policy_without_dos_and_donts_leads_to_its_rules(reader):
    Clause.objects.update(dos="", donts="")
    html = page_of(reader, reverse("policy:personal_use"))
    assert "Do not</h2>" not in html
    assert "does not list them as dos and don'ts" in html
