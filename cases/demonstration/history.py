"""Two years of history, told by generators: each yields when its next step happens, and takes it
when the clock has come to that moment.
"""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from cases.demonstration.media import tell_media_contacts
from cases.demonstration.people import (
    ACTING_ARRANGED,
    ACTING_LASTS,
    ACTING_STARTED,
    LEAVER,
    MOVED_TO,
    MOVER,
    an_import,
    appoint_people,
)
from cases.demonstration.plans import Plan, read_plans
from cases.demonstration.policy import (
    acknowledge_policy,
    change_policy,
    consult_on_new_version,
)
from cases.demonstration.stories import Story, tell_story
from policy.models import AwarenessSession
from policy.services.awareness import book, create_session, invite, save_register
from portal import clock, hooks
from portal.models import Employee, ImportState, Post
from portal.services.appointments import appoint
from portal.services.employee_imports import ask_to_apply, run_imports, upload_import
from portal.services.moving import change_employee
from portal.services.people import record_leaving

STARTS_DAYS_AGO = 740
FIRST_SESSION_DAYS_AGO = 710
SESSION_EVERY_DAYS = 75
LEAVER_LEFT_DAYS_AGO = 20
MOVED_DAYS_AGO = 6
# HR's files, by when they were uploaded: the last stays to be looked at.
IMPORTS = {12: "joiners", 2: "joiners-with-faults"}
MONDAY = 0
# Before that, the sweeps run once a week: who would see on which day of it a reminder went?
SWEPT_DAILY_FOR = timedelta(days=14)


def tell_history(people: dict[str, Employee], *, on_day: Callable[[date], None]) -> None:
    """Live through two years up to now: every story's steps in order, and the sweeps."""
    now = clock.now()
    stories = [
        _appointments(people, now=now),
        _sessions(people, now=now),
        _leaving(people, now=now),
        tell_media_contacts(people, now=now),
        _moving(people, now=now),
        _imports(people, now=now),
        change_policy(people, begins=now - timedelta(days=STARTS_DAYS_AGO)),
        acknowledge_policy(people, begins=now - timedelta(days=STARTS_DAYS_AGO)),
        consult_on_new_version(people, now=now),
        *(
            tell_story(people, plan, begins=_begins(plan, number, now=now))
            for number, plan in enumerate(read_plans())
        ),
    ]
    _live_through(stories, until=now, on_day=on_day)


def _live_through(stories: list[Story], *, until: datetime, on_day) -> None:
    ahead = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(ahead)
    day = clock.date_of(ahead[0][0])
    while ahead:
        moment, number, story = heapq.heappop(ahead)
        if moment > until:
            continue
        day = _sweep(day, clock.date_of(moment), until=until, on_day=on_day)
        with clock.at(moment):
            following = next(story, None)
        if following:
            heapq.heappush(ahead, (max(following, moment), number, story))
    _sweep(day, clock.date_of(until), until=until, on_day=on_day)


def _sweep(day: date, to: date, *, until: datetime, on_day: Callable[[date], None]) -> date:
    """Sweep on every day after one, up to another, and return that one."""
    daily_from = clock.date_of(until - SWEPT_DAILY_FOR)
    while day < to:
        day += timedelta(days=1)
        if day >= daily_from or day.weekday() == MONDAY:
            with clock.at(datetime.combine(day, time(6), tzinfo=clock.COUNCIL_TIME)):
                hooks.sweeps.call(today=day)
        on_day(day)
    return day


def _begins(plan: Plan, number: int, *, now: datetime) -> datetime:
    """Within working hours, each story at its own minute."""
    day = (now - timedelta(days=plan.days_ago)).astimezone(clock.COUNCIL_TIME)
    return day.replace(hour=9 + number % 7, minute=number * 13 % 60, second=0, microsecond=0)


def _appointments(people: dict[str, Employee], *, now: datetime) -> Story:
    """The first appointments, and someone acting for the Head of IT who is away now."""
    first = now - timedelta(days=STARTS_DAYS_AGO)
    yield first
    appoint_people(people, since=clock.date_of(first))
    # Arranged before Kirsty is named in a case, when she could no longer choose who acts.
    yield now - ACTING_ARRANGED
    started = clock.date_of(now - ACTING_STARTED)
    appoint(
        employee=people["Morag"],
        post=Post.HEAD_OF_IT,
        starts_on=started,
        ends_on=started + ACTING_LASTS,
        acting=True,
        by=people["Kirsty"],
    )


# Who went to which session, counted from the first.
ATTENDED = {
    0: ("Ailsa", "Isla", "Sorcha", "Callum", "Lewis"),
    2: ("Struan", "Hamish", "Rory"),
    4: ("Fergus", "Morag"),
    7: ("Kirsty",),
}
ABSENT = {2: ("Angus",)}
# Recorded in the wrong box on the day, and put right by Communications the day after.
CORRECTED = {4: "Morag"}
# Days ahead of now, the places, and who has pressed "Book": those without a place wait for one.
COMING = {
    9: (3, ("Mhairi", "Angus", "Grant", "Ailsa", "Sorcha")),
    23: (12, ("Callum",)),
    37: (12, ()),
}
# Named in a case without having attended, and asked to book.
INVITED, INVITED_TO = "Eilidh", 23


def _sessions(people: dict[str, Employee], *, now: datetime) -> Story:
    """A session every eleven weeks or so, its register saved the same day; two are to come."""
    days = range(FIRST_SESSION_DAYS_AGO, SESSION_EVERY_DAYS // 2, -SESSION_EVERY_DAYS)
    for number, days_ago in enumerate(days):
        starts = now - timedelta(days=days_ago)
        yield starts - timedelta(days=14)
        session = _add_session(people, starts)
        marks = {people[name]: True for name in ATTENDED.get(number, ())}
        marks |= {people[name]: False for name in ABSENT.get(number, ())}
        for person in marks:
            book(session, by=person)
        yield session.ends_at
        wrong = CORRECTED.get(number)
        save_register(session, marks=marks | _as_absent(people, wrong), by=people["Eilidh"])
        if wrong:
            yield session.ends_at + timedelta(hours=20)
            save_register(session, marks={people[wrong]: True}, by=people["Rory"])
    for days_ahead, (places, booked) in COMING.items():
        yield now - timedelta(days=5)
        session = _add_session(people, now + timedelta(days=days_ahead), places=places)
        for name in booked:
            book(session, by=people[name])
        if days_ahead == INVITED_TO:
            invite(session, people=[people[INVITED]], by=people["Rory"])


def _as_absent(people: dict[str, Employee], name: str | None) -> dict[Employee, bool]:
    return {people[name]: False} if name else {}


def _add_session(
    people: dict[str, Employee], starts: datetime, *, places: int = 12
) -> AwarenessSession:
    return create_session(
        by=people["Rory"],
        organiser=people["Eilidh"],
        starts_at=starts.astimezone(clock.COUNCIL_TIME).replace(hour=14, minute=0, second=0),
        minutes=90,
        places=places,
        place="Training room 2, Town House",
    )


def _leaving(people: dict[str, Employee], *, now: datetime) -> Story:
    left = now - timedelta(days=LEAVER_LEFT_DAYS_AGO)
    yield left
    record_leaving(people[LEAVER], on=clock.date_of(left), by=people["Kirsty"])


def _moving(people: dict[str, Employee], *, now: datetime) -> Story:
    """Someone who leads an account goes to another service: the new manager is asked about it."""
    yield now - timedelta(days=MOVED_DAYS_AGO)
    change_employee(
        people[MOVER],
        by=people["Kirsty"],
        values={"line_manager": people[MOVED_TO], "service": people[MOVED_TO].service},
    )


def _imports(people: dict[str, Employee], *, now: datetime) -> Story:
    """HR's file, with faults the first time."""
    for days_ago, file in IMPORTS.items():
        yield now - timedelta(days=days_ago)
        by = people["Kirsty"]
        uploaded = upload_import(name=f"{file}.csv", data=an_import(file), by=by)
        run_imports()
        uploaded.refresh_from_db()
        if uploaded.state == ImportState.CHECKED:
            ask_to_apply(uploaded, by=by, seen=uploaded.fingerprint)
            run_imports()
