from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock, hooks
from portal.forms.people import LEAVERS, EmployeeForm, LeavingForm, PeopleFilter
from portal.holdings import Holding, counted
from portal.models import Appointment, DirectoryLink, Employee, Post
from portal.paging import page_of
from portal.proof import fresh_proof
from portal.refusals import Refused
from portal.services.moving import add_employee, change_employee
from portal.services.people import record_leaving, record_return
from portal.services.second_factor import reset, second_factor_of
from portal.services.vacancies import vacant_after_leaving
from portal.views.forms import show_form
from portal.views.posts import for_posts
from portal.wording import longdate

ADMINISTRATOR = Post.POLICY_ADMINISTRATOR


@require_GET
@for_posts(ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone in the council's directory: search, and those who leave, with what they hold."""
    filter_form = PeopleFilter(request.GET)
    filter_form.is_valid()
    typed = filter_form.cleaned_data.get("search", "")
    leavers = LEAVERS in filter_form.cleaned_data.get("show", [])
    found = Employee.objects.select_related("service", "line_manager").matching(typed)
    page = page_of(found.leaving() if leavers else found, request.GET, order=("name", "pk"))
    held = _holdings(request, [person for person in page if person.left_on])
    for person in page:
        person.still_holds = counted(held.get(person.pk, []))
    context = {
        "title": "People",
        "page": page,
        "filter_form": filter_form,
        "today": clock.today(),
    }
    return render(request, "portal/people.html", context)


@require_GET
@for_posts(ADMINISTRATOR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, and the posts they hold; of a leaver, what is to be handed on."""
    people = Employee.objects.select_related("service", "line_manager")
    employee = get_object_or_404(people.annotate(linked_at=_linked_at()), pk=pk)
    today = clock.today()
    has_left = employee.has_left(today)
    appointments = Appointment.objects.filter(employee=employee)
    if has_left:
        # Their leaving ended them on the day before.
        appointments = appointments.filter(ends_on__gte=employee.left_on - timedelta(days=1))
    else:
        appointments = appointments.not_ended(today)
    context = {
        "title": employee.name,
        "employee": employee,
        "has_left": has_left,
        "appointments": appointments,
        "holdings": _holdings(request, [employee]).get(pk, []) if employee.left_on else [],
        "reports": employee.reports.current(today)[:50],
        # Whoever has left signs in no more.
        "second_factor": None if has_left else second_factor_of(employee),
        "back": reverse("people"),
        "back_text": "People",
    }
    return render(request, "portal/person.html", context)


def _linked_at() -> Subquery:
    """Since when a person's account of the directory is kept, for use inside a query."""
    issuer = settings.DIRECTORY.issuer if settings.DIRECTORY else ""
    links = DirectoryLink.objects.filter(issuer=issuer, employee=OuterRef("pk"))
    return Subquery(links.values("linked_at"))


def _holdings(request: HttpRequest, people: list[Employee]) -> dict[int, list[Holding]]:
    """What people hold, as the reader may know of it."""
    asked = {"people": people, "reader": request.user, "posts": request.posts}
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    for held in hooks.holdings.call(**asked, today=clock.today()) if people else []:
        for pk, holdings in held.items():
            found[pk] += holdings
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Add someone who joins the council."""
    form = EmployeeForm(request.POST or None)
    if form.is_valid():
        try:
            employee = add_employee(by=request.user, values=form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, f"{employee.name} is in the directory.")
            return redirect("person", employee.pk)
    return show_form(request, form, title="Add someone", section="People", back=reverse("people"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the directory says of someone: a mover gets a new service, manager or both."""
    people = Employee.objects.select_related("service", "line_manager")
    employee = get_object_or_404(people, pk=pk)
    form = EmployeeForm(request.POST or None, employee=employee)
    if form.is_valid():
        try:
            changed = change_employee(employee, by=request.user, values=form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, "Saved." if changed else "Nothing was changed.")
            return redirect("person", pk)
    back = reverse("person", args=[pk])
    return show_form(
        request,
        form,
        template="portal/person_edit.html",
        title="Change what the directory says",
        section="People",
        caption=employee.name,
        back=back,
        cancel=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def returning(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that someone returns, or stays after all, once what follows was read."""
    employee = get_object_or_404(Employee, pk=pk)
    back = reverse("person", args=[pk])
    if request.method == "POST":
        request.back_to = {"back": back, "back_text": employee.name}
        record_return(employee, by=request.user)
        messages.success(request, f"It is recorded that {employee.name} works for the council.")
        return redirect("person", pk)
    if employee.left_on is None:
        raise Refused(f"{employee.name} has not left the council.")
    context = {
        "title": "Check before you record it",
        "section": "People",
        "employee": employee,
        "has_left": employee.has_left(clock.today()),
        "back": back,
    }
    return render(request, "portal/return_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that someone leaves, after a check of what follows from it."""
    employee = get_object_or_404(Employee, pk=pk)
    form = LeavingForm(request.POST or None, initial={"on": employee.left_on})
    back = reverse("person", args=[pk])
    if not form.is_valid():
        return show_form(
            request,
            form,
            title="Record that someone leaves",
            section="People",
            caption=employee.name,
            back=back,
        )
    on = form.cleaned_data["on"]
    if "checked" not in request.POST:
        return _check(request, employee, on)
    record_leaving(employee, on=on, by=request.user)
    leaves = "has left" if on <= clock.today() else f"leaves on {longdate(on)}"
    messages.success(request, f"It is recorded that {employee.name} {leaves}.")
    return redirect("person", pk)


def _check(request: HttpRequest, employee: Employee, on: date) -> HttpResponse:
    today = clock.today()
    appointments = list(Appointment.objects.filter(employee=employee).not_ended(today))
    context = {
        "title": "Check before you record it",
        "section": "People",
        "employee": employee,
        "on": on,
        "at_once": on <= today,
        "appointments": appointments,
        "vacancies": vacant_after_leaving(appointments, on=on),
        "holdings": _holdings(request, [employee]).get(employee.pk, []),
        "reports": employee.reports.current(today)[:50],
        "back": reverse("person_leaving", args=[employee.pk]),
    }
    return render(request, "portal/leaving_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(ADMINISTRATOR)
@fresh_proof
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factor of someone who lost it; nobody does so for themselves (404)."""
    employee = get_object_or_404(Employee.objects.exclude(pk=request.user.pk), pk=pk)
    back = reverse("person", args=[pk])
    request.back_to = {"back": back, "back_text": employee.name}
    if request.method == "POST":
        reset(employee, by=request.user)
        messages.success(
            request, f"The second factor of {employee.name} is reset. We have told them."
        )
        return redirect("person", pk)
    context = {
        "title": f"Reset the second factor of {employee.name}?",
        "section": "People",
        "employee": employee,
        "back": back,
    }
    return render(request, "portal/reset_second_factor.html", context)
