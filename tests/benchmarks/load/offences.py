"""The worst that one visitor can do within the limits, each a function of the site that goes on until it is
cancelled. Most take no more than a click or a link.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from itertools import count

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.benchmarks.load import uploads
from tests.benchmarks.load.crowd import screens, visiting
from tests.benchmarks.load.lab import Lab
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.servers import Site
from tests.benchmarks.load.stepper import Stepper

_DIGITS = "dataset=digits&loss=cross_entropy&output=softmax"
_LARGEST_LAB = (
    "lab=depth~50~width~64~samples~1797~seeds~20~steps~500"
    "~compare~sigmoid.normal-sigmoid.xavier-tanh.xavier-relu.he-leaky_relu.he-linear.orthogonal"
    "~cures~activation-initializer-residual-layer_norm-batch_norm-cross_entropy-learning_rate"
)
_WHOLE_CHECK = f"{_DIGITS}&hidden=270x2&samples=470&activation=relu&initializer=he&skip=on&norm=batch"
_LARGE = f"{_DIGITS}&hidden=512x8&samples=1400&activation=relu&initializer=he&optimizer=adam&lr=0.001"
TABS = 40


async def lab_table(site: Site) -> None:
    """The lab's Table (CSV) at its largest settings; the tab is closed."""
    async with Lab(site.address, _LARGEST_LAB, asks=False) as lab:
        await lab.answered()
        await lab.settled()
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = "1", lab.id
        asked.deferred_file.file_id = lab.widgets.find(kind="download_button").file
        await lab.send(message)
    await asyncio.Event().wait()  # gone; what was asked for may go on


async def lab_open(site: Site) -> None:
    """The lab at its largest settings, looked at."""
    async with Lab(site.address, _LARGEST_LAB) as lab:
        await lab.complete.wait()


async def check_all(site: Site) -> None:
    """Step through: one gradient check of a whole layer after another."""
    async with Stepper(site.address, _WHOLE_CHECK) as stepper:
        await stepper.answered()
        while True:
            await stepper.look(0, kind="W", layer=2, row=None, column=None)


async def tabs(site: Site) -> None:
    """40 tabs opened at once."""
    async with visiting([Player(site.address, plays=False) for _ in range(TABS)]) as opened:
        await asyncio.gather(*(tab.answered() for tab in opened))


async def csv_texts(site: Site) -> None:
    """A file of 95,000 rows of different texts, again and again."""
    while True:
        async with _at_data(site) as player:
            await player.first_run.wait()
            with contextlib.suppress(LookupError):  # it may be read and refused
                await uploads.use(player, uploads.texts())


async def batch_norm(site: Site) -> None:
    """75,000 rows of a file trained on in one batch with batch normalization, and played."""
    async with _at_data(site) as player, screens([player]):
        await player.first_run.wait()
        await uploads.use(player, uploads.numbers())
        await player.go("")
        for name, value in (("batch", "All"), ("norm", "Batch"), ("layers", 2), ("width", 35)):
            await _choose(player, name, value)
        await asyncio.Event().wait()


async def seeds(site: Site) -> None:
    """Another seed as fast as the server answers, on 512x8 with 1,400 digits and Adam."""
    async with Player(site.address, _LARGE, plays=False) as player:
        await player.answered()
        for seed in count():
            await player.set("seed", seed)
            await player.settled()


_FORGED = (
    '{"pull": ' + "1" * 5000 + "}",
    '{"pull": ' + "[" * 10_000 + "]" * 10_000 + "}",
    '{"pull": {"run": -1' + "0" * 400 + ', "first": NaN, "count": 1e999, "known": [[]]}}',
    '{"pull": {"run": "RUN", "n": 1, "first": -5, "stride": 1e308, "extra": [["mistakes"], {}]}}',
    '{"pull": {"run": "RUN", "n": 2, "detail": ["W", 1e9], "skip": {"W": 1}, "header": []}}',
    '{"act": {"run": "RUN", "n": 10, "do": ["edit"], "layer": "x", "value": "Infinity"}}',
    '{"act": "' + "x" * 1_000_000 + '"}',
)


async def forged(site: Site) -> None:
    """Forged states of the player, as fast as the server answers."""
    async with Player(site.address, plays=False) as player:
        await player.answered()
        run = player.header["run"]
        while True:
            for text in _FORGED:
                await player.forge(text.replace("RUN", run))
                await player.settled()


def _at_data(site: Site) -> Player:
    player = Player(site.address)
    player.page = "data"
    return player


async def _choose(player: Player, name: str, value: object) -> None:
    """Set a setting; of a list, the choice that begins so."""
    widget = player.widgets.find(name)
    if widget.choices:
        value = next(choice for choice in widget.choices if choice.startswith(str(value)))
    await player.set(name, value)
    await player.settled()


OFFENCES: dict[str, Callable[[Site], Awaitable[None]]] = {
    "lab-table": lab_table, "lab": lab_open, "check": check_all, "tabs": tabs, "csv-texts": csv_texts,
    "batch-norm": batch_norm, "seeds": seeds, "forged": forged,
}  # fmt: skip
