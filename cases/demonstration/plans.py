"""The forty cases of the demonstration: what each is for, and how far it has come."""

from dataclasses import dataclass

from cases.models import State, Verdict


@dataclass(frozen=True)
class Plan:
    """One case: its answers in short, and how it went."""

    name: str
    category: str
    platform: str
    applicant: str
    cover: str
    ends: State
    # How many days ago the last step was taken; for an account, when it was approved.
    days_ago: int
    times: int = 1
    daily: bool = True
    verdict: Verdict = Verdict.SUPPORT
    # An account that goes live, and how its reviews go.
    goes_live: bool = True
    misses_last_review: bool = False
    followers: int = 400


NETWORKS, MICRO, MEDIA = "Social network", "Microblog", "Media sharing"
BLOGS, FORUMS, SPACES = "Blog", "Discussion forum", "Collaborative space"

PLANS = (
    # Two years of accounts.
    Plan("Library news", NETWORKS, "Facebook", "Ailsa", "Isla", State.APPROVED, 640, 2, followers=2100),
    Plan("Story time", MEDIA, "YouTube", "Ailsa", "Isla", State.APPROVED, 560, 3, daily=False),
    Plan("Active for life", NETWORKS, "Instagram", "Sorcha", "Isla", State.APPROVED, 520, 1, followers=900),
    Plan("Swimming times", MICRO, "X", "Sorcha", "Ailsa", State.APPROVED, 470, 4, followers=3200),
    Plan("Local history", BLOGS, "WordPress", "Ailsa", "Isla", State.APPROVED, 400, 2, daily=False),
    Plan("Walks and trails", MEDIA, "Flickr", "Sorcha", "Isla", State.APPROVED, 330, 5, daily=False),
    Plan("Reading groups", FORUMS, "Discourse", "Isla", "Ailsa", State.APPROVED, 240, 1, misses_last_review=True),
    Plan("Summer sport", NETWORKS, "Facebook", "Sorcha", "Ailsa", State.APPROVED, 205, 2, misses_last_review=True),
    Plan("Museum finds", MEDIA, "Instagram", "Lewis", "Isla", State.APPROVED, 300, 1, followers=1250),
    Plan("Service alerts", MICRO, "Bluesky", "Fergus", "Callum", State.APPROVED, 166, 3),
    # Approved, and on the way to going live.
    Plan("Mobile library", MICRO, "Mastodon", "Isla", "Struan", State.APPROVED, 12, 1, goes_live=False),
    Plan("Junior clubs", NETWORKS, "Instagram", "Sorcha", "Callum", State.APPROVED, 9, 1, goes_live=False),
    Plan("Class reading", BLOGS, "Edublogs", "Mhairi", "Ailsa", State.APPROVED, 6, 2, daily=False, goes_live=False),
    # Waiting for a decision.
    Plan("Book swaps", NETWORKS, "Facebook", "Ailsa", "Isla", State.AWAITING_DECISION, 16, 1),
    Plan("Fit at fifty", MEDIA, "YouTube", "Sorcha", "Struan", State.AWAITING_DECISION, 8, 2, daily=False, verdict=Verdict.CONDITIONS),
    Plan("Jobs with us", NETWORKS, "LinkedIn", "Kirsty", "Angus", State.AWAITING_DECISION, 5, 1, verdict=Verdict.AGAINST),
    Plan("IT help", FORUMS, "Discourse", "Fergus", "Hamish", State.AWAITING_DECISION, 3, 2),
    Plan("Poetry map", SPACES, "Padlet", "Isla", "Ailsa", State.AWAITING_DECISION, 1, 3, daily=False),
    # Waiting for advice.
    Plan("Archive pictures", MEDIA, "Flickr", "Ailsa", "Isla", State.ADVICE_REQUESTED, 17, 3, daily=False),
    Plan("Pitch bookings", MICRO, "X", "Sorcha", "Struan", State.ADVICE_REQUESTED, 11, 5),
    Plan("Ask a librarian", NETWORKS, "Facebook", "Isla", "Ailsa", State.ADVICE_REQUESTED, 6, 4),
    Plan("School sports day", BLOGS, "WordPress", "Mhairi", "Sorcha", State.ADVICE_REQUESTED, 3, 1, daily=False),
    Plan("Council stories", NETWORKS, "Instagram", "Callum", "Eilidh", State.ADVICE_REQUESTED, 1, 1),
    # Ready to present.
    Plan("Family learning", NETWORKS, "Facebook", "Ailsa", "Callum", State.READY_TO_PRESENT, 9, 1),
    Plan("Park runs", NETWORKS, "Strava", "Sorcha", "Isla", State.READY_TO_PRESENT, 4, 3, daily=False, verdict=Verdict.CONDITIONS),
    Plan("Staff wellbeing", SPACES, "Padlet", "Kirsty", "Angus", State.READY_TO_PRESENT, 2, 2, daily=False),
    # Changes asked for.
    Plan("Comic club", MEDIA, "TikTok", "Isla", "Ailsa", State.CHANGES_REQUESTED, 7, 2, verdict=Verdict.CHANGES),
    Plan("Golf open day", MICRO, "X", "Sorcha", "Struan", State.CHANGES_REQUESTED, 5, 3, verdict=Verdict.CHANGES),
    Plan("Heritage trail", NETWORKS, "Facebook", "Ailsa", "Isla", State.CHANGES_REQUESTED, 3, 1),
    Plan("Object of the week", MEDIA, "YouTube", "Lewis", "Ailsa", State.CHANGES_REQUESTED, 60, 1, daily=False),
    # Drafts.
    Plan("Language café", NETWORKS, "Facebook", "Ailsa", "Isla", State.DRAFT, 12, 1),
    Plan("Walking football", NETWORKS, "Instagram", "Sorcha", "Struan", State.DRAFT, 6, 1),
    Plan("Handwriting club", BLOGS, "WordPress", "Mhairi", "Ailsa", State.DRAFT, 3, 1, daily=False),
    Plan("Seed library", MICRO, "Mastodon", "Isla", "Ailsa", State.DRAFT, 1, 1),
    # Rejected and withdrawn.
    Plan("Library gossip", FORUMS, "Reddit", "Ailsa", "Isla", State.REJECTED, 430, 6, verdict=Verdict.AGAINST),
    Plan("Club rivalry", NETWORKS, "Facebook", "Sorcha", "Struan", State.REJECTED, 260, 2, verdict=Verdict.CONDITIONS),
    Plan("Second library page", NETWORKS, "Facebook", "Isla", "Ailsa", State.REJECTED, 90, 1, verdict=Verdict.AGAINST),
    Plan("Virtual museum", "Virtual world", "Second Life", "Lewis", "Ailsa", State.WITHDRAWN, 380, 1, daily=False),
    Plan("Quiz league", "Online game", "Kahoot", "Ailsa", "Isla", State.WITHDRAWN, 210, 1, daily=False),
    Plan("Pool cam", MEDIA, "YouTube", "Sorcha", "Struan", State.WITHDRAWN, 45, 1),
)
