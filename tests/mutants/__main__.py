"""Mutation as the judge of the tests: small faults, one by one, in a copy of the course.

    python -m tests.mutants                         all of mutants.toml, which takes hours
    python -m tests.mutants z-turned loss-padding   these
    python -m tests.mutants --needs package         those that need no browser and no book
    python -m tests.mutants --list                  what there is, and nothing is run
    python -m tests.mutants NAME --command COMMAND  COMMAND in the copy, in the place of its tests

Run it from the repository's root with the Python of `.venv`; the working tree is only read. A
mutant is caught if a test fails with it that passes without it. Ctrl-C ends what runs and leaves
nothing behind. The status is 0 if every mutant was caught, else 1. Linux and macOS.
"""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from gru_course.files import write_atomically
from tests.mutants.catalogue import NEEDS, ROOT, Mutant, read_list
from tests.mutants.copies import copied
from tests.mutants.trying import Verdict, try_mutant

INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Try what the words choose, and say how it went."""
    options = read_words(words)
    kinds, mutants = read_list()
    chosen = choose(mutants, options.names, options.needs)
    if options.list:
        print(table([(m.name, m.kind, m.needs, kinds[m.kind]) for m in chosen]))
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    verdicts: list[Verdict] = []
    try:
        with copied(ROOT) as copy:
            for number, mutant in enumerate(chosen, start=1):
                print(f"{number}/{len(chosen)} {mutant.name}: ", end="", flush=True)
                verdicts.append(try_mutant(mutant, copy, options.command or ()))
                last = verdicts[-1]
                print(f"{last.outcome} in {last.seconds:.0f} s {last.by} {last.part}", flush=True)
    except KeyboardInterrupt:
        print("stopped")
        return INTERRUPTED
    finally:
        print(report(verdicts))
    if options.json:
        text = json.dumps([verdict.as_json() for verdict in verdicts], indent=1)
        write_atomically(options.json, f"{text}\n".encode())
    return int(any(verdict.outcome != "caught" for verdict in verdicts))


def read_words(words: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutants to try (default: all)")
    parser.add_argument("--needs", choices=NEEDS, help="only those that need this")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the verdicts here")
    parser.add_argument("--command", nargs=argparse.REMAINDER, help="what to run in the copy")
    return parser.parse_args(words)


def choose(mutants: list[Mutant], names: Sequence[str], needs: str | None) -> list[Mutant]:
    """The mutants of these names, or all, that need this, or anything."""
    unknown = sorted(set(names) - {mutant.name for mutant in mutants})
    if unknown:
        raise SystemExit(f"There is no mutant {', '.join(unknown)}: --list names them.")
    return [m for m in mutants if (not names or m.name in names) and needs in (None, m.needs)]


def report(verdicts: list[Verdict]) -> str:
    """A line for each mutant, and how many were caught."""
    rows = [
        (v.name, v.needs, f"{v.seconds:.0f} s", v.outcome, f"{v.by} {v.part}") for v in verdicts
    ]
    counts = [sum(v.outcome == it for v in verdicts) for it in ("caught", "survived", "error")]
    caught, survived, errors = counts
    return f"\n{table(rows)}\n{caught} caught, {survived} survived, {errors} could not be judged"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows with their columns under each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)) for row in rows)
    return "\n".join(map(str.rstrip, lines))


if __name__ == "__main__":
    sys.exit(main())
