"""What tests are made of: small valid rows. Cases in any state: `tests.builders`."""

from datetime import UTC, date, datetime

import factory

from policy.models import Attendance, AwarenessSession, Booking, MediaContact
from portal.models import Appointment, Employee, Post, Service


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Service {n}")


class EmployeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employee

    name = factory.Sequence(lambda n: f"Employee {n}")
    email = factory.Sequence(lambda n: f"employee-{n}@council.example")
    service = factory.SubFactory(ServiceFactory)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    employee = factory.SubFactory(EmployeeFactory)
    post = Post.COMMUNICATIONS_ADVISER
    starts_on = date(2020, 1, 1)
    appointed_at = datetime(2020, 1, 1, 9, tzinfo=UTC)


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AwarenessSession

    starts_at = datetime(2026, 11, 11, 10, tzinfo=UTC)
    place = "Meeting room 1"
    organiser = factory.SubFactory(EmployeeFactory)


class BookingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Booking

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(EmployeeFactory)
    booked_at = datetime(2026, 11, 1, 9, tzinfo=UTC)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(EmployeeFactory)
    attended = True
    recorded_by = factory.SelfAttribute("session.organiser")
    recorded_at = factory.LazyAttribute(lambda made: made.session.ends_at)


class MediaContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaContact

    reporter = factory.SubFactory(EmployeeFactory)
    who = "Jo Journalist"
    outlet = "The Evening Example"
    contacted_at = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)
    reported_at = datetime(2026, 11, 4, 9, 42, tzinfo=UTC)
    way = MediaContact.Way.PHONE
    asked = "Why is the pool closed?"
    about_work_posts = False
    answer_due_at = datetime(2026, 11, 5, 9, 42, tzinfo=UTC)
    state_since = factory.SelfAttribute("reported_at")
    changed_at = factory.SelfAttribute("reported_at")
