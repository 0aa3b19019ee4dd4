"""A request of the browser, and the tape that answers it: a function of the run and the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mlp_core import Trainer
from mlp_core.nn.steps import Array
from pages.shared.wire.asked import Moment
from pages.shared.wire.bytes import whole
from pages.shared.wire.extras import EXTRAS
from pages.shared.wire.header import Changing, Detail, Diverged, Extra, Met, ScoreRows
from pages.shared.wire.names import MATRICES, SKIPPED
from pages.shared.wire.parts import scaled
from pages.shared.wire.tape import CHUNK_FRAMES, LONG_FRAMES, Recorder, Request, encode

MOST_SAMPLES = 2**31


def read(pull: object, run: str, steps: int, layers: int) -> Request | None:
    """What the browser asks of a run; None for what is no request, or one of another run.

    Args:
        pull: as it came (asked.Pull); numbers beyond their limits are brought within.
        run: the run's name.
        steps: how many it has.
        layers: how many layers of weights.
    """
    if not isinstance(pull, dict) or pull.get("run") != run:
        return None
    header = pull.get("header")
    return Request(
        whole(pull.get("first"), 0, steps),
        whole(pull.get("stride"), 1, 50),
        whole(pull.get("known"), 0, steps + 1),
        whole(pull.get("count", CHUNK_FRAMES), 1, LONG_FRAMES),
        _detail(pull.get("detail"), layers),
        _extra(pull.get("extra")),
        whole(pull.get("n"), 0, 2**53),
        header if isinstance(header, str) else None,
        None if "sample" not in pull else whole(pull["sample"], 0, MOST_SAMPLES),
        skipped(pull.get("skip")),
        pull.get("coarse") is True,
    )


def _detail(wanted: object, layers: int) -> tuple[str, int] | None:
    """The matrix that the browser wants in full, or None."""
    match wanted:
        case [str(name), int(index)] if name in MATRICES and 0 <= index < layers:
            return name, index
    return None


def skipped(unwanted: object) -> tuple[str, ...]:
    """The channels that frames are to come without."""
    named = unwanted if isinstance(unwanted, list) else []
    return tuple(name for name in SKIPPED if name in named)


def _extra(wanted: object) -> tuple[str, Any] | None:
    """What else the browser wants to know about one step, or None."""
    match wanted:
        case [str(name), details] if name in EXTRAS:
            return name, details
    return None


@dataclass(frozen=True)
class Answer:
    """What a request is answered with, before it is bytes: the run's header may go with it or not.

    Attributes:
        changing: what the tape brings anew, but for the moment.
        frames: their bytes.
        curve: losses.
        detail: the bytes of one matrix in full, if it was asked for.
    """

    changing: Changing
    frames: list[bytes]
    curve: Array
    detail: bytes = b""

    def tape(self, header: Mapping[str, Any], moment: Moment | None = None) -> bytes:
        """The tape's bytes.

        Args:
            header: the run's, whole or short (once.py).
            moment: what the player is told to show.
        """
        said = {**header, **self.changing, "moment": moment}
        return encode(said, self.frames, self.curve, self.detail)


def answer(
    recorder: Recorder,
    request: Request,
    end: int,
    pace: Callable[[int], float] | None = None,
    **seconds: float,
) -> Answer:
    """Train as far as needed, and record what is asked for.

    Args:
        end: how many steps the run has.
        pace: told how many frames for playing there are, says at which rate they are to be played.
        seconds: how long that may take, if not as long as usual (Recorder.record).
    """
    trainer = recorder.trainer
    steps, frames = recorder.record(request, end, **seconds)
    form = recorder.form(request.skip, request.coarse)
    first = min(request.known, request.first)
    # What is not yet there to show has been trained all the same: its losses go ahead.
    curve = trainer.history.loss[first : (steps[-1] if steps else trainer.step_count - 1) + 1]
    changing: Changing = {
        "n": request.n,
        "steps": steps,
        "sample": recorder.sample_of(request.sample),
        "skip": list(request.skip),
        "coarse": form.coarse,
        "pace": pace(len(frames)) if pace and request.coarse else None,
        "frame_bytes": form.frame_bytes,
        "curve": {"first": first, "count": len(curve)},
        "trained": trainer.step_count,
        "diverged": _diverged(trainer, end),
        "met": _met(trainer, end),
        "scores": _scores(trainer, first, trainer.step_count),
        "detail": None,
        "extra": None,
        "moment": None,
    }
    detail = b""
    if request.detail and steps:
        changing["detail"], detail = _full(recorder, request.detail, steps[0])
    if request.extra and steps:
        name, details = request.extra
        extra: Extra = {"name": name, "step": steps[0], **EXTRAS[name](trainer, details)}
        changing["extra"] = extra
    return Answer(changing, frames, curve, detail)


def _full(recorder: Recorder, wanted: tuple[str, int], step: int) -> tuple[Detail, bytes]:
    """One matrix of the state just recorded, every cell of it: (its place in the header, its bytes)."""
    name, index = wanted
    matrix = recorder.matrix(name, index)
    power, numbers = scaled(matrix)
    rows, columns = matrix.shape
    about: Detail = {
        "view": name, "layer": index, "step": step, "rows": rows, "columns": columns, "power": power
    }  # fmt: skip
    return about, numbers.tobytes()


def _diverged(trainer: Trainer, end: int) -> Diverged | None:
    error = trainer.diverged
    if error is None or error.step > end:
        return None
    return {"step": error.step, "last": error.last_finite_step, "reason": error.reason}


def _met(trainer: Trainer, end: int) -> Met | None:
    met = trainer.met
    if met is None or met.step > end:
        return None
    _, experiment = trainer.plan.legs[trainer.plan.leg(met.step)]
    return {"step": met.step, "reason": met.reason, "at": experiment.stop_at}


def _scores(trainer: Trainer, first: int, last: int) -> ScoreRows:
    """The scores of the epochs in a stretch of steps; None for what there is not."""
    steps, rows = trainer.score_log.between(first, last)
    return {"steps": steps.tolist(), "rows": [[None if n != n else n for n in row] for row in rows.tolist()]}
