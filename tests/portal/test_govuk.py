"""What people see and hear of a form and of the components: the HTML that is drawn."""

import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.forms.base import GovukForm
from portal.forms.fields import (
    OUTDATED,
    Checkboxes,
    Confirm,
    DateField,
    Email,
    Radios,
    Select,
    Text,
    TextArea,
    WholeNumber,
    YesNo,
    version_field,
)
from portal.forms.person import EmployeeField
from portal.govuk import draw_fields, error_list
from portal.paging import Page
from tests.factories import EmployeeFactory


class EveryKindForm(GovukForm):
    name = Text(
        label="Account name",
        help_text="As people will see it",
        max_length=100,
        missing="Enter the name",
    )
    category = Radios(
        label="Type",
        choices=[("micro", "Micro-blogging"), ("video", "Video sharing")],
        hints={"video": "Such as films of events"},
        missing="Select the type",
    )
    platform = Select(label="Platform", choices=[("", ""), ("y", "YouTube")], missing="Select one")
    aims = TextArea(label="Your aims", max_length=1000, missing="Enter your aims")
    channels = Checkboxes(
        label="Channels",
        choices=[("web", "Website"), ("other", "Other"), ("none", "None")],
        exclusive="none",
        missing="Select other channels, or select 'None'",
    )
    other = Text(label="Which other channel?", max_length=100, missing="Enter the other channel")
    records = YesNo(label="Will you keep records?", missing="Select yes if you will keep records")
    how = TextArea(label="How?", max_length=100, missing="Enter how you will keep records")
    times = WholeNumber(label="Times a day", min_value=1, max_value=50, suffix="a day", width=2)
    held = DateField(label="When is it?")
    manager = EmployeeField(label="Who is your manager?")
    email = Email(label="E-mail address", missing="Enter an e-mail address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = Confirm(label="I will hand it over", missing="Confirm that you will hand it over")
    step = forms.CharField(widget=forms.HiddenInput, initial="2")

    reveals = {"channels": {"other": ["other"]}, "records": {"yes": ["how"]}}


def draw(text: str, **context) -> str:
    loaded = "{% load govuk crispy_forms_tags %}" + text
    return " ".join(Template(loaded).render(Context(context)).split())


def drawn(form: forms.Form) -> str:
    return draw("{% error_summary form %}{% crispy form %}", form=form)


def test_every_visible_field_has_a_label_for_its_input_or_a_legend() -> None:
    page = drawn(EveryKindForm())
    ids = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    assert ids - {"id_step"} == labelled
    legends = re.findall(r"<legend[^>]*> ([^<]+) </legend>", page)
    assert legends == ["Type", "Channels", "Will you keep records?", "When is it?"]


def test_checkboxes_are_not_drawn_as_radios() -> None:
    page = drawn(EveryKindForm())
    assert re.findall(r'name="channels" type="(\w+)"', page) == ["checkbox"] * 3
    assert re.findall(r'name="category" type="(\w+)"', page) == ["radio"] * 2


@pytest.mark.django_db
def test_each_error_is_listed_once_and_its_link_leads_to_an_input() -> None:
    answers = QueryDict("channels=other&records=yes&step=2")
    page = drawn(EveryKindForm(answers))
    summary = page[page.index("There is a problem") : page.index("</ul>")]
    links = re.findall(r'<a href="#([^"]+)"> ?([^<]+?) ?</a>', summary)
    assert links == [
        ("id_name", "Enter the name"),
        ("id_category", "Select the type"),
        ("id_platform", "Select one"),
        ("id_aims", "Enter your aims"),
        ("id_other", "Enter the other channel"),
        ("id_how", "Enter how you will keep records"),
        ("id_times", "This field is required."),
        ("id_held-day", "Enter a date"),
        ("id_manager", "Select a person from the council directory"),
        ("id_email", "Enter an e-mail address"),
        ("id_password", "This field is required."),
        ("id_agreed", "Confirm that you will hand it over"),
    ]
    for focused, _ in links:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{focused}"', page)


@pytest.mark.parametrize(
    ("typed", "focused"),
    [
        (("31", "2", "2027"), "id_held-day"),
        (("1", "13", "2027"), "id_held-month"),
        (("1", "1", "27"), "id_held-year"),
        (("1", "", "2027"), "id_held-month"),
    ],
)
def test_the_error_of_a_date_leads_to_its_first_wrong_part(typed, focused) -> None:
    class HeldForm(GovukForm):
        held = DateField(label="When?")

    page = drawn(HeldForm(dict(zip(("held-day", "held-month", "held-year"), typed, strict=True))))
    assert f'<a href="#{focused}">' in page
    assert re.search(rf'<input class="[^"]*govuk-input--error[^"]*" id="{focused}"', page)


@pytest.mark.django_db
def test_a_name_that_several_have_is_answered_with_a_choice_of_them() -> None:
    class ManagerForm(GovukForm):
        manager = EmployeeField(label="Your manager")

    EmployeeFactory(name="Joe Ward", email="joe@council.example")
    EmployeeFactory(name="Sam Ward", email="sam@council.example")
    page = drawn(ManagerForm({"manager": "ward"}))
    assert '<a href="#id_manager-match">Select the person you mean</a>' in page
    assert re.findall(r'name="manager-match" type="radio" value="([^"]+)"', page) == [
        "joe@council.example",
        "sam@council.example",
    ]
    assert 'value="ward"' in page


def test_what_an_answer_reveals_stands_in_it_and_claims_nothing_a_radio_may_not() -> None:
    page = drawn(EveryKindForm())
    assert page.count('id="id_how"') == 1
    revealed = page[page.index('id="conditional-id_records"') :]
    assert revealed.index('id="id_how"') < revealed.index('value="no"')
    assert "aria-expanded" not in page


def test_line_breaks_of_an_answer_survive_being_drawn_inside_an_answer() -> None:
    form = EveryKindForm({"records": "yes", "how": "One\r\n  Two <b>"})
    raw = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    # Each as one: a browser sends it as two characters.
    assert ">One&#10;  Two &lt;b&gt;</textarea>" in raw


def test_a_text_area_counts_and_a_number_says_its_unit() -> None:
    page = drawn(EveryKindForm())
    assert 'data-maxlength="1000"' in page
    assert "You can enter up to 1,000 characters" in page
    assert 'inputmode="numeric"' in page
    assert '<div class="govuk-input__suffix" aria-hidden="true">a day</div>' in page


def test_the_heading_field_is_the_pages_h1() -> None:
    class OneForm(GovukForm):
        category = Radios(label="What type is it?", choices=[("a", "A")])
        heading = "category"

    page = render_to_string(
        "form_page.html", {"form": OneForm(), "title": "Unused"}, RequestFactory().get("/")
    )
    assert re.findall(r"<h1[^>]*>\s*([^<]+?)\s*</h1>", page) == ["What type is it?"]


def test_the_page_of_a_form_with_errors_says_so_in_its_title() -> None:
    form = EveryKindForm({"step": "2", "manager": ""})
    page = render_to_string(
        "form_page.html",
        {"form": form, "title": "The account", "section": "Business case"},
        RequestFactory().get("/"),
    )
    title = re.search(r"<title>(.*)</title>", page)[1]
    assert title == "Error: The account – Business case – Social media portal"


def test_a_password_is_never_sent_back() -> None:
    class SecretForm(GovukForm):
        password = forms.CharField(widget=forms.PasswordInput)

    assert "open-sesame" not in drawn(SecretForm({"password": "open-sesame"}))


def test_what_people_type_is_escaped() -> None:
    page = drawn(EveryKindForm({"name": '"><script>x</script>', "aims": "</textarea><script>"}))
    assert "<script>" not in page
    said = draw("{% tag said %}{% row said said %}", said="<script>")
    assert "<script>" not in said


# Tags


def test_dates_and_times_are_said_in_the_councils_words() -> None:
    at = datetime(2026, 7, 4, 9, 42, tzinfo=UTC)
    assert draw("{{ at|moment }}", at=at) == "10:42am on 4 July 2026"
    assert draw("{{ at|longdate }}", at=at.date()) == "4 July 2026"
    assert draw("{{ at|clock_time }}", at=at.replace(hour=11, minute=0)) == "midday"


@pytest.mark.parametrize(
    ("value", "said"),
    [(1204, "1,204"), (0, "0"), (None, "Not available"), (0.4286, "0.43"), (2.0, "2")],
)
def test_numbers_are_said_and_an_absent_one_is_not_nought(value, said) -> None:
    assert draw("{{ value|number }}", value=value) == said


def test_a_row_says_yes_dates_line_breaks_and_what_is_missing() -> None:
    assert "Yes" in draw('{% row "Running" value %}', value=True)
    assert "One<br>Two" in draw('{% row "Aims" value %}', value="One\nTwo")
    assert "Not answered yet" in draw('{% row "Aims" "" %}')
    changed = draw('{% row "Aims" "x" change="/aims/" about="your aims" %}')
    assert 'href="/aims/"' in changed
    assert "Change<span" in changed
    assert "your aims" in changed


def test_a_chart_stands_with_the_table_it_is_drawn_from() -> None:
    page = draw(
        '{% chart "On time" headings rows kind="stacked" %}',
        headings=["Half-year", "On time", "Late"],
        rows=[["April to September 2026", 7, None]],
    )
    assert page.count("<table") == 1
    assert "On time</caption>" in page
    assert 'data-chart="stacked"' in page
    assert "Not available" in page


def test_sorting_and_paging_keep_the_filters() -> None:
    request = RequestFactory().get("/cases/?state=draft&sort=due&after=abc")
    heading = draw('{% sort_heading "Due" "due" %}', request=request)
    assert 'aria-sort="ascending"' in heading
    assert 'href="?state=draft&amp;sort=-due"' in heading
    pages = draw("{% paging page %}", request=request, page=Page([], next="n", previous=None))
    assert 'href="?state=draft&amp;sort=due&amp;after=n"' in pages
    assert "Previous" not in pages


def test_lines_typed_into_a_text_area_are_shown_again_as_they_were():
    class Words(GovukForm):
        text = TextArea(label="Text", max_length=100)

    html = draw_fields(Words({"text": "One.\r\n\r\nTwo."}))

    assert ">One.&#10;&#10;Two.</textarea>" in html


def test_an_error_of_a_hidden_field_leads_to_an_input_that_can_be_seen() -> None:
    class VersionedForm(GovukForm):
        version = version_field()
        reason = Text(label="Reason", max_length=100)

    form = VersionedForm({"reason": "Because"})
    assert list(error_list(form)) == [{"text": OUTDATED, "href": "#id_reason"}]


def test_an_address_breaks_before_its_domain() -> None:
    drawn = draw("{{ value|breakable }}", value="ann<b>@council.example")
    assert drawn == "ann&lt;b&gt;@<wbr>council.example"
    two = "Ann (ann@council.example), Ben (ben@council.example) @ home"
    assert draw("{{ value|breakable }}", value=two) == two.replace("@council", "@<wbr>council")
