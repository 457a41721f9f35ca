"""The policy in force as everyone reads it (2.1), and the rules for personal use (4)."""

import pytest
from django.urls import reverse

from policy import reading
from policy.models import Clause, PlatformCategory, PolicyVersion
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db

# Every numbered clause of the policy, and the parts of those that it lists without numbers.
NUMBERS = [
    *("1", "1.1", "1.2", "1.3", "1.4", "1.5"),
    *("2", "2.1", *(f"2.1 point {n}" for n in range(1, 8))),
    *("3", "3.1", "3.2", "3.3", "3.4"),
    *("4", "4.1", *(f"4.1.{letter}" for letter in "abcdefghijkl")),
    *("5", "5.1", "5.1 point 1", "5.1 point 2", "5.1 point 3"),
    *("5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"),
    *("6", "6.1", "6.2", *(f"6.2 point {n}" for n in range(1, 9))),
    *("7", "7.1"),
]


@pytest.fixture
def reader(client):
    client.force_login(EmployeeFactory())
    return client


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


def test_every_clause_has_its_own_address(reader, django_assert_num_queries):
    with django_assert_num_queries(6):
        html = reader.get(reverse("policy:policy")).content.decode()
    for number in NUMBERS:
        assert f'id="clause-{number.replace(" ", "-")}"' in html
    assert 'href="#clause-4.1.j"' in html
    assert "In force from 11 October 2011" in html


def test_search_shows_the_clauses_that_hold_every_word_and_marks_them(reader):
    response = reader.get(reverse("policy:policy"), {"q": "Confidential COLLEAGUES"})
    html = response.content.decode()
    assert [found.clause.number for found in response.context["found"]] == ["4.1.d"]
    assert "1 clause found." in html
    assert "<mark>confidential</mark>" in html
    assert "<mark>colleagues</mark>" in html
    assert 'href="/policy/#clause-4.1.d"' in html


def test_search_for_what_is_not_there(reader):
    html = reader.get(reverse("policy:policy"), {"q": "<b>zebra"}).content.decode()
    assert "No clause has all of these words." in html
    assert "<b>zebra" not in html


def test_empty_search_is_the_whole_policy(reader):
    response = reader.get(reverse("policy:policy"), {"q": "  "})
    assert len(response.context["found"]) == len(NUMBERS)


def test_text_is_read_as_paragraphs_and_lists():
    clause = Clause(number="9.9", heading="Cats", text="A cat.\n\n- one (1)\n- two")
    read = reading.read(clause, ["(1)", "a"])
    assert [block.is_list for block in read.blocks] == [False, True]
    assert [(piece.words, piece.marked) for piece in read.blocks[0].lines[0]] == [
        ("A", True),
        (" c", False),
        ("a", True),
        ("t.", False),
    ]
    assert [[piece.words for piece in line] for line in read.blocks[1].lines] == [
        ["one ", "(1)"],
        ["two"],
    ]


def test_personal_use_names_the_clause_of_each_rule(reader, django_assert_num_queries):
    with django_assert_num_queries(6):
        response = reader.get(reverse("policy:personal_use"))
    html = response.content.decode()
    assert 'href="/policy/#clause-4.1.a">Clause 4.1.a</a>' in html
    named = {c.number for c, _ in response.context["dos"] + response.context["donts"]}
    assert named == {f"4.1.{letter}" for letter in "abcdefghijkl"}
