"""Each operation as lines of code: the textbook's, which compute what is shown, and the tutorial's.

An activation, a loss, a normalisation, a penalty and an optimizer bring theirs from their classes.
"""

from __future__ import annotations

from mlp_core import LOSSES, OPTIMIZERS, Experiment, Operation
from mlp_core.nn.normalization import NORMALIZATIONS, Normalization
from mlp_core.optim.schedules import FACTOR
from pages.shared.stepper.formulas import function, prints_a_mean


def textbook(operation: Operation, experiment: Experiment) -> str:
    """The operation's code, samples as rows; in a line, or more where it has more parts."""
    return "\n".join(_textbook(operation, experiment))


def _textbook(operation: Operation, experiment: Experiment) -> list[str]:
    l = operation.layer or 0
    below = "x" if l == 1 else f"a{l - 1}"
    seen = f"n{l}" if operation.normalized else f"z{l}"
    match operation.kind:
        case "product":
            return [f"z{l} = {below} @ W{l}" + ("" if operation.normalized else f" + b{l}")]
        case "normalization":
            return _normalization(experiment).code(l)
        case "activation":
            called = "f_out" if operation.output else "f"
            *before, line = function(operation, experiment).code(l, seen, called)
            return [*before, line + (f" + {below}" if operation.skip else "")]
        case "loss":
            return _losses(experiment, f"a{len(experiment.sizes) - 1}")
        case "output_delta":
            error = LOSSES[experiment.loss].gradient_code(f"a{l}")
            if operation.fused:
                return [f"delta{l} = {error}"]
            return function(operation, experiment).delta_code(l, error)
        case "delta":
            return _hidden_delta(operation, experiment, seen)
        case "gradient":
            shift = f"dn{l}" if operation.normalized else f"delta{l}"
            product = f"dW{l} = {below}.T @ delta{l};  db{l} = {shift}.sum(0)"
            return [product, *experiment.penalty.gradient_code(l)]
        case "update":
            return _update(operation, experiment, "eta")


def _losses(experiment: Experiment, outputs: str) -> list[str]:
    """The loss, and L, along which training descends, where that is another."""
    loss, penalty = LOSSES[experiment.loss], experiment.penalty
    printed = [f"loss = {loss.code(outputs)}", *penalty.code("loss")]
    if not prints_a_mean(experiment):
        return printed
    return [*printed, f"L = {loss.objective_code(outputs)}", *penalty.code("L")]


def _normalization(experiment: Experiment) -> Normalization:
    kind = NORMALIZATIONS[experiment.normalization]
    if kind is None:
        raise KeyError(experiment.normalization)
    return kind


def _hidden_delta(operation: Operation, experiment: Experiment, seen: str) -> list[str]:
    l = operation.layer or 0
    passed = f"delta{l + 1} @ W{l + 1}.T"
    if not (experiment.residual or operation.normalized):
        return [f"delta{l} = ({passed}) * f.slope({seen})"]
    # The gradient at a has a name of its own: the skip connection around this layer hands it on.
    line = f"da{l} = {passed}" + (f" + da{l + 1}" if operation.skip else "")
    if not operation.normalized:
        return [line, f"delta{l} = da{l} * f.slope({seen})"]
    return [line, f"dn{l} = da{l} * f.slope({seen})", *_normalization(experiment).gradient_code(l)]


def _update(operation: Operation, experiment: Experiment, eta: str) -> list[str]:
    optimizer, l = OPTIMIZERS[experiment.optimizer](), operation.layer
    names = [f"W{l}", f"b{l}"] if experiment.train_biases else [f"W{l}"]
    updates = [optimizer.code(name, eta) for name in names]
    lines = [line for update in updates for line in update]
    if len(updates[0]) == 1:
        lines = [";  ".join(lines)]
    # What comes once before all updates: the learning rate of the step, and the count of them.
    return [*_rate(experiment, eta), *optimizer.begin_code, *lines] if l == 1 else lines


def _rate(experiment: Experiment, eta: str) -> list[str]:
    rate, period = f"{experiment.learning_rate!r}", experiment.period
    return {
        "constant": [],
        "step": [f"{eta} = {rate} * {FACTOR!r} ** (step // {period})"],
        "cosine": [f"{eta} = {rate} * (1 + cos(pi * min(step, {period}) / {period})) / 2"],
    }[experiment.schedule]


def tutorial(operation: Operation, experiment: Experiment) -> str:
    """The line of the tutorial's listing that does it; its l0.dh is the gradient at the layer's input.

    What the listing does not have says so: in its words where they can say it, else in the textbook's.
    """
    foreign, skip = _foreign(operation, experiment), operation.skip
    if not foreign:
        line = _listing(operation, experiment)
        if skip:
            line += " + x" if operation.kind == "activation" else " + l1.dh"
    elif operation.kind == "update":
        line = "\n".join(_update(operation, experiment, "alpha"))
    else:
        line = textbook(operation, experiment)
    own = foreign or skip or (operation.normalized and operation.kind in ("product", "activation"))
    notes = [
        *([f"layer {operation.layer}"] if operation.layer else []),
        *(["not in the tutorial"] if own else _factor(operation, experiment)),
    ]
    return line + (f"    # {', '.join(notes)}" if notes else "")


def _factor(operation: Operation, experiment: Experiment) -> list[str]:
    """What the listing's loss_obj gives, as its comments say it: h for the output, of N samples."""
    if operation.kind not in ("loss", "output_delta") or not prints_a_mean(experiment) or experiment.penalty:
        return []
    loss = LOSSES[experiment.loss]
    if operation.kind == "loss":
        return [loss.code("h")]
    samples = "N" if experiment.batch > 1 else ""
    along = loss.objective_code("h").replace(" / len(y)", f" / {samples}" if samples else "")
    return [f"{loss.gradient_code('h', samples)} of L = {along}"]


def _listing(operation: Operation, experiment: Experiment) -> str:
    """The listing's own line."""
    match operation.kind:
        case "product":
            return "self.last_h = _m(_t(self.W), x)" + ("" if operation.normalized else " + self.b")
        case "activation":
            return f"return self.a(self.{'last_n' if operation.normalized else 'last_h'})"
        case "loss":
            return "loss = loss_obj(network(x), y)"
        case "output_delta":
            return "loss_obj.dh = loss_obj.grad()"
        case "delta":
            return "l0.dh = _m(l0.grad(), l1.dh)"
        case "gradient":
            return "l0.dW = l0.grad_W(l1.dh);  l0.db = l0.grad_b(l1.dh)"
        case "update":
            names = "Wb" if experiment.train_biases else "W"
            return ";  ".join(f"layer.{name} += -alpha * layer.d{name}" for name in names)
    raise KeyError(operation.kind)


def _foreign(operation: Operation, experiment: Experiment) -> bool:
    """Whether the tutorial's lines would not do it.

    Its grad(), grad_W and grad_b multiply by the slope and know of nothing between W and a.
    """
    match operation.kind:
        case "update":
            first_of_schedule = operation.layer == 1 and experiment.schedule != "constant"
            return not OPTIMIZERS[experiment.optimizer]().in_tutorial or first_of_schedule
        case "normalization":
            return True
        case "activation":
            return operation.shares
        case "output_delta" | "delta" | "gradient":
            between = operation.normalized or operation.fused
            return operation.penalized or operation.shares or between
    return operation.penalized
