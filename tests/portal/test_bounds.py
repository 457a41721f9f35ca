"""Every text that a person can send has a greatest length."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

import cases.forms
import policy.forms
import portal.forms
from portal.addresses import KeyConverter
from portal.admin import system_administration
from portal.forms import fields, sign_in
from portal.forms.base import GovukForm
from portal.forms.fields import Checkboxes, Plain, Select, Text, TextArea, WholeNumber
from portal.models import Post
from portal.parameters import LARGEST_BODY, LONGEST_QUERY
from tests.factories import AppointmentFactory, EmployeeFactory

APPS = ("portal", "policy", "cases")
SOURCES = [
    path
    for app in APPS
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    if "migrations" not in path.parts
]


# Fields


def kinds_of(kind: type) -> Iterator[type]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def our_forms() -> list[type[GovukForm]]:
    for package in (cases.forms, policy.forms, portal.forms):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return [kind for kind in kinds_of(GovukForm) if kind.__module__.startswith(APPS)]


def is_bounded(field: forms.Field) -> bool:
    """Whether what is sent for a field has a greatest length."""
    if isinstance(field, Plain):
        return field.longest < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if isinstance(field, forms.CharField):
        limits = [v.limit_value for v in field.validators if isinstance(v, MaxLengthValidator)]
        return any(limits) and field.max_length in limits
    # Its widget gives True or False, whatever is sent.
    return isinstance(field, forms.BooleanField)


def unbounded(form: forms.BaseForm | type[forms.BaseForm]) -> list[str]:
    named = form.base_fields if isinstance(form, type) else form.fields
    return [name for name, field in named.items() if not is_bounded(field)]


def test_every_field_of_our_forms_is_bounded():
    found = our_forms()
    assert len(found) > 60
    assert {kind.__name__: unbounded(kind) for kind in found if unbounded(kind)} == {}


def test_a_field_without_a_bound_is_found():
    class LetterForm(GovukForm):
        bounded = Text(label="Name", max_length=10)
        letter = forms.CharField(widget=forms.Textarea)
        number = forms.IntegerField()
        choice = forms.ChoiceField(choices=[("a", "A")])

    assert unbounded(LetterForm) == ["letter", "number", "choice"]


@pytest.mark.parametrize("kind", [Text, TextArea, fields.WebAddress])
def test_a_text_cannot_be_asked_for_without_a_greatest_length(kind):
    with pytest.raises(TypeError, match="max_length"):
        kind(label="Name")


def test_every_kind_of_field_says_its_bound():
    abstract = {fields.Bounded, fields.Chosen}
    own = [kind for kind in kinds_of(Plain) if kind.__module__.startswith(APPS)]
    without = [k for k in own if not hasattr(k, "longest") and not issubclass(k, fields.Bounded)]
    assert len(own) > 15
    assert set(without) - abstract == set()


def test_fields_that_a_form_adds_are_ours():
    """A form's own __init__ can only add what is bounded: no other kind of field is made."""
    assert made_elsewhere(SOURCES) == []


def made_elsewhere(sources: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func).startswith("forms.")
        and node.func.attr.endswith("Field")
    ]


@pytest.mark.django_db
def test_every_field_of_signing_in_is_bounded():
    person = EmployeeFactory()
    shown = [
        sign_in.SignInForm(),
        sign_in.ChangePasswordForm(user=person),
        sign_in.ForgottenPasswordForm(),
        sign_in.NewPasswordForm(user=person, temp_key="key"),
    ]
    assert {type(form).__name__: unbounded(form) for form in shown if unbounded(form)} == {}
    used = {*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()}
    ours = {f"portal.forms.sign_in.{type(form).__name__}" for form in shown}
    assert used == ours | {"portal.forms.sign_in.SignInCodeForm"}


@pytest.mark.django_db
def test_every_field_of_the_system_administration_is_bounded():
    request = RequestFactory().get("/")
    request.user = EmployeeFactory(is_staff=True)
    found = {
        str(model._meta): unbounded(administered.get_form(request))
        for model, administered in system_administration._registry.items()
        if administered.has_change_permission(request)
    }
    assert len(found) == 5
    assert {model: names for model, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (Text(label="Name", max_length=10, required=False), " " * 21),
        (WholeNumber(label="Places"), "9" * 5000),
        (Select(label="Post", choices=[("a", "A")]), "a" * 501),
        (fields.version_field(), "1" * 19),
        (fields.DateField(), ("1", "1", "2" * 5000)),
        (Checkboxes(label="Which", choices=[("a", "A")]), ["a"] * 2),
        (Checkboxes(label="Which", choices=[("a", "A")]), ["a" * 501]),
    ],
)
def test_what_is_too_long_is_refused_in_a_sentence(field, sent):
    with pytest.raises(forms.ValidationError):
        field.clean(sent)


# What is read of a request beside forms

# A walk over the query that is carried on into the links of a page.
CARRIES_ON = {"portal/templatetags/govuk.py"}
READS = {"portal/parameters.py"}


def test_a_query_and_a_post_are_read_by_forms_paging_and_parameters_alone():
    assert read_directly(SOURCES) == []


def test_a_value_that_is_read_directly_is_found(tmp_path):
    source = tmp_path / "view.py"
    source.write_text(
        "def view(request):\n"
        "    typed = request.GET.get('q')\n"
        "    key = request.POST['key']\n"
        "    data = request.POST\n"
        "    for value in data.values(): ...\n"
        "    form = Form(request.POST or None)\n"
        "    given = request.GET if request.method == 'GET' else None\n"
        "    return Form(given), 'q' in request.GET, request.META['HTTP_REFERER']\n"
    )
    assert [found.rpartition(":")[2] for found in read_directly([source])] == ["2", "3", "4", "8"]


def read_directly(sources: list[Path]) -> list[str]:
    """Where values of a query, a post or the headers are read, by file and line.

    A whole query or post may be given to a function, such as a form; a name may be looked for.
    """
    found = []
    for path in sources:
        inside = path.is_relative_to(settings.BASE_DIR)
        name = str(path.relative_to(settings.BASE_DIR) if inside else path)
        if name in READS | CARRIES_ON:
            continue
        tree = ast.parse(path.read_text())
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if is_whole(node) and not may_stand(node, parents):
                found.append((name, node.lineno))
    return [f"{name}:{line}" for name, line in sorted(found)]


# The names of the session and of a caller's address are bounded by themselves.
HEADERS = {"REMOTE_ADDR", "QUERY_STRING", "CONTENT_LENGTH"}


def is_whole(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("GET", "POST", "META")
        and ast.unparse(node.value).endswith("request")
    )


def may_stand(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    at, above = node, parents[node]
    while isinstance(above, ast.BoolOp | ast.IfExp | ast.Starred | ast.Tuple):
        at, above = above, parents[above]
    if isinstance(above, ast.Attribute) and above.attr == "get" and node.attr == "META":
        return parents[above].args[0].value in HEADERS
    if isinstance(above, ast.Attribute) and above.attr in ("copy", "lists"):
        # What is kept for its person, or carried on, as it was typed.
        return node.attr == "POST" and ast.unparse(parents[above]) != ""
    if isinstance(above, ast.Compare):
        return isinstance(above.ops[0], ast.In | ast.NotIn) and at is above.comparators[0]
    if isinstance(above, ast.Assign):
        return only_given(above.targets[0].id, above, parents)
    return isinstance(above, ast.Call) and at is not above.func


def only_given(name: str, assigned: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether what a name stands for is only ever given to functions, where it is assigned."""
    scope = assigned
    while not isinstance(scope, ast.FunctionDef):
        scope = parents[scope]
    return all(
        may_stand(node, parents)
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    )


# A request as a whole


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/policy/?q=" + "a" * LONGEST_QUERY, 414),
        ("/policy/clauses/" + "a" * LONGEST_QUERY + "/", 414),
        ("/policy/?q=%00", 404),
        ("/policy/clauses/%00/", 404),
    ],
)
def test_an_address_that_no_page_has_is_a_page_that_says_so(client, address, status):
    client.force_login(EmployeeFactory())
    answer = client.get(address)
    assert answer.status_code == status
    assert "govuk-heading-l" in answer.content.decode()


@pytest.mark.django_db
def test_a_body_that_no_form_has_is_refused(client):
    client.force_login(EmployeeFactory())
    assert client.post("/media-contacts/new/", {"asked": "a" * LARGEST_BODY}).status_code == 413
    body = "asked=" + "a" * LARGEST_BODY
    form = "application/x-www-form-urlencoded"
    answer = client.post("/media-contacts/new/", body, content_type=form)
    assert answer.status_code == 413
    body = "&".join(f"a{n}=1" for n in range(1002))
    assert client.post("/media-contacts/new/", body, content_type=form).status_code == 400


@pytest.mark.django_db
def test_a_whole_policy_and_a_file_may_be_larger_within_bounds(client):
    administrator = AppointmentFactory(post=Post.POLICY_ADMINISTRATOR).employee
    client.force_login(administrator)
    for page, most in (("/policy/versions/import/", 2_000_000), ("/people/import/", 27_000_000)):
        answers = [
            client.generic("POST", page, b"a" * length).status_code
            for length in (LARGEST_BODY + 1, most + 1)
        ]
        assert answers == [422, 413]


@pytest.mark.both
@pytest.mark.django_db
def test_a_session_with_a_nul_in_its_name_is_none(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "\0" * 32
    assert client.get("/cases/").status_code == 302


# Numbers in addresses


def patterns_of(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns_of(pattern.url_patterns)
        else:
            yield pattern


def test_every_number_in_an_address_is_one_that_a_database_can_compare():
    converters = [
        converter
        for pattern in patterns_of(get_resolver().url_patterns)
        for converter in getattr(pattern.pattern, "converters", {}).values()
        if isinstance(converter, IntConverter)
    ]
    assert len(converters) > 40
    assert {type(converter) for converter in converters} == {KeyConverter}
