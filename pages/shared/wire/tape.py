"""A tape: recorded frames of a run as bytes, for the browser to play.

    4 bytes      length n of the header, little-endian
    n bytes      the header, JSON (UTF-8); then zero bytes up to a multiple of 8
    frames       one after another, each `frame_bytes` long
    curve        float64: the losses of steps header["curve"]["first"], ...
    detail       where header["detail"] is not null: one matrix in full, float32 scaled as below

A frame holds its channels in the header's order. A channel "f8" is plain float64 numbers: a float32 would
turn a gradient of 1e-93 into 0. A channel "f4" is, for each of its parts, a power of two and then float32
numbers scaled by it: value = number * 2 ** power. The scaling is exact, so seven digits remain of the largest
value of every part, however small the part is. A channel "i1" is, for each of its parts, a float32 scale and
then int8 numbers, filled up to a multiple of four bytes: value = number / 127 * scale, enough for a picture.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_core import DivergedError, Trainer
from mlp_core.nn.buffers import blocks
from mlp_core.nn.steps import Array
from pages.shared.wire.bytes import head
from pages.shared.wire.header import Channel
from pages.shared.wire.names import BIASES, MATRICES, MEASURES, STRIPS
from pages.shared.wire.pictures import Pictures
from pages.shared.wire.reach import SECONDS, reach

CHUNK_FRAMES = 25
"""Shorter gaps than 100 frames make (measured: worst gap 83 ms instead of 200 ms)."""
CHUNK_BYTES = 2 * 2**20

_SIDE, _CELLS, _STRIP = 64, 65_536, 128
"""Most cells a side of one matrix, of one frame's matrices of a kind, and of a strip."""


@dataclass(frozen=True)
class Request:
    """What the browser wants: `count` frames `first`, `first + stride`, ...; losses from step `known` on.

    With `detail` (a name in MATRICES, a layer from 0) only the first frame, and that matrix in full; with
    `extra` only the first frame, and what is asked about it (extras.py). The answer carries the question's
    number `n`: the same bytes as before would not reach the browser. `header` is the key of the run's header
    that the browser has (once.py).
    """

    first: int = 0
    stride: int = 1
    known: int = 0
    count: int = CHUNK_FRAMES
    detail: tuple[str, int] | None = None
    extra: tuple[str, Any] | None = None
    n: int = 0
    header: str | None = None


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


def scaled(values: Array) -> tuple[float, Array]:
    """(power, float32 numbers) with values = numbers * 2 ** power, the largest magnitude in [0.5, 1)."""
    largest = np.abs(values).max(initial=0.0)
    power = int(np.frexp(largest)[1]) if np.isfinite(largest) else 0
    return float(power), np.ldexp(values, -power).astype(np.float32)


class Recorder:
    """Encodes the frames of one run.

    Attributes:
        blocks: per layer the (rows, columns) of parameters that one cell of its heatmap stands for.
        shapes: per layer the (rows, columns) of cells in its heatmap.
        most: frames in one tape, at most.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        layers = trainer.network.layers
        side = max(1, min(_SIDE, int(np.sqrt(_CELLS / len(layers)))))
        self.blocks = [(-(-layer.fan_in // side), -(-layer.fan_out // side)) for layer in layers]
        self.shapes = [
            (-(-layer.fan_in // rows), -(-layer.fan_out // columns))
            for layer, (rows, columns) in zip(layers, self.blocks, strict=True)
        ]
        self._strip_blocks = [-(-layer.fan_out // _STRIP) for layer in layers]
        self._strips = [
            (1, -(-layer.fan_out // block)) for layer, block in zip(layers, self._strip_blocks, strict=True)
        ]
        self._weights_at_0 = self._shown_weights_at_0()
        self.pictures = Pictures(trainer)
        self.frame_bytes = self._frame_bytes()
        self.most = max(1, min(CHUNK_FRAMES, CHUNK_BYTES // self.frame_bytes))

    def _shown_weights_at_0(self) -> list[Array]:
        _, state = self.trainer.history.nearest(0)
        return [block[:-1] for block in blocks(state["parameters"], self.trainer.network.sizes)]

    def channels(self) -> list[Channel]:
        """What a frame holds, in order: name, type, and the count of numbers or the shape of every part."""
        depth = len(self.shapes)
        plain: list[Channel] = [{"name": "loss", "type": "f8", "count": 1}]
        plain += [{"name": name, "type": "f8", "count": depth} for name in MEASURES]
        plain += self.pictures.plain()
        parts: list[Channel] = [{"name": name, "type": "f4", "shapes": self.shapes} for name in MATRICES]
        parts += [{"name": name, "type": "f4", "shapes": self._strips} for name in (*STRIPS, BIASES)]
        return plain + parts + self.pictures.parts()

    def _frame_bytes(self) -> int:
        found = 0
        for channel in self.channels():
            cells = [rows * columns for rows, columns in channel.get("shapes", [])]
            found += 8 * channel.get("count", 0)
            found += sum(4 + (4 * n if channel["type"] == "f4" else n + -n % 4) for n in cells)
        return found + -found % 8

    def frame(self) -> bytes:
        """The trainer's current state, evaluated, as one frame."""
        trainer, step = self.trainer, self.trainer.step_count
        trainer.evaluate()
        history = trainer.history
        measures = [history.latest(m) for m in MEASURES]
        numbers = np.concatenate([[history.loss[step]], *measures, *self.pictures.numbers()])
        parts: list[Array] = []
        for name in MATRICES:
            for index, (rows, columns) in enumerate(self.blocks):
                self._add(parts, reduce(self.matrix(name, index), rows, columns))
        for name in STRIPS:
            for layer, block in zip(trainer.network.layers, self._strip_blocks, strict=True):
                self._add(parts, reduce(getattr(layer, name)[:1], 1, block))
        for layer, block in zip(trainer.network.layers, self._strip_blocks, strict=True):
            self._add(parts, reduce(layer.b[None], 1, block))
        surfaces, units = self.pictures.surfaces()
        for surface in surfaces:
            self._add(parts, surface)
        found = numbers.tobytes() + np.concatenate(parts).tobytes() + units
        return found + b"\0" * (-len(found) % 8)

    def matrix(self, name: str, index: int) -> Array:
        """One of MATRICES in full, (fan_in, fan_out), of the state evaluated last; layers from 0."""
        layer = self.trainer.network.layers[index]
        if name == "dW":
            return layer.dW
        return layer.W - self._weights_at_0[index] if name == "change" else layer.W

    @staticmethod
    def _add(parts: list[Array], values: Array) -> None:
        power, numbers = scaled(values)
        parts += [np.array([power], np.float32), numbers.ravel()]

    def record(self, request: Request, last: int, seconds: float = SECONDS) -> tuple[list[int], list[bytes]]:
        """Frames from request.first on, up to step `last`: (their steps, their bytes).

        Stops at a chunk's size, or when the time is up; then there may be none yet, and asking again goes on.
        A run that diverges ends with a frame of its last finite step; one that is to stop, where it is.
        """
        deadline = time.monotonic() + seconds
        most = 1 if request.detail or request.extra else max(1, min(request.count, self.most))
        steps: list[int] = []
        frames: list[bytes] = []
        target = min(request.first, last)
        while len(frames) < most:
            try:
                if not reach(self.trainer, target, deadline):
                    break
                last = self._ends(last)
                if target <= last:
                    frames.append(self.frame())
            except DivergedError as error:
                last = error.last_finite_step
            if target > last:  # trained past the run's end: that one is shown, if it was not yet
                target = last
                if steps and target <= steps[-1]:
                    break
                continue
            steps.append(target)
            if target >= last or time.monotonic() > deadline:
                break
            target = min(target + request.stride, last)
        return steps, frames

    def _ends(self, last: int) -> int:
        """The last step to show, as far as is known now: the run may have met the condition to stop."""
        met = self.trainer.met
        return min(last, met.step) if met else last


def encode(header: Mapping[str, Any], frames: Sequence[bytes], curve: Array, detail: bytes = b"") -> bytes:
    """The tape's bytes; the header says what follows it."""
    return head(header) + b"".join(frames) + np.ascontiguousarray(curve, np.float64).tobytes() + detail
