"""What the portal says when it may not do what was asked."""


class Refused(Exception):
    """A rule forbids this; the message is a sentence for the person who asked, shown as it is."""


class Stale(Refused):
    """The page was drawn before the thing changed; the message says when it changed and by whom."""
