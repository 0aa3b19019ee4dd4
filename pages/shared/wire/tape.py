"""A tape: recorded frames of a run as bytes, for the browser to play.

    4 bytes      length n of the header, little-endian
    n bytes      the header, JSON (UTF-8); then zero bytes up to a multiple of 8
    frames       one after another, each `frame_bytes` long
    curve        float64: the losses of steps header["curve"]["first"], ...
    detail       where header["detail"] is not null: one matrix in full, float32 scaled as below

A frame holds its channels in the header's order: first the plain ones, "f8", float64 numbers, for a float32
would turn a gradient of 1e-93 into 0; then the scaled ones, "f4" and behind them "i1" (parts.py). While a run
plays, what is only looked at comes as "i1" (Request.coarse): a quarter of the bytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from mlp_core import DivergedError, Trainer
from mlp_core.analysis.health import idles
from mlp_core.analysis.profile import Profile
from mlp_core.nn.buffers import Buffers, blocks
from mlp_core.nn.steps import Array
from pages.shared.wire.bytes import head
from pages.shared.wire.header import Channel
from pages.shared.wire.names import BIASES, CURVE, IDLE, MATRICES, MEASURES, STRIPS, SURFACE, UNITS
from pages.shared.wire.parts import Parts
from pages.shared.wire.pictures import Pictures
from pages.shared.wire.reach import SECONDS, reach

CHUNK_FRAMES = 25
"""Shorter gaps than 100 frames make (measured: worst gap 83 ms instead of 200 ms)."""
LONG_FRAMES = 50
"""At most: asked for where many play, for half of an answer's cost is the same for any number of frames."""
CHUNK_BYTES = 2 * 2**20

_SIDE, _CELLS = 64, 16_384
"""Most cells a side of one matrix, and of one frame's matrices of a kind."""
_STRIP, _STRIPS, _SHORTEST = 128, 768, 8
"""Most cells of one strip, of a frame's strips of a kind, and how many a strip has in any case."""
_DRAWN = 8
"""A network whose layers have at most so many units can be drawn unit by unit, with its numbers: its matrices
come exactly also while it plays (graph.js has the same limit).
"""


@dataclass(frozen=True)
class Request:
    """What the browser wants: `count` frames `first`, `first + stride`, ...; losses from step `known` on.

    Or, with `steps`, the frames of just these, ascending.

    With `detail` (a name in MATRICES, a layer from 0) only the first frame, and that matrix in full; with
    `extra` only the first frame, and what is asked about it (extras.py). The answer carries the question's
    number `n`: the same bytes as before would not reach the browser. `header` is the key of the run's header
    that the browser has (once.py). `sample` is whose a and delta the frames hold: its place among those that
    the step takes, from 0; None for the run's own choice (Pictures.sample). `skip` names those of SKIPPED
    that nobody looks at: frames come without them. `coarse` frames are for playing: what is only
    looked at has eight bits.
    """

    first: int = 0
    stride: int = 1
    known: int = 0
    count: int = CHUNK_FRAMES
    detail: tuple[str, int] | None = None
    extra: tuple[str, Any] | None = None
    n: int = 0
    header: str | None = None
    sample: int | None = None
    skip: tuple[str, ...] = ()
    coarse: bool = False
    steps: tuple[int, ...] = ()


def reduce(matrix: Array, rows: int, columns: int) -> Array:
    """The matrix in blocks of `rows` x `columns`, each shown by its value of largest magnitude, sign kept."""
    if rows == 1 and columns == 1:
        return matrix
    row_starts = np.arange(0, matrix.shape[0], rows)
    column_starts = np.arange(0, matrix.shape[1], columns)

    def ends(ufunc: np.ufunc) -> Array:
        return ufunc.reduceat(ufunc.reduceat(matrix, row_starts, axis=0), column_starts, axis=1)

    low, high = ends(np.minimum), ends(np.maximum)
    return np.where(-low > high, low, high)


def first_weights(trainer: Trainer) -> list[Array]:
    """W of every layer at step 0."""
    _, state = trainer.history.nearest(0)
    return [block[:-1] for block in blocks(state["parameters"], trainer.network.sizes)]


class Form:
    """What frames of one kind have, and how long they are.

    Args:
        channels: of the run, in their order.
        skip: those that are left out.
        coarse: those of the others that come as "i1".
    """

    def __init__(self, channels: Sequence[Channel], skip: Sequence[str], coarse: Sequence[str]) -> None:
        there = [channel for channel in channels if channel["name"] not in skip]
        self.coarse = [channel["name"] for channel in there if channel["name"] in coarse]
        plain = sum(channel["count"] for channel in there if channel["type"] == "f8")
        scaled = [channel for channel in there if channel["type"] != "f8"]
        small = [c for c in scaled if c["type"] == "i1" or c["name"] in coarse]
        exact = [c for c in scaled if c not in small]
        self.small_names, self.exact_names = [c["name"] for c in small], [c["name"] for c in exact]
        cells, few = _sizes(exact), _sizes(small)
        self.exact, self.small = Parts(cells), Parts(few) if few else None
        found = 8 * plain + 4 * (len(cells) + sum(cells)) + 8 * len(few) + sum(few)
        self.frame_bytes = found + -found % 8


def _sizes(channels: Sequence[Channel]) -> list[int]:
    """How many numbers each part of these channels has."""
    return [rows * columns for channel in channels for rows, columns in channel["shapes"]]


class Recorder:
    """Encodes the frames of one run.

    Attributes:
        blocks: per layer the (rows, columns) of parameters that one cell of its heatmap stands for.
        shapes: per layer the (rows, columns) of cells in its heatmap.
        most: frames with everything in one tape, at most.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        network = trainer.network
        self._weights = [block[:-1] for block in blocks(network.parameters, network.sizes)]
        self._biases = [block[-1] for block in blocks(network.parameters, network.sizes)]
        self._gradients = [block[:-1] for block in blocks(network.gradient, network.sizes)]
        side = max(1, min(_SIDE, int(np.sqrt(_CELLS / len(self._weights)))))
        self.blocks = [(-(-rows // side), -(-columns // side)) for rows, columns in self._matrix_sizes()]
        self.shapes = [
            (-(-rows // block[0]), -(-columns // block[1]))
            for (rows, columns), block in zip(self._matrix_sizes(), self.blocks, strict=True)
        ]
        units = [columns for _, columns in self._matrix_sizes()]
        longest = max(_SHORTEST, min(_STRIP, _STRIPS // len(units)))
        self._strip_blocks = [-(-count // longest) for count in units]
        self._strips = [
            (1, -(-count // block)) for count, block in zip(units, self._strip_blocks, strict=True)
        ]
        self._profiles: dict[Buffers, Profile] = {}
        self._forms: dict[tuple[tuple[str, ...], bool], Form] = {}
        self._weights_at_0 = first_weights(trainer)
        self.pictures = Pictures(trainer)
        self.frame_bytes = self.form().frame_bytes
        self.most = self._most_of(self.form())

    def _matrix_sizes(self) -> list[tuple[int, int]]:
        """(fan_in, fan_out) of every layer."""
        return [(len(matrix), matrix.shape[1]) for matrix in self._weights]

    @staticmethod
    def _most_of(form: Form) -> int:
        return max(1, min(LONG_FRAMES, CHUNK_BYTES // form.frame_bytes))

    def channels(self) -> list[Channel]:
        """What a frame holds, in order: name, type, and the count of numbers or the shape of every part."""
        depth = len(self.shapes)
        plain: list[Channel] = [{"name": "loss", "type": "f8", "count": 1}]
        plain += [{"name": name, "type": "f8", "count": depth} for name in MEASURES]
        plain.append({"name": IDLE, "type": "f8", "count": depth})
        plain += self.pictures.plain()
        parts: list[Channel] = [{"name": name, "type": "f4", "shapes": self.shapes} for name in MATRICES]
        parts += [{"name": name, "type": "f4", "shapes": self._strips} for name in (*STRIPS, BIASES)]
        return plain + parts + self.pictures.parts()

    def form(self, skip: tuple[str, ...] = (), coarse: bool = False) -> Form:
        """The form of frames without some channels, for playing or exact."""
        if (skip, coarse) not in self._forms:
            drawn = max(self.trainer.network.sizes) <= _DRAWN
            rough = [SURFACE, *(() if drawn else MATRICES)] if coarse else []
            self._forms[skip, coarse] = Form(self.channels(), skip, rough)
        return self._forms[skip, coarse]

    def frame(self, sample: int | None = None, form: Form | None = None) -> bytes:
        """The trainer's current state, evaluated, as one frame.

        Args:
            sample: whose a and delta (Request.sample); the step's last, where it takes fewer.
            form: what it is to have; everything, exactly, where it does not say.
        """
        form = form or self.form()
        trainer, step = self.trainer, self.trainer.step_count
        trainer.evaluate()
        place = min(self.sample_of(sample), len(trainer.batch_rows) - 1)
        measures = trainer.measures()
        numbers = np.concatenate(
            [
                [trainer.history.loss[step]],
                *(measures[name] for name in MEASURES),
                self._idle(),
                *self.pictures.numbers(place),
            ]
        )
        parts = self._parts(place, form)
        exact = np.concatenate([part for name in form.exact_names for part in parts(name)])
        found = numbers.tobytes() + form.exact.exact(exact)
        if form.small:
            small = np.concatenate([part for name in form.small_names for part in parts(name)])
            found += form.small.small(small)
        return found + b"\0" * (-len(found) % 8)

    def _parts(self, place: int, form: Form) -> Callable[[str], list[Array]]:
        """What tells the flat parts of a channel by its name.

        Args:
            place: of the sample whose a and delta are shown.
            form: of the frame: pictures that it has not are not made.
        """
        names = {*form.exact_names, *form.small_names}
        pictured = names & {SURFACE, CURVE, UNITS}
        pictures = self.pictures.surfaces(UNITS in names) if pictured else {}
        buffers = self.trainer.network.buffers
        strips = {
            "a": lambda: [a[:, place] for a in buffers.a[1:]],
            "delta": lambda: [delta[:, place] for delta in buffers.delta[1:]],
            BIASES: lambda: self._biases,
        }

        def parts(name: str) -> list[Array]:
            if name in pictures:
                return pictures[name]
            if name in strips:
                found = zip(strips[name](), self._strip_blocks, strict=True)
                return [reduce(strip[None], 1, block)[0] for strip, block in found]
            return [
                reduce(self.matrix(name, index), rows, columns).ravel()
                for index, (rows, columns) in enumerate(self.blocks)
            ]

        return parts

    def _idle(self) -> Array:
        """The share of idle units in every layer, (L,), in the batch that ran last; NaN where none can be."""
        network = self.trainer.network
        kind = idles(network.activation, network.buffers.batch)
        if kind is None:
            return np.full(len(self.shapes), np.nan)
        buffers = network.buffers  # a batch of another size has its own
        if buffers not in self._profiles:
            self._profiles[buffers] = Profile(buffers, network.gradient, fused=False)
        return self._profiles[buffers].idle()[kind]

    def sample_of(self, wanted: int | None) -> int:
        """The sample that is shown, by its place among those that a step takes."""
        return self.pictures.sample if wanted is None else wanted

    def matrix(self, name: str, index: int) -> Array:
        """One of MATRICES in full, (fan_in, fan_out), of the state evaluated last; layers from 0."""
        if name == "dW":
            return self._gradients[index]
        weights = self._weights[index]
        return weights - self._weights_at_0[index] if name == "change" else weights

    def record(self, request: Request, last: int, seconds: float = SECONDS) -> tuple[list[int], list[bytes]]:
        """Frames from request.first on, up to step `last`: (their steps, their bytes).

        Stops at a chunk's size, or when the time is up; then there may be none yet, and asking again goes on.
        A run that diverges ends with a frame of its last finite step; one that is to stop, where it is.
        """
        deadline = time.monotonic() + seconds
        form = self.form(request.skip, request.coarse)
        most = 1 if request.detail or request.extra else max(1, min(request.count, self._most_of(form)))
        wanted = iter(request.steps) if request.steps else count(request.first, request.stride)
        steps: list[int] = []
        frames: list[bytes] = []
        target = min(next(wanted), last)
        while len(frames) < most:
            try:
                if not reach(self.trainer, target, deadline):
                    break
                last = self._ends(last)
                if target <= last:
                    frames.append(self.frame(request.sample, form))
            except DivergedError as error:
                last = error.last_finite_step
            if target > last:  # trained past the run's end: that one is shown, if it was not yet
                target = last
                if steps and target <= steps[-1]:
                    break
                continue
            steps.append(target)
            if target >= last or len(steps) == len(request.steps) or time.monotonic() > deadline:
                break
            target = min(next(wanted, last), last)
        return steps, frames

    def _ends(self, last: int) -> int:
        """The last step to show, as far as is known now: the run may have met the condition to stop."""
        met = self.trainer.met
        return min(last, met.step) if met else last


def encode(header: Mapping[str, Any], frames: Sequence[bytes], curve: Array, detail: bytes = b"") -> bytes:
    """The tape's bytes; the header says what follows it."""
    return head(header) + b"".join(frames) + np.ascontiguousarray(curve, np.float64).tobytes() + detail
