"""What the portal says when it may not do what was asked."""


class Refused(Exception):
    """A rule forbids this; the message is a sentence for the person who asked, shown as it is.

    ``about`` names the answer it is about, where it is about one: a form says it beside that.
    """

    def __init__(self, message: str, *, about: str = ""):
        super().__init__(message)
        self.about = about


class Stale(Refused):
    """The page was drawn before the thing changed; the message says when it changed and by whom."""
