"""The arithmetic of one cell on Train: its operations in symbols, and the numbers that stand in them.

Asked about a step as "unfold". Of W the browser asks about the step before the one that it
shows: that one's update made it.
"""

from __future__ import annotations

from dataclasses import asdict

from mlp_core import DivergedError, Experiment, Operation, Trainer
from mlp_core.nn.normalization import EPSILON
from pages.shared.stepper import formulas, trees
from pages.shared.stepper.mathml import mathml
from pages.shared.wire import cells, scene
from pages.shared.wire.cells import Cell, Strips
from pages.shared.wire.header import ExtraAnswer
from pages.shared.wire.scene_header import OperationHeader, Unfolded
from pages.shared.wire.tape import first_weights

DRAWN, SET, MANY = "drawn", "set", "many"
"""Why there is no arithmetic: a first weight, one that was set by hand, too many terms."""


def unfold(trainer: Trainer, details: object) -> ExtraAnswer:
    """The operations that lead to a cell's number, and what they read and write for it.

    Args:
        trainer: evaluated at the step; to make an update it goes one step on.
        details: the cell as the browser says it: kind, layer, rows, columns, sample; of W whether it is a
            `first` one, which no update made.
    """
    cell = cells.read(details, trainer)
    if cell is None:
        return {"unfolded": None}
    first = isinstance(details, dict) and details.get("first") is True
    try:
        found = _weight(trainer, cell, first) if cell.of_weight else _of_sample(trainer, cell)
    except DivergedError:  # no update follows the last finite step
        return {"unfolded": None}
    return {"unfolded": scene.finite(found)}


def _of_sample(trainer: Trainer, cell: Cell) -> Unfolded:
    """a or delta of one unit."""
    experiment, l = trainer.experiment, cell.layer
    phase = "forward" if cell.kind == "a" else "backward"
    row = trainer.network.layers[l - 1]
    array = row.a if cell.kind == "a" else row.delta
    _, j = cells.largest(array[cell.sample][None], Cell(cell.kind, l, slice(0, 1), cell.columns, 0))
    operations = [op for op in trainer.program() if op.layer == l and op.phase == phase and op.symbol != "dW"]
    strips: Strips = {}
    over_samples = experiment.normalization == "batch"
    if not _many(trainer, over_samples and any(op.normalized for op in operations)):
        for operation in operations:
            cells.of_unit(strips, operation, cell, j, over_samples)
        if operations[0].output and phase == "backward":
            _of_loss(strips, trainer, cell)
    value = float(array[cell.sample, j])
    return _unfolded(experiment, trainer, cell, (cell.sample, j), value, operations, strips)


def _of_loss(strips: Strips, trainer: Trainer, cell: Cell) -> None:
    """What the loss's gradient is written with, beside what the operation reads."""
    buffers, l = trainer.network.buffers, cell.layer
    for name, array in (("y", buffers.y.T), (f"a{l}", buffers.a[l].T), (f"z{l}", buffers.z[l].T)):
        cells.put(strips, name, array, row=cell.sample)


def _weight(trainer: Trainer, cell: Cell, first: bool) -> Unfolded:
    """W, dW or the change of one weight."""
    experiment, l, rate = trainer.experiment, cell.layer, trainer.rate
    layer, strips = trainer.network.layers[l - 1], Strips()
    if cell.kind == "dW":
        i, j = cells.largest(layer.dW, cell)
        (gradient,) = [op for op in trainer.program() if op.layer == l and op.kind == "gradient"]
        if not _many(trainer, True):
            cells.of_gradient(strips, gradient, i, j)
        return _unfolded(experiment, trainer, cell, (i, j), float(layer.dW[i, j]), [gradient], strips)
    if cell.kind == "change":
        now, start = layer.W, first_weights(trainer)[l - 1]
        change = now - start
        i, j = cells.largest(change, cell)
        for name, array in ((f"W{l}", now), (f"W{l}_first", start), (f"change{l}", change)):
            cells.put(strips, name, array, i, j)
        found = _unfolded(experiment, trainer, cell, (i, j), float(change[i, j]), [], strips)
        found["operations"] = [_subtraction(l, trainer.step_count)]
        return found
    if first:
        i, j = cells.largest(layer.W, cell)
        why = SET if _by_hand(trainer, l, i, j) else DRAWN
        return _unfolded(experiment, trainer, cell, (i, j), float(layer.W[i, j]), [], strips, why)
    operation, arrays = cells.update(trainer, l)
    W = trainer.network.layers[l - 1].W
    i, j = cells.largest(W, cell)
    if _by_hand(trainer, l, i, j):
        return _unfolded(experiment, trainer, cell, (i, j), float(W[i, j]), [], strips, SET)
    for name, array in arrays.items():
        cells.put(strips, name, array, *((i, j) if array.ndim > 1 else (0, None)))
    found = _unfolded(experiment, trainer, cell, (i, j), float(W[i, j]), [operation], strips)
    found["rate"] = rate
    return found


def _many(trainer: Trainer, over_samples: bool) -> bool:
    """Whether a sum over the samples would have too many terms to send."""
    return over_samples and len(trainer.batch_rows) > cells.MOST_SAMPLES


def _by_hand(trainer: Trainer, l: int, i: int, j: int) -> bool:
    """Whether a weight was set by hand right after the step that the run stands at."""
    place = (trainer.step_count, l, i, j)
    return any((edit.step, edit.layer, edit.row, edit.column) == place for edit in trainer.plan.edits)


def _unfolded(
    experiment: Experiment, trainer: Trainer, cell: Cell, place: tuple[int, int], value: float,
    operations: list[Operation], strips: Strips, why: str = "",
) -> Unfolded:  # fmt: skip
    network = trainer.network
    return {
        "kind": cell.kind,
        "layer": cell.layer,
        "row": place[0],
        "column": place[1],
        "value": value,
        "why": why or ("" if strips else MANY),
        "operations": [_in_words(operation, experiment) for operation in operations],
        "strips": strips,
        "sizes": network.sizes,
        "samples": network.buffers.batch,
        "rate": trainer.rate,
        "objective": trees.objective(experiment),
        "rule": trees.rule(experiment),
        "epsilon": EPSILON,
        "penalty": asdict(experiment.penalty),
        "normalization": experiment.normalization,
        "biases": False,  # the card is about the weight
        "shown": network.parameters.size <= scene.MAX_PARAMETERS
        and scene.cells(experiment) <= scene.MAX_CELLS,
    }


def _in_words(operation: Operation, experiment: Experiment) -> OperationHeader:
    """An operation with its formula and its numbers' places; of a gradient and an update the weight's."""
    whole = operation.kind not in ("gradient", "update")
    equations = operation.equations[:1] if operation.kind == "gradient" else operation.equations
    ours = [equation for equation in equations if equation.parameter != "b"]
    found: OperationHeader = {
        "phase": operation.phase,
        "layer": operation.layer,
        "symbol": operation.symbol,
        "latex": operation.formula,
        "reads": list(operation.reads),
        "writes": list(operation.writes),
        "math": formulas.symbols(operation, experiment) if whole
        else "".join(mathml(formulas.painted(equation)) for equation in ours),
        "numbers": formulas.substituted(operation, experiment),
    }  # fmt: skip
    return {**found, **trees.facts(operation)}


def _subtraction(l: int, step: int) -> OperationHeader:
    """The change since step 0: no operation of the program, as it is only shown."""
    latex = rf"\paint{{weights}}{{W_{{{l}}}^{{({step})}}}} - W_{{{l}}}^{{(0)}}"
    return {
        "phase": "update", "layer": l, "symbol": "change", "latex": latex, "math": mathml(latex),
        "reads": [f"W{l}", f"W{l}_first"], "writes": [f"change{l}"], "kind": "change", "roles": {},
        "output": False, "normalized": False, "skip": False, "shares": False, "fused": False,
        "penalized": False,
    }  # fmt: skip
