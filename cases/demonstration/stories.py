"""The life of one case of the demonstration, step by step, through the services that people use."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.demonstration.plans import Plan
from cases.models import (
    Access,
    AccessState,
    Account,
    BusinessCase,
    Metric,
    Review,
    ReviewOutcome,
    Role,
    Side,
    StandardControl,
    State,
    Verdict,
)
from cases.services.access import switch_access
from cases.services.accounts import (
    controls_of,
    give_evidence,
    launch_account,
    meet_condition,
    tick_control,
)
from cases.services.drafting import save_answers, start_case
from cases.services.moves import move_case
from cases.services.reviews import acknowledge_review, save_review, send_review
from cases.services.thread import acknowledge_case, post_message
from policy.models import PlatformCategory
from portal import clock
from portal.models import Employee, Post
from portal.services.appointments import appoint

Story = Iterator[datetime]
# The demonstration's people, by first name.
Council = dict[str, Employee]

# Days between the steps, from the first draft to the decision.
DRAFTED, ADVISED, PRESENTED, DECIDED = 3, 6, 4, 7
FRIDAY = 4

ADVICE = {
    Verdict.SUPPORT: "The audience is clear and the platform fits it. We support this.",
    Verdict.CONDITIONS: "We support this if comments are answered within 2 working days.",
    Verdict.CHANGES: "Say who answers comments at weekends, and link to the council's website.",
    Verdict.AGAINST: "The council has a page for this already. We would add to that one.",
}


def tell_story(council: Council, plan: Plan, *, begins: datetime) -> Story:
    """One case, so that its last step falls on the day its plan says."""
    moment = begins - timedelta(days=_days_before_last_step(plan))
    yield at_work(moment)
    case = start_case(by=council[plan.applicant])
    case = _answer(case, council, plan)
    if plan.ends == State.DRAFT:
        return
    moment += timedelta(days=DRAFTED)
    yield at_work(moment)
    _move(case, "send", by=case.applicant, declared=True)
    acknowledge_case(case, by=case.manager)
    if plan.ends == State.ADVICE_REQUESTED:
        _ask(case, council)
        return
    moment += timedelta(days=ADVISED)
    yield at_work(moment)
    if plan.ends == State.WITHDRAWN:
        _move(case, "withdraw", by=case.applicant)
        return
    _advise(case, council, plan)
    if plan.ends == State.READY_TO_PRESENT or plan.verdict == Verdict.CHANGES:
        return
    moment += timedelta(days=PRESENTED)
    yield at_work(moment)
    if plan.verdict == Verdict.CONDITIONS:
        case = _follow_the_advice(case)
    against = "Our customers ask for it at every meeting."
    _move(
        case,
        "present",
        by=case.applicant,
        reason=against if plan.verdict == Verdict.AGAINST else "",
    )
    if plan.ends == State.AWAITING_DECISION:
        return
    if plan.ends == State.REJECTED and plan.verdict == Verdict.CONDITIONS:
        yield from _refer_back(case, council, plan, presented=moment)
    moment += timedelta(days=DECIDED)
    yield at_work(moment)
    _decide(case, council, plan)
    if plan.ends == State.APPROVED:
        yield from _account(case.account, council, plan, approved=moment)


def _days_before_last_step(plan: Plan) -> int:
    if plan.ends == State.CHANGES_REQUESTED and plan.verdict == Verdict.CHANGES:
        return DRAFTED + ADVISED
    return {
        State.DRAFT: 0,
        State.ADVICE_REQUESTED: DRAFTED,
        State.READY_TO_PRESENT: DRAFTED + ADVISED,
        State.WITHDRAWN: DRAFTED + ADVISED,
        State.AWAITING_DECISION: DRAFTED + ADVISED + PRESENTED,
    }.get(plan.ends, DRAFTED + ADVISED + PRESENTED + DECIDED)


def _answer(case: BusinessCase, council: Council, plan: Plan) -> BusinessCase:
    """Every answer; a draft lacks the last few."""
    applicant = council[plan.applicant]
    answers = {
        "manager": applicant.line_manager,
        "account_name": plan.name,
        "category": PlatformCategory.objects.get(name=plan.category),
        "platform": plan.platform,
        "already_running": False,
        "access_for": "named",
        "purpose": f"What is new in {plan.name.lower()}: dates, pictures and answers to questions.",
        "audience": f"People who use {applicant.service.name.lower()}, and those who might.",
        "aims": "More people take part, and fewer need to phone to find out what is on.",
        "why_platform": f"Our customers told us in a survey that they use {plan.platform}.",
        "channels": ["website", "print"],
        "frequency": "daily" if plan.daily else "weekly",
        "times": plan.times,
    }
    if plan.ends != State.DRAFT:
        answers |= {
            "keeps_records": True,
            "records_how": "We export posts and comments each month to the records system.",
            "will_hand_over": True,
            "will_send_reviews": True,
            "will_check_content": True,
        }
    return save_answers(
        case,
        by=applicant,
        seen_version=case.version,
        answers=answers,
        covers=[(council[plan.cover], Role.ADMINISTRATOR)],
    )


def _ask(case: BusinessCase, council: Council) -> None:
    post_message(case, by=council["Eilidh"], text="Who answers comments at weekends?")


def _advise(case: BusinessCase, council: Council, plan: Plan) -> None:
    adviser = council["Rory"] if plan.cover == "Eilidh" else council["Eilidh"]
    _move(
        case,
        "advise",
        by=adviser,
        verdict=plan.verdict,
        text=ADVICE[plan.verdict],
        controls=[control.text for control in StandardControl.objects.all()],
    )


def _follow_the_advice(case: BusinessCase) -> BusinessCase:
    case.refresh_from_db()
    return save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={
            "aims": "More people take part, and every comment is answered within 2 working days.",
            "channels": ["website", "print", "phone"],
        },
    )


def _refer_back(case: BusinessCase, council: Council, plan: Plan, *, presented: datetime) -> Story:
    """The Head of IT asks Communications once more before the decision."""
    yield at_work(presented + timedelta(days=2))
    _move(case, "refer_back", by=council["Hamish"], reasons="Who answers the other clubs?")
    yield at_work(presented + timedelta(days=4))
    _advise(case, council, plan)
    _move(case, "present", by=case.applicant)


def _decide(case: BusinessCase, council: Council, plan: Plan) -> None:
    head = council["Hamish"]
    if plan.ends == State.REJECTED:
        _move(case, "reject", by=head, reasons="An account for this audience exists already.")
    elif plan.ends == State.CHANGES_REQUESTED:
        _move(case, "return", by=head, reasons="Say how complaints will be answered.")
    else:
        due = clock.today() + timedelta(days=60)
        conditions = [("Answer comments within 2 working days", due)]
        _move(case, "approve", by=head, conditions=conditions)


def _move(case: BusinessCase, move: str, *, by: Employee, **answers) -> None:
    case.refresh_from_db()
    move_case(case, move, by=by, seen_version=case.version, **answers)
    case.refresh_from_db()


# The account


def _account(account: Account, council: Council, plan: Plan, *, approved: datetime) -> Story:
    yield at_work(approved + timedelta(days=2))
    operator = _operator(account, council)
    ready = Access.objects.filter(account=account, state=AccessState.READY)
    for access in ready if plan.goes_live else ready.filter(role=Access.Role.LEAD):
        switch_access(access, on=True, by=operator)
    controls = controls_of(account)
    for control in controls if plan.goes_live else controls[:1]:
        account.refresh_from_db()
        give_evidence(
            account,
            control,
            evidence="Checked with IT on the day the account was made.",
            by=account.lead,
            seen_version=account.version,
        )
    if not plan.goes_live:
        return
    yield at_work(approved + timedelta(days=5))
    for control in controls_of(account):
        account.refresh_from_db()
        tick_control(account, control, by=council["Eilidh"], seen_version=account.version)
    account.refresh_from_db()
    launch_account(
        account,
        address=f"https://{plan.platform.lower().replace(' ', '')}.example/{account.pk}",
        by=account.lead,
        seen_version=account.version,
    )
    yield at_work(approved + timedelta(days=40))
    _meet_conditions(account, council)
    yield from _reviews(account, council, plan)


def _meet_conditions(account: Account, council: Council) -> None:
    for condition in account.conditions.all():
        account.refresh_from_db()
        give_evidence(
            account,
            condition,
            evidence="Comments of the last month were answered within a day and a half.",
            by=account.lead,
            seen_version=account.version,
        )
        account.refresh_from_db()
        meet_condition(account, condition, by=council["Eilidh"], seen_version=account.version)


def _operator(account: Account, council: Council) -> Employee:
    """The access operator; where the only one is named in the case, someone acting for it."""
    operator, stands_in = council["Fergus"], council["Morag"]
    if operator.pk not in account.case.named_ids():
        return operator
    appoint(
        employee=stands_in,
        post=Post.ACCESS_OPERATOR,
        starts_on=clock.today(),
        acting=True,
        for_case=account.case.reference,
        by=council["Kirsty"],
    )
    return stands_in


def _reviews(account: Account, council: Council, plan: Plan) -> Story:
    """Each review sent a few days before it is due and read by both sides."""
    for number in range(1, 9):
        due = Review.objects.get(account=account, number=number).due_on
        if plan.misses_last_review and due < clock.today() + timedelta(days=1000):
            return
        yield _at(due - timedelta(days=4 if number % 3 else -6))
        review = Review.objects.get(account=account, number=number)
        review = save_review(
            review,
            by=account.lead,
            seen_version=review.version,
            figures=_figures(plan, number=number, days=(review.due_on - review.period_from).days),
            content_checked_on=clock.today(),
            what_worked="Short films of people we know were shared most.",
            how_aims_served="More people came, and they said where they had heard of it.",
            outcome=ReviewOutcome.CONTINUE,
        )
        send_review(review, by=account.lead, seen_version=review.version)
        yield _at(due + timedelta(days=8))
        review.refresh_from_db()
        acknowledge_review(
            review, side=Side.MANAGER, by=account.lead.line_manager, seen_version=review.version
        )
        review.refresh_from_db()
        acknowledge_review(
            review, side=Side.COMMUNICATIONS, by=council["Eilidh"], seen_version=review.version
        )


def _figures(plan: Plan, *, number: int, days: int) -> dict[Metric, int | None]:
    planned = Decimal(plan.times) / (1 if plan.daily else 7) * days
    posts = int(planned * Decimal("0.7") + number * 5)
    followers = plan.followers * (4 + number) // 5
    return {
        Metric.FOLLOWERS: followers,
        Metric.POSTS: posts,
        Metric.REACH: followers * 7,
        Metric.ENGAGEMENTS: followers // 3 + posts,
        Metric.LINK_CLICKS: None if plan.platform == "Instagram" else followers // 9,
        Metric.ENQUIRIES: 12 + number * 3,
        Metric.COMPLAINTS: number % 3,
    }


def at_work(moment: datetime) -> datetime:
    """The moment, or the Friday before where it falls on a weekend."""
    return moment - timedelta(days=max(0, moment.weekday() - FRIDAY))


def _at(day: date) -> datetime:
    return at_work(datetime(day.year, day.month, day.day, 11, 20, tzinfo=clock.COUNCIL_TIME))
