"""Text that a spreadsheet would compute: how it is recognised, neutralised and read back."""

import unicodedata

# What a spreadsheet takes for the beginning of a formula, as compatibility normalisation leaves it:
# full-width, small, raised and lowered forms become these.
SIGNS = frozenset("=+-@\N{MINUS SIGN}")
LINE_STARTS = ("\t", "\r", "\n")
# Letters and symbols that are drawn as nothing, beside the categories below.
BLANKS = frozenset(
    "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}"
)
# Controls, format characters, unassigned, private and surrogate code points, marks, separators.
UNSEEN = ("C", "M", "Z")
APOSTROPHE = "'"


def begins_formula(text: str) -> bool:
    """Whether the first character of the text that can be seen begins a formula."""
    if text.startswith(LINE_STARTS):
        return True
    first = first_seen(text)
    return bool(first) and unicodedata.normalize("NFKC", first)[0] in SIGNS


def first_seen(text: str) -> str:
    """The first character of the text that can be seen, or nothing."""
    return next((character for character in text if not _is_unseen(character)), "")


def neutralised(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it; `restored` is the inverse."""
    return f"{APOSTROPHE}{text}" if begins_formula(text.lstrip(APOSTROPHE)) else text


def restored(text: str) -> str:
    """The text that was neutralised, without the apostrophe that this put before it."""
    rest = text.removeprefix(APOSTROPHE)
    return rest if begins_formula(rest.lstrip(APOSTROPHE)) else text


def _is_unseen(character: str) -> bool:
    return character in BLANKS or unicodedata.category(character).startswith(UNSEEN)
