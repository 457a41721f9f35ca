"""The whole life of an account, walked by everyone it takes."""

from datetime import timedelta

import pytest

from tests.browser.town import PASSWORD, People, Town, people, town
from tests.browser.visit import Visit

NAME = "Example libraries"
REFERENCE = "SM-2050-0001"
CASE = f"/cases/{REFERENCE}/"
CONTROLS = (
    "The council owns the account's sign-in details",
    "Records of what is posted are kept",
    "The first 3 posts are agreed with us",
)
WRONG_ADDRESS = "Enter the account's address, like https://www.example.com/yourpage"
FIRST_AIMS = "More visits by families."
NEW_AIMS = "Twice as many loans to children"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_from_an_idea_to_a_reviewed_account(site, browser, settings, javascript):
    settings.CLOCK_MOVABLE = True
    cast = people()
    with town(site, browser, javascript=javascript) as portal:
        applicant = portal.visit(cast.applicant, password=PASSWORD)
        start(applicant)
        answer_the_questions(applicant, cast)
        send(applicant)
        adviser = advise(portal, cast)
        present(portal, cast, applicant)
        head = ask_for_changes(portal, cast)
        change_and_present_again(portal, cast, applicant)
        approve(portal, cast, head)
        cover = attend(portal, cast, applicant, adviser)
        switch_access_on(portal, cast, cover)
        put_controls_in_place(portal, cast, applicant, adviser)
        go_live(portal, cast, applicant)
        send_the_review(portal, cast, applicant)
        read_the_review(portal, cast, adviser)
        see_the_next_review(portal, cast, applicant)
        nobody_was_told_twice(portal)


def start(applicant: Visit) -> None:
    applicant.follow("Read and acknowledge the social media policy")
    applicant.press("I have read the policy")
    applicant.follow("What needs you")
    applicant.reads("Nothing needs you now.", "You wait for nobody.")
    applicant.press("Start a business case")
    applicant.is_refused("Continue", "Select yes if you work for a school", at="school_employee")
    applicant.choose("No", of="Do you work for one of the council's schools?")
    applicant.press("Continue")
    applicant.reads(
        f"Your business case {REFERENCE} is started.",
        "You have completed 0 of 11 sections.",
    )


def answer_the_questions(applicant: Visit, cast: People) -> None:
    """Every page first with one error, and then right."""
    save = "Save and continue"

    applicant.follow("Your manager")
    applicant.choose("No, I will choose someone else")
    applicant.is_refused(save, "Select your manager from the list", at="manager")
    applicant.choose("Yes")
    applicant.press(save)

    applicant.follow("The account")
    applicant.choose("Social network")
    applicant.enter("What is the platform?", "Facebook")
    applicant.choose("It is a new account")
    applicant.is_refused(save, "Enter the account name", at="account_name")
    applicant.enter("What is the account called?", NAME)
    applicant.press(save)

    applicant.follow("Who the access is for")
    applicant.choose("A workgroup")
    applicant.enter("Name of the workgroup", "Library news desk")
    applicant.is_refused(save, "Enter at least 1 member", at="members-0")
    applicant.choose("Named people")
    applicant.press(save)

    applicant.follow("What you want to communicate")
    applicant.enter("What do you want to communicate?", "What is on in our libraries.")
    applicant.is_refused(save, "Enter your target audience", at="audience")
    applicant.enter("Who is your target audience?", "People who live near a library.")
    applicant.press(save)

    applicant.follow("Your aims")
    applicant.enter("What are your aims?", FIRST_AIMS)
    applicant.is_refused(save, "Enter why this is the right platform", at="why_platform")
    applicant.enter("Why is this the right platform?", "Most local families use it.")
    applicant.press(save)

    applicant.follow("Other channels")
    applicant.choose("The council's website")
    applicant.choose("Another channel")
    applicant.is_refused(save, "Enter the other channel", at="other_channel")
    applicant.enter("Which channel?", "The mobile library")
    applicant.press(save)

    applicant.follow("How often you will update it")
    applicant.choose("At least once a day")
    applicant.enter("Times a day", "51")
    applicant.is_refused(
        save, "Times a day must be a whole number between 1 and 50", at="times_a_day"
    )
    applicant.enter("Times a day", "2")
    applicant.press(save)

    applicant.follow("Other authors and administrators")
    applicant.enter("Person 1", cast.applicant.email)
    applicant.choose("Administrator")
    applicant.is_refused(save, "Choose someone other than yourself", at="covers-0")
    applicant.enter("Person 1", cast.cover.email)
    applicant.press(save)

    applicant.follow("Keeping records")
    applicant.choose("Yes")
    applicant.is_refused(save, "Enter how you will keep records", at="records_how")
    applicant.enter("How will you keep records?", "A monthly export to the records system.")
    applicant.press(save)

    applicant.follow("If you leave or change role")
    error = "Confirm that you will update or hand over the account"
    applicant.is_refused(save, error, at="will_hand_over")
    applicant.choose(
        "I will update the account to say clearly when I no longer work for the council, "
        "or hand it over to the person who takes over my role"
    )
    applicant.press(save)

    applicant.follow("Reviewing the account")
    applicant.choose(
        "I will send data to my manager and Communications every 6 months, to show whether "
        "the account is used effectively"
    )
    error = "Confirm that you will check the content regularly"
    applicant.is_refused(save, error, at="will_check_content")
    applicant.choose("I will check the content of the account regularly")
    applicant.press(save)

    applicant.reads("You have completed 11 of 11 sections.")


def send(applicant: Visit) -> None:
    applicant.follow("Check your answers")
    applicant.reads(
        "Cover Example (cover@council.example), administrator",
        "2 times a day",
        "The mobile library",
    )
    button = "Tell my manager and ask Communications"
    applicant.is_refused(button, "Confirm that you will keep to the declaration", at="declared")
    applicant.choose("I have read this declaration, and I will keep to it")
    applicant.press(button)
    applicant.reads(
        "Business case sent",
        REFERENCE,
        "Communications has had your business case since 2 November 2050. "
        "An answer is due by 16 November 2050.",
        "We told Manager Example, your manager.",
    )


def advise(portal: Town, cast: People) -> Visit:
    portal.mail(cast.applicant, f"Sent: {NAME} ({REFERENCE})")
    path = portal.mail(cast.manager, "Applicant Example is preparing a social media business case")
    manager = portal.visit(cast.manager)
    manager.open(path)
    manager.reads("You do not have to approve it, and nothing waits for you.")
    manager.press("Say that you know about this")
    manager.reads("You have said that you know about this business case.")

    path = portal.mail(cast.adviser, f"Advice needed by 16 November 2050: {NAME}")
    adviser = portal.visit(cast.adviser)
    adviser.reads(f"Advise on {NAME}")
    adviser.open(path)
    adviser.press("Give advice")
    adviser.choose("Support with conditions")
    adviser.is_refused("Send your advice", "Enter your advice", at="text")
    adviser.enter("Your advice", "A sound idea. Agree the first posts with us.")
    adviser.untick("At least 2 people can administer the account")
    adviser.untick("Comments are moderated")
    adviser.enter("Other controls (optional)", CONTROLS[2])
    adviser.press("Send your advice")
    adviser.reads("Ready to present", "Support with conditions")
    return adviser


def present(portal: Town, cast: People, applicant: Visit) -> None:
    applicant.open(portal.mail(cast.applicant, f"Advice on {NAME}: support with conditions"))
    applicant.reads("A sound idea. Agree the first posts with us.", *CONTROLS)
    applicant.press("Present for a decision")
    applicant.reads("No answer has changed.")
    applicant.press("Present for a decision")
    applicant.reads("Your business case is presented.", "Awaiting decision")


def ask_for_changes(portal: Town, cast: People) -> Visit:
    path = portal.mail(cast.head, f"Decision needed by 16 November 2050: {NAME}")
    head = portal.visit(cast.head, password=PASSWORD, secret=cast.secret)
    head.open(path)
    head.press("Decide")
    head.reads(
        "Nothing: Communications advised on the answers as they are presented.",
        "Not attended: not booked",
        "Nobody's access can start now. It stays off for 2 people until they attend.",
    )
    head.choose("Ask for changes")
    head.is_refused("Continue", "Enter what must change", at="changes")
    head.enter("What must change?", "Name an aim that can be counted.")
    head.press("Continue")
    head.reads("You are about to ask for changes to the business case", "Name an aim that can be")
    head.press("Ask for changes")
    head.reads("Changes requested")
    return head


def change_and_present_again(portal: Town, cast: People, applicant: Visit) -> None:
    applicant.open(portal.mail(cast.applicant, f"Changes needed: {NAME}"))
    applicant.reads("Name an aim that can be counted.")
    applicant.press("Change your answers")
    applicant.follow("Your aims")
    applicant.enter("What are your aims?", NEW_AIMS)
    applicant.press("Save and continue")
    applicant.follow("Check your answers")
    applicant.reads("Changed", NEW_AIMS, f"When you presented this: {FIRST_AIMS}")
    applicant.open(CASE)
    applicant.press("Present for a decision")
    applicant.reads(FIRST_AIMS, NEW_AIMS)
    applicant.press("Present for a decision")
    applicant.reads("Awaiting decision")


def approve(portal: Town, cast: People, head: Visit) -> None:
    head.open("/")
    head.follow(f"Decide on {NAME}")
    head.reads("What are your aims?", FIRST_AIMS, NEW_AIMS)
    head.choose("Approve")
    head.enter("Condition 1 (optional)", "Show us the first month's figures.")
    head.is_refused("Continue", "Enter when condition 1 is due", at="condition-1-due-day")
    head.enter_date("When is condition 1 due?", 5, 12, 2050)
    head.press("Continue")
    head.reads("Show us the first month's figures.", "Due by 5 December 2050")
    head.press("Approve")
    head.reads("Approved the business case. We have told Applicant Example.", "Approved")
    portal.mail(cast.applicant, f"Approved: {NAME}")


def attend(portal: Town, cast: People, applicant: Visit, adviser: Visit) -> Visit:
    """A session is added, booked by lead and cover, held, and its register saved."""
    adviser.follow("Awareness sessions")
    adviser.press("Add a session")
    adviser.enter_date("Date", 4, 11, 2050)
    adviser.enter("Start time", "half past")
    adviser.enter("Where is it held? (optional if there is a link)", "Meeting room 1")
    adviser.enter("Who is in charge?", cast.organiser.email)
    adviser.is_refused("Add session", "Enter a time, like 10:30am", at="time")
    adviser.enter("Start time", "10:30am")
    adviser.press("Add session")
    adviser.reads("The session at 10:30am on 4 November 2050 is open for booking.")

    book = "Book the session at 10:30am on 4 November 2050"
    booked = "You have a place at 10:30am on 4 November 2050."
    applicant.open("/")
    applicant.follow(f"Book an awareness session for {NAME}")
    applicant.press(book)
    applicant.reads(booked)
    cover = portal.visit(cast.cover)
    cover.open("/awareness/")
    cover.press(book)
    cover.reads(booked)
    for person in (cast.applicant, cast.cover):
        portal.mail(person, "Booked: awareness session on 4 November 2050")

    portal.move_clock(timedelta(days=3))
    organiser = portal.visit(cast.organiser)
    organiser.follow("Save the register of the awareness session on 4 November 2050")
    nobody = "Record at least 1 person as attended or absent"
    organiser.is_refused("Save attendance", nobody, at=f"person-{cast.applicant.pk}")
    for name in ("Applicant Example", "Cover Example"):
        organiser.choose("Attended", of=name)
    organiser.press("Save attendance")
    organiser.reads("The register is saved.")
    return cover


def switch_access_on(portal: Town, cast: People, cover: Visit) -> None:
    operator = portal.visit(cast.operator)
    operator.follow("Access to switch")
    for name in ("Applicant Example", "Cover Example"):
        operator.press("Mark as on", row=name)
        operator.reads(f"{name}'s access to {NAME} is on.")
    operator.reads("No access waits to be switched on or removed.")
    cover.open(portal.mail(cast.cover, f"Your access is on: {NAME}"))
    cover.reads("Access on", "Awaiting access")


def put_controls_in_place(portal: Town, cast: People, applicant: Visit, adviser: Visit) -> None:
    applicant.open("/")
    applicant.follow(f"Give evidence of a control of {NAME}: {CONTROLS[0]}")
    applicant.is_refused("Save evidence", "Enter how it is in place", at="evidence")
    applicant.enter("How is it in place?", "The council's address is the owner.")
    applicant.press("Save evidence")
    for control in CONTROLS[1:]:
        applicant.follow("Give evidence", row=control)
        applicant.enter("How is it in place?", "Agreed on 4 November.")
        applicant.press("Save evidence")
    applicant.reads("3 controls are not ticked by Communications yet.")

    adviser.open("/")
    adviser.follow(f"Check the evidence of a control of {NAME}: {CONTROLS[0]}")
    for control in CONTROLS:
        adviser.press("Tick", row=control)
        adviser.reads(f"Ticked: {control}")


def go_live(portal: Town, cast: People, applicant: Visit) -> None:
    applicant.open(portal.mail(cast.applicant, f"Ready to go live: {NAME}"))
    applicant.press("Go live")
    button = "Confirm and go live"
    applicant.is_refused(button, WRONG_ADDRESS, at="address")
    applicant.enter("What is the account's address?", "https://social.example/libraries")
    applicant.press(button)
    applicant.reads(f"{NAME} is live.", "Live since", "5 November 2050")
    applicant.reads("Review 1", "5 May 2051", "Scheduled")
    portal.mail(cast.manager, f"Live: {NAME}")


def send_the_review(portal: Town, cast: People, applicant: Visit) -> None:
    """5 months and 3 days later: 27 days before the review is due."""
    portal.move_clock(timedelta(days=154))
    applicant.open(portal.mail(cast.applicant, f"Review due by 5 May 2051: {NAME}"))
    figures = {"Followers": "1,204", "Posts published": "308", "Reach": "9100"}
    figures |= {"Engagements": "640", "Link clicks": "212", "Enquiries answered": "31"}
    for metric, figure in figures.items():
        applicant.enter(metric, figure)
    applicant.enter_date("When was the content last checked?", 7, 4, 2051)
    applicant.enter("What worked, and what did not?", "Short films of the story times.")
    applicant.enter("How did the account serve its aims?", "Visits by families rose.")
    applicant.choose("Continue as it is")
    error = "Enter complaints, or select 'not available'"
    applicant.is_refused("Save and continue", error, at="complaints")
    applicant.choose("Complaints: Not available on this platform")
    applicant.press("Save and continue")
    applicant.reads(
        "1,204", "Not available on this platform", "Planned updates a day 2 Actual updates a day 2"
    )
    applicant.press("Send to your manager and Communications")
    applicant.reads("Review sent. Your manager and Communications have been told to read it.")


def read_the_review(portal: Town, cast: People, adviser: Visit) -> None:
    path = portal.mail(cast.manager, f"Review received: {NAME}")
    manager = portal.visit(cast.manager)
    manager.open(path)
    manager.reads("Short films of the story times.")
    manager.press("Acknowledge")
    manager.reads("You have acknowledged this review.", "Sent")
    adviser.open(portal.mail(cast.adviser, f"Review received: {NAME}"))
    adviser.press("Acknowledge")
    adviser.reads("You have acknowledged this review.", "Acknowledged")


def see_the_next_review(portal: Town, cast: People, applicant: Visit) -> None:
    applicant.open(portal.mail(cast.applicant, f"Review acknowledged: {NAME}"))
    applicant.follow("Back")
    applicant.reads("Review 2 5 November 2051 Scheduled Not yet")


def nobody_was_told_twice(portal: Town) -> None:
    sent = [message["Message-ID"] for message in portal.sink.messages]
    assert len(set(sent)) == len(sent)
