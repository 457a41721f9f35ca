"""Draw the states of a business case from its table of moves."""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import State
from cases.workflow import MOVES

BLOCK = re.compile(r"(<!-- states -->\n).*?(<!-- /states -->)", re.DOTALL)


def drawing() -> str:
    """The table of moves as a Mermaid state diagram, fenced for Markdown."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in State]
    lines += ["    [*] --> draft"]
    lines += [f"    {arrow}" for arrow in arrows()]
    lines += [f"    {state.value} --> [*]" for state in State if _ends(state)]
    return "\n".join([*lines, "```"]) + "\n"


def arrows() -> list[str]:
    """One arrow for each pair of states, with the names of the moves between them."""
    between: dict[tuple[State, State], list[str]] = {}
    for name, move in MOVES.items():
        targets = [move.target] + [move.target_if_changes] * bool(move.target_if_changes)
        for source in move.sources:
            for target in targets:
                between.setdefault((source, target), []).append(name.replace("_", " "))
    return [
        f"{source.value} --> {target.value} : {', '.join(names)}"
        for (source, target), names in between.items()
    ]


def _ends(state: State) -> bool:
    return not any(state in move.sources for move in MOVES.values())


class Command(BaseCommand):
    help = "Print the states of a business case as a Mermaid diagram."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        file = parser.add_mutually_exclusive_group()
        file.add_argument("--check", metavar="FILE", type=Path, help="fail if FILE's differs")
        file.add_argument("--write", metavar="FILE", type=Path, help="put it into FILE")

    def handle(self, *, check: Path | None, write: Path | None, **options) -> None:
        path = check or write
        if path is None:
            self.stdout.write(drawing(), ending="")
            return
        text = path.read_text()
        if not BLOCK.search(text):
            raise CommandError(f"{path} has no <!-- states --> and <!-- /states -->.")
        drawn = BLOCK.sub(lambda found: found[1] + drawing() + found[2], text)
        if write:
            path.write_text(drawn)
        elif drawn != text:
            raise CommandError(f"{path} differs: run manage.py draw_states --write {path}")
