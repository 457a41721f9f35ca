"""Reads the text of a policy that a council has adopted into the outline of its clauses.

Pure: bytes or text in, an outline out, with what was left out, what was read otherwise than typed,
and every fault by its line.
"""

from policy.importing.lines import first_words
from policy.importing.outline import ClauseText, LeftOut, Outline, Remark, counted
from policy.importing.policy_text import read_policy

__all__ = ["ClauseText", "LeftOut", "Outline", "Remark", "counted", "first_words", "read_policy"]
