"""The policy as everyone reads it (2.1), its clauses at their addresses, the personal rules (4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from policy import reading
from policy.importing import read_policy
from policy.models import Clause, PlatformCategory, PolicyVersion
from policy.services.versions import import_version, publish
from portal import clock
from tests.builders import NOW
from tests.factories import EmployeeFactory
from tests.policy.versions import in_force_now, scheduled, the_administrator

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
    with django_assert_num_queries(9):
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


# Once another version is in force

IMPORTED = """\
1. Everything
1.1 Ask first.
1.2 Ask:
- once
a. In writing.

Then ask again.
"""


@pytest.fixture
def superseded(db):
    """The version of 2011, which a text that was imported has superseded."""
    version, by = in_force_now(), the_administrator()
    with clock.at(NOW):
        today = clock.today()
        new = import_version(read_policy(IMPORTED), title="Guidance", agreed_on=today, by=by)
        publish(new, in_force_from=today, by=by, consulted_before="By letter.")
    return version


def test_a_superseded_version_is_read_at_its_own_address(reader, superseded):
    html = page_of(reader, f"/policy/versions/{superseded.pk}/text/")
    assert "in force from 11 October 2011" in html
    assert "This is not the version in force now." in html
    assert f'href="/policy/versions/{superseded.pk}/text/5.8/"' in html


def test_a_clause_of_a_superseded_version_leads_to_the_one_in_force(reader, superseded):
    html = page_of(reader, f"/policy/versions/{superseded.pk}/text/1.1/")
    assert "What social media is" in html
    assert 'href="/policy/clauses/1.1/"' in html
    assert f'href="/policy/versions/{superseded.pk}/text/#clause-1.1"' in html


def test_a_clause_that_is_no_more_is_read_where_it_last_was(reader, superseded):
    response = reader.get("/policy/clauses/5.8/")
    assert response.status_code == 302
    assert response.url == f"/policy/versions/{superseded.pk}/text/5.8/"


def test_a_search_in_a_superseded_version(reader, superseded):
    url = f"/policy/versions/{superseded.pk}/text/"
    html = page_of(reader, url, q="befriend")
    assert "1 clause found, 2 matches marked." in html
    assert f'action="{url}"' in html
    assert f'href="{url}4.1.g/"' in html


def test_what_a_clause_says_after_its_rules_is_read_after_them(reader, superseded):
    for url in ("/policy/", "/policy/clauses/1/", "/policy/clauses/1.2/"):
        html = page_of(reader, url)
        assert html.index("Ask:") < html.index("In writing.") < html.index("Then ask again.")
    assert "Then ask again." not in page_of(reader, "/policy/clauses/1.2.a/")
    assert "Then <mark>ask</mark> again." in page_of(reader, "/policy/", q="ask")


def test_a_policy_without_dos_and_donts_leads_to_its_rules(reader, superseded):
    html = page_of(reader, reverse("policy:personal_use"))
    assert "Do not</h2>" not in html
    assert "does not list them as dos and don'ts" in html


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


RULES = """\
1. Scope
1.1 Everyone.
2. Uses
2.1 Many.
3. Approval
3.1 Ask.
4. Your own use
4.1 Outside work:
a. Speak for yourself.
b. Be kind:
- to <others>
"""


def test_rules_stand_for_dos_and_donts_where_a_version_has_none(reader):
    by = the_administrator()
    with clock.at(NOW):
        today = clock.today()
        new = import_version(read_policy(RULES), title="Guidance", agreed_on=today, by=by)
        publish(new, in_force_from=today, by=by, consulted_before="By letter.")
        html = page_of(reader, reverse("policy:personal_use"))
    assert html.index("Clause 4.1.a") < html.index("Speak for yourself.")
    assert 'href="/policy/clauses/4.1.b/"' in html
    assert "to &lt;others&gt;" in html
    assert "Outside work:" not in html
    assert "does not list them" not in html


def test_a_lettered_rule_is_found_by_its_section_and_letter(reader):
    response = reader.get("/policy/clauses/4.j/")
    assert response.status_code == 302
    assert response.url == "/policy/clauses/4.1.j/"
    assert reader.get("/policy/clauses/4.m/").status_code == 404


def test_a_letter_that_two_rules_of_a_section_have_names_neither():
    one, other = Clause(number="4.1.j"), Clause(number="4.2.j")
    assert reading.rule_for_short([one], "4.j") == one
    assert reading.rule_for_short([one, other], "4.j") is None


def test_everyone_reads_from_which_day_a_new_version_is_in_force(reader):
    with clock.at(NOW):
        now, coming = in_force_now(), scheduled(clock.today() + timedelta(days=7))
        html = page_of(reader, reverse("policy:policy"))
    assert "A new version comes into force on <strong>11 November 2026</strong>" in html
    assert f'href="/policy/versions/{coming.pk}/text/"' in html
    assert f'href="/policy/compare/?from={now.pk}&amp;to={coming.pk}"' in html
