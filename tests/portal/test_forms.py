"""What our forms accept, what they refuse and in which words."""

import json
from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from portal import clock
from portal.forms.base import GovukForm
from portal.forms.fields import (
    Checkboxes,
    Confirm,
    DateField,
    Radios,
    Text,
    TextArea,
    WebAddress,
    WholeNumber,
    YesNo,
)
from portal.forms.person import EmployeeField
from portal.views.people_picker import people_suggest
from tests.factories import EmployeeFactory

TODAY = datetime(2026, 11, 4, 12, tzinfo=UTC)


class FrequencyForm(GovukForm):
    frequency = Radios(
        label="How often?",
        choices=[("daily", "Every day"), ("weekly", "Less than every day")],
        missing="Select how often you will update it",
    )
    times_a_day = WholeNumber(
        label="Times a day", min_value=1, max_value=50, missing="Enter the times a day"
    )
    times_a_week = WholeNumber(
        label="Times a week", min_value=1, max_value=6, missing="Enter the times a week"
    )
    secondary_label = "Save and come back later"
    reveals = {"frequency": {"daily": ["times_a_day"], "weekly": ["times_a_week"]}}


def answers(form: GovukForm) -> dict:
    assert form.is_valid(), form.errors
    return form.cleaned_data


def errors(form: GovukForm) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in form.errors.items()}


def one(field, **data):
    form = type("OneForm", (GovukForm,), {"answer": field})(data)
    return form.cleaned_data["answer"] if form.is_valid() else form.errors["answer"][0]


# Revealing


def test_only_what_the_answer_reveals_is_required_and_kept() -> None:
    form = FrequencyForm({"frequency": "daily", "times_a_day": "3", "times_a_week": "99"})
    assert answers(form) == {"frequency": "daily", "times_a_day": 3, "times_a_week": None}
    form = FrequencyForm({"frequency": "weekly"})
    assert errors(form) == {"times_a_week": ["Enter the times a week"]}
    assert errors(FrequencyForm({})) == {"frequency": ["Select how often you will update it"]}


def test_a_tick_or_a_yes_can_reveal_and_hides_what_hangs_on_what_it_reveals() -> None:
    class NestedForm(GovukForm):
        running = Confirm(label="It is running", required=False)
        public = YesNo(label="Is it public?", missing="Select yes if it is public")
        address = Text(label="Address", max_length=50, missing="Enter the address")
        reveals = {"running": {"on": ["public"]}, "public": {"yes": ["address"]}}

    assert answers(NestedForm({"public": "yes"})) == {
        "running": False,
        "public": None,
        "address": "",
    }
    assert errors(NestedForm({"running": "on", "public": "yes"})) == {
        "address": ["Enter the address"]
    }


def test_coming_back_later_asks_for_nothing_and_still_refuses_what_is_wrong() -> None:
    form = FrequencyForm({"frequency": "daily", "later": "1"})
    assert answers(form)["times_a_day"] is None
    assert form.partial
    form = FrequencyForm({"frequency": "daily", "times_a_day": "51", "later": "1"})
    assert errors(form) == {"times_a_day": ["Times a day must be a whole number between 1 and 50"]}


def test_a_form_without_the_second_button_is_never_partial() -> None:
    class OneButtonForm(GovukForm):
        reason = Text(label="Reason", max_length=50, missing="Enter a reason")

    assert errors(OneButtonForm({"later": "1"})) == {"reason": ["Enter a reason"]}


# Fields


@pytest.mark.parametrize("typed", ["0", "51", "3.5", "three", "-1"])
def test_a_number_out_of_place_is_refused_in_one_sentence(typed) -> None:
    field = WholeNumber(label="Times a day", min_value=1, max_value=50)
    assert one(field, answer=typed) == "Times a day must be a whole number between 1 and 50"


@pytest.mark.parametrize("typed", ["12345", "12,345", "12 345", " 12,345 "])
def test_a_number_may_be_typed_with_separators(typed) -> None:
    assert one(WholeNumber(label="Followers"), answer=typed) == 12345


def test_a_number_that_no_column_holds_is_refused() -> None:
    field = WholeNumber(label="Followers")
    assert one(field, answer="9" * 12) == 999_999_999_999
    assert one(field, answer="1" + "0" * 12) == "Followers must be 999,999,999,999 or less"


def test_a_line_break_counts_as_one_character() -> None:
    field = TextArea(label="Your aims", max_length=5)
    assert one(field, answer="ab\r\ncd") == "ab\ncd"
    assert one(field, answer="ab\r\ncde") == "Your aims must be 5 characters or less"


@pytest.mark.parametrize(
    ("label", "name"),
    [("What worked, and what did not?", "Your answer"), ("Reasons (optional)", "Reasons")],
)
def test_what_is_too_long_is_called_by_a_noun(label, name) -> None:
    field = TextArea(label=label, max_length=5)
    assert one(field, answer="abcdef") == f"{name} must be 5 characters or less"


@pytest.mark.parametrize(
    ("ticked", "wrong"),
    [
        (["none"], {}),
        (["web", "mail"], {}),
        (["web", "none"], {"channels": ["Select other answers, or select 'None'"]}),
        (["fax"], {"channels": ["Select an answer that is listed"]}),
    ],
)
def test_none_rules_out_the_other_answers(ticked, wrong) -> None:
    class ChannelsForm(GovukForm):
        channels = Checkboxes(
            label="Channels",
            choices=[("web", "Website"), ("mail", "E-mail"), ("none", "None")],
            exclusive="none",
        )

    data = QueryDict(mutable=True)
    data.setlist("channels", ticked)
    assert errors(ChannelsForm(data)) == wrong


def test_a_web_address_is_completed_or_explained() -> None:
    assert (
        one(WebAddress(label="Link", max_length=200), answer="example.com/us")
        == "https://example.com/us"
    )
    assert one(WebAddress(label="Link", max_length=200), answer="not an address") == (
        "Enter a web address in the correct format, like https://www.example.com/page"
    )


@pytest.mark.parametrize(
    ("day", "month", "year", "outcome"),
    [
        ("27", "3", "2027", date(2027, 3, 27)),
        (" 27 ", "03", "2027", date(2027, 3, 27)),
        ("", "", "", "Enter a date"),
        ("29", "2", "2027", "Date must be a real date, like 27 3 2027"),
        ("27", "march", "2027", "Date must be a real date, like 27 3 2027"),
        ("27", "3", "27", "Date must be a real date, like 27 3 2027"),
        ("²", "3", "2027", "Date must be a real date, like 27 3 2027"),
        ("27", "", "", "The date must include a month and year"),
    ],
)
def test_dates(day, month, year, outcome) -> None:
    data = {"answer-day": day, "answer-month": month, "answer-year": year}
    assert one(DateField(label="When?"), **data) == outcome


def test_a_yes_or_no_keeps_what_was_answered_before() -> None:
    class RecordsForm(GovukForm):
        records = YesNo(label="Will you keep records?")

    assert RecordsForm(initial={"records": False})["records"].value() == "no"
    assert answers(RecordsForm({"records": "no"})) == {"records": False}


# People


@pytest.fixture
def ward(db):
    with clock.at(TODAY):
        yield EmployeeFactory(name="Sam Ward", email="sam.ward@council.example")


@pytest.mark.parametrize(
    "typed",
    ["Sam Ward", "ward sam", "sam.ward@council.example", "Sam Ward (SAM.WARD@council.example)"],
)
def test_a_person_is_found_by_name_or_address(ward, typed) -> None:
    EmployeeFactory(name="Samira Khan")
    assert one(EmployeeField(), answer=typed) == ward


def test_the_person_selected_among_several_is_taken(ward) -> None:
    EmployeeFactory(name="Joe Ward")
    assert one(EmployeeField(), answer="ward") == "Select the person you mean"
    selected = {"answer": "ward", "answer-match": "sam.ward@council.example"}
    assert one(EmployeeField(), **selected) == ward


def test_whoever_has_left_is_not_in_the_directory(ward) -> None:
    ward.left_on = date(2026, 11, 4)
    ward.save()
    unknown = "Select a person from the council directory"
    assert one(EmployeeField(), answer="Sam Ward") == unknown
    assert one(EmployeeField(), answer="") == unknown


def test_too_many_matches_ask_for_more_of_the_name(db) -> None:
    EmployeeFactory.create_batch(11, name="Alex Smith")
    assert one(EmployeeField(), answer="smith").startswith("More than 10 people match")


@pytest.mark.parametrize("typed", ["s", "wa", " w "])
def test_fewer_than_three_letters_find_nobody_who_is_not_called_so(ward, typed) -> None:
    few = "Enter at least 3 letters of the name, or the e-mail address"
    assert one(EmployeeField(), answer=typed) == few


def test_a_name_of_two_letters_is_found_when_it_is_typed_whole(ward) -> None:
    wu = EmployeeFactory(name="Wu")
    assert one(EmployeeField(), answer="wu") == wu


def suggestions(employee, typed: str) -> list[str]:
    request = RequestFactory().get("/people/suggest/", {"q": typed})
    request.user = employee
    people = json.loads(people_suggest(request).content)["people"]
    return [person["value"] for person in people]


def test_suggestions_need_three_letters_and_are_ten_at_most(
    ward, django_assert_num_queries
) -> None:
    assert suggestions(ward, "sa") == []
    with django_assert_num_queries(1):
        assert suggestions(ward, "sam") == ["Sam Ward (sam.ward@council.example)"]
    EmployeeFactory.create_batch(12, name="Alex Smith")
    assert len(suggestions(ward, "smith")) == 10
    assert suggestions(ward, "sam\0") == []
