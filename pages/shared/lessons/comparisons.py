"""Comparisons that a lesson shows: which of its runs, what of them, by which clock, at which position.

    compare?runs=sigmoid,relu&tab=staircase&clock=epoch&pos=40

The runs are the lesson's, by their names; or each is written out, as the app's address has it (`run`), so
that a link which was copied on the page Compare is a moment too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from mlp_core import Plan
from mlp_core.data.datasets import REGRESSION
from pages.shared import link
from pages.shared.compare import address, clock
from pages.shared.compare.address import CLOCK, CLOCKS, POSITION, RUN, TAB, TABS, Compared
from pages.shared.compare.pins import MOST_SHOWN, Pin
from pages.shared.landscape.address import SCAPE
from pages.shared.lessons.faults import RefusedError
from pages.shared.wire.pictures import kind_of

PAGE = "compare"
RUNS = "runs"
FEWEST, MOST = 2, MOST_SHOWN
Planned = tuple[Plan, int]
"""A run and its steps."""
Pair = tuple[str, str]


class ComparisonError(RefusedError):
    """Why runs cannot be compared in a lesson."""


def read(said: Sequence[Pair], runs: Mapping[str, Planned]) -> tuple[Pair, ...]:
    """Words of an address that show it, with every run written out.

    Args:
        said: what stands behind the question mark.
        runs: the lesson's, by their names.

    Raises:
        ComparisonError: for runs that there are not, too few or too many, a tab that has nothing to show of
            them, a position that they do not reach.
    """
    keys = [key for key, _ in said if key != RUN]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice or (RUNS in keys and len(keys) < len(said)):
        raise ComparisonError("words", names=", ".join(twice or [RUNS, RUN]))
    words = dict(said)
    _is_one_of(words.get(TAB, TABS[0]), TABS)
    _is_one_of(words.get(CLOCK, CLOCKS[0]), CLOCKS)
    written = [(RUN, value) for key, value in said if key == RUN]
    if RUNS in words:
        written = _written_out(words[RUNS].split(",") if words[RUNS] else [], runs)
    found = (*written, *((key, words[key]) for key in (CLOCK, TAB, POSITION, SCAPE) if key in words))
    _check(found)
    return found


def _is_one_of(given: str, allowed: Sequence[str]) -> None:
    if given not in allowed:
        raise ComparisonError("one_of", given=given, names=", ".join(allowed))


def _written_out(names: Sequence[str], runs: Mapping[str, Planned]) -> list[Pair]:
    for name in names:
        if name not in runs:
            raise ComparisonError("run", given=name, names=", ".join(runs))
    _count([runs[name] for name in names])
    pins = [Pin(n + 1, *runs[name], colour=n) for n, name in enumerate(names)]
    return [pair for word in address.encoded(pins) for pair in parse_qsl(word)]


def _count(runs: Sequence[Planned]) -> None:
    if not FEWEST <= len(runs) <= MOST or len(set(runs)) < len(runs):
        raise ComparisonError("compare_runs", n=len(runs), least=FEWEST, most=MOST)


def _check(words: Sequence[Pair]) -> None:
    query: dict[str, list[str]] = {}
    for key, value in words:
        query.setdefault(key, []).append(value)
    opened = link.read(query)
    said = address.WORDS.of(opened)
    shown = shown_of(said)
    if opened.ignored:
        raise ComparisonError("words", names=", ".join(opened.ignored))
    _count(shown)
    end = clock.end(said.clock or CLOCKS[0], [_timed(run) for run in shown])
    if (position := said.position or 0) > end:
        raise ComparisonError("compare_far", n=position, most=end)
    if not _fits(said.tab, shown):
        raise ComparisonError("compare_tab", given=said.tab)


def _fits(tab: str, runs: Sequence[Planned]) -> bool:
    """Whether a tab has anything to show, as the browser's tabs look at it."""
    experiments = [plan.last for plan, _ in runs]
    if tab == "confusion":
        return any(each.data.task != REGRESSION for each in experiments)
    return tab != "surfaces" or any(kind_of(each) != "table" for each in experiments)


def _timed(run: Planned) -> clock.Timed:
    plan, steps = run
    return steps, plan.legs[0][1].steps_per_epoch


def shown_of(said: Compared) -> list[Planned]:
    """The runs that are compared, in their order."""
    return [(pin.plan, pin.steps) for pin in said.pins.shown]


def steps_of(said: Compared, runs: Mapping[str, Planned]) -> dict[str, int]:
    """The step at which each of the lesson's runs is shown, by its name; without those that are not."""
    shown = shown_of(said)
    at = clock.steps_at(said.clock or CLOCKS[0], said.position or 0, [_timed(run) for run in shown])
    return {name: at[shown.index(run)] for name, run in runs.items() if run in shown}
