"""Reading a whole text: its lines, what stands around the policy, and its clauses."""

from operator import attrgetter

from policy.importing import frame
from policy.importing.lines import decode, lines_of
from policy.importing.markers import Kind, mark
from policy.importing.outline import Outline, Remark
from policy.importing.placing import place


def read_policy(source: bytes | str) -> Outline:
    """The outline of a policy: plain text or Markdown, its sections and paragraphs numbered.

    Never raises: what cannot be placed is a fault of the outline, with its line.
    """
    text, notes, faults = (source, [], []) if isinstance(source, str) else decode(source)
    if faults:
        return Outline(faults=tuple(faults))
    lines, left_out, faults = lines_of(text)
    marked = mark(lines)
    begins = frame.front_matter(marked)
    before, policy = marked[:begins], marked[begins:]
    if not any(one.kind == Kind.SECTION for one in policy):
        faults.append(Remark(1, "The text has no numbered section, such as 1. Introduction."))
        return Outline(faults=tuple(faults))
    signed = len(policy) - frame.signature(policy)
    policy, after = policy[:signed], policy[signed:]
    placed = place(policy)
    left_out += frame.left_out(before, "before section 1")
    left_out += frame.left_out(after, "names and dates after the last clause")
    faults += [*frame.unread_clauses(before, policy), *placed.faults]
    return Outline(
        clauses=tuple(placed.clauses),
        left_out=tuple(sorted(left_out, key=attrgetter("first"))),
        notes=tuple(sorted([*notes, *placed.notes], key=attrgetter("line"))),
        faults=tuple(sorted(faults, key=attrgetter("line"))),
    )
