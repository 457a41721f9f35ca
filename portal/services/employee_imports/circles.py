"""Circles in who reports to whom."""

from collections.abc import Iterator, Mapping


def find_circles(up: Mapping[int, int]) -> Iterator[list[int]]:
    """Each circle once, from its first member up and round; ``up`` leads to each one's manager."""
    seen: set[int] = set()
    for start in up:
        way: dict[int, int] = {}
        here: int | None = start
        while here is not None and here not in seen:
            seen.add(here)
            way[here] = len(way)
            here = up.get(here)
        if here in way:
            members = list(way)[way[here] :]
            first = members.index(min(members, key=lambda member: (member < 0, abs(member))))
            yield members[first:] + members[:first]
