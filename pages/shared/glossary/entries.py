"""The glossary: every name and symbol, with its formula, where it is printed and where it can be watched.

Its words are `glossary.<name>.term` and `glossary.<name>.says` in the text catalogue. Cards, the Glossary
page and the sidebar's tooltips take all they say from here. Knows no Streamlit.
"""

from __future__ import annotations

from dataclasses import dataclass

TRAIN, STEPPER, LAB, DATA = "train", "step_through", "vanishing_gradients", "data"
NETWORK, BACKWARD, TRAINING, SAMPLES, PICTURES = "network", "backward", "training", "samples", "pictures"
GROUPS = (NETWORK, BACKWARD, TRAINING, SAMPLES, PICTURES)
"""What stands together, in this order."""


@dataclass(frozen=True)
class Entry:
    """One name or symbol.

    Attributes:
        group: in which it stands, a name in GROUPS.
        printed: the pages that print it; what a sidebar's widget is called is on every page (WIDGETS).
        formula: in the LaTeX that mathml.py knows; empty for none. Of what a setting decides (the loss, the
            activation) it is the present run's (told.py).
        show: the page that shows it at work; on Step through the operation's symbol, in the lab the chart.
        number: where this moment's own number comes from: MOMENT, of what the browser has (`explained.js` of
            each component), or SETTING, of the run's settings; empty for none.
    """

    group: str
    printed: tuple[str, ...]
    formula: str = ""
    show: tuple[str, str] | None = None
    number: str = ""


MOMENT, SETTING = "moment", "setting"


def _step(symbol: str) -> tuple[str, str]:
    return STEPPER, symbol


_LAB = (LAB, "")
_MEASURED = (TRAIN, STEPPER, LAB)

ENTRIES: dict[str, Entry] = {
    "layer": Entry(NETWORK, (TRAIN, STEPPER, LAB), r"a_{l} = f(a_{l-1} W_{l} + b_{l})", _step("z"), MOMENT),
    "unit": Entry(NETWORK, _MEASURED, r"a_{j} = f(\sum a_{i} W_{ij} + b_{j})", _step("z"), MOMENT),
    "parameters": Entry(NETWORK, (TRAIN,), r"n_{l-1} n_{l} + n_{l}", None, MOMENT),
    "x": Entry(NETWORK, (TRAIN, STEPPER, DATA), r"a_{0} = x", (DATA, ""), MOMENT),
    "W": Entry(NETWORK, (TRAIN, STEPPER), r"z_{l} = a_{l-1} W_{l} + b_{l}", _step("z"), MOMENT),
    "b": Entry(NETWORK, (TRAIN, STEPPER), r"z_{l} = a_{l-1} W_{l} + b_{l}", _step("z"), MOMENT),
    "z": Entry(NETWORK, (TRAIN, STEPPER, LAB), r"z_{l} = a_{l-1} W_{l} + b_{l}", _step("z"), MOMENT),
    "activation": Entry(NETWORK, (TRAIN, STEPPER, LAB), r"a = f(z)", _step("a"), SETTING),
    "a": Entry(NETWORK, (TRAIN, STEPPER), r"a_{l} = f(z_{l})", _step("a"), MOMENT),
    "slope": Entry(NETWORK, (STEPPER, LAB), r"f'(z) = \frac{\partial a}{\partial z}", _step("delta"), MOMENT),
    "saturation": Entry(NETWORK, (TRAIN, LAB), r"f'(z) < 0.01", (LAB, "saturation"), MOMENT),
    "dead": Entry(NETWORK, (TRAIN, LAB), r"f'(z) = 0", (LAB, "saturation"), MOMENT),
    "kink": Entry(NETWORK, (STEPPER,)),
    "normalization": Entry(NETWORK, (TRAIN, STEPPER, LAB), r"n = \frac{z - m}{s} + b", _LAB, SETTING),
    "residual": Entry(NETWORK, (TRAIN, STEPPER, LAB), r"a_{l} = f(z_{l}) + a_{l-1}", _LAB, SETTING),
    "gradient": Entry(BACKWARD, _MEASURED, r"\frac{\partial L}{\partial W}", _step("dW"), MOMENT),
    "chain_rule": Entry(
        BACKWARD, (STEPPER,),
        r"\frac{\partial L}{\partial z_{l}} = \frac{\partial L}{\partial z_{l+1}} "
        r"\frac{\partial z_{l+1}}{\partial a_{l}} \frac{\partial a_{l}}{\partial z_{l}}",
        _step("delta"),
    ),
    "delta": Entry(
        BACKWARD, _MEASURED, r"\delta_{l} = (\delta_{l+1} W_{l+1}^\top) \odot f'(z_{l})", _step("delta"),
        MOMENT,
    ),
    "dW": Entry(BACKWARD, _MEASURED, r"dW_{l} = a_{l-1}^\top \delta_{l}", _step("dW"), MOMENT),
    "db": Entry(BACKWARD, _MEASURED, r"db_{l} = \sum \delta_{l}", _step("dW"), MOMENT),
    "dW_norm": Entry(BACKWARD, _MEASURED, r"‖dW‖ = \sqrt{\sum dW_{ij}^2}", _LAB, MOMENT),
    "db_norm": Entry(BACKWARD, (TRAIN, LAB), r"‖db‖ = \sqrt{\sum db_{j}^2}", _LAB, MOMENT),
    "delta_norm": Entry(BACKWARD, _MEASURED, r"‖\delta‖ = \sqrt{\sum \delta_{j}^2}", _LAB, MOMENT),
    "dW_mean_abs": Entry(BACKWARD, (TRAIN,), r"\frac{1}{n} \sum |dW_{ij}|", _LAB, MOMENT),
    "grad_rms": Entry(BACKWARD, (LAB,), r"\sqrt{\frac{1}{n} \sum dW_{ij}^2}", _LAB, MOMENT),
    "grad_max": Entry(BACKWARD, (LAB,), r"\max |dW_{ij}|", _LAB, MOMENT),
    "gain": Entry(
        BACKWARD, (STEPPER, LAB), r"\frac{‖\delta_{l}‖}{‖\delta_{l+1}‖}", (LAB, "passes"), MOMENT
    ),
    "vanishing": Entry(BACKWARD, (TRAIN, LAB), r"0.25 \cdot 0.25 \cdot 0.25 = 0.0156", _LAB, MOMENT),
    "exploding": Entry(BACKWARD, (TRAIN, LAB), r"2 \cdot 2 \cdot 2 = 8", _LAB, MOMENT),
    "check": Entry(BACKWARD, (STEPPER,), r"\frac{L(W + h) - L(W - h)}{2 h}", _step("dW")),
    "loss": Entry(TRAINING, _MEASURED, r"L = \frac{1}{2} \sum (a - y)^2", _step("loss"), MOMENT),
    "accuracy": Entry(TRAINING, (TRAIN, LAB), "", (TRAIN, ""), MOMENT),
    "guess": Entry(TRAINING, (TRAIN, LAB), "", (TRAIN, ""), MOMENT),
    "step": Entry(TRAINING, _MEASURED, r"W \leftarrow W - \eta\, dW", _step("W"), MOMENT),
    "epoch": Entry(TRAINING, (TRAIN, STEPPER), "", (TRAIN, ""), MOMENT),
    "batch": Entry(TRAINING, (TRAIN, STEPPER), "", _step("loss"), SETTING),
    "learning_rate": Entry(TRAINING, _MEASURED, r"W \leftarrow W - \eta\, dW", _step("W"), SETTING),
    "schedule": Entry(TRAINING, (TRAIN, STEPPER), "", _step("W"), SETTING),
    "optimizer": Entry(TRAINING, (TRAIN, STEPPER), r"W \leftarrow W - \eta\, dW", _step("W"), SETTING),
    "seed": Entry(TRAINING, (TRAIN, LAB), "", None, SETTING),
    "initializer": Entry(TRAINING, (TRAIN, LAB), "", _LAB, SETTING),
    "xavier": Entry(TRAINING, (TRAIN, LAB), r"\sigma^2 = \frac{2}{n_{l-1} + n_{l}}", _LAB),
    "he": Entry(TRAINING, (TRAIN, LAB), r"\sigma^2 = \frac{2}{n_{l-1}}", _LAB),
    "lecun": Entry(TRAINING, (TRAIN, LAB), r"\sigma^2 = \frac{1}{n_{l-1}}", _LAB),
    "orthogonal": Entry(TRAINING, (TRAIN, LAB), r"W^\top W = c^2 I", _LAB),
    "penalty": Entry(
        TRAINING, (TRAIN, STEPPER), r"\lambda_1 \sum |W| + \frac{\lambda_2}{2} \sum W^2", _step("loss"),
        SETTING,
    ),
    "change": Entry(TRAINING, (TRAIN,), r"W_{t} - W_{0}", (TRAIN, ""), MOMENT),
    "relative_update": Entry(TRAINING, (STEPPER,), r"\frac{‖\Delta W‖}{‖W‖}", _step("W")),
    "published": Entry(TRAINING, (TRAIN, DATA), "", (DATA, ""), MOMENT),
    "sample": Entry(SAMPLES, (TRAIN, STEPPER, DATA), "", (DATA, ""), MOMENT),
    "y": Entry(SAMPLES, (TRAIN, STEPPER, DATA), "", (DATA, ""), MOMENT),
    "test": Entry(SAMPLES, (TRAIN, DATA), "", (DATA, ""), SETTING),
    "noise": Entry(SAMPLES, (TRAIN, DATA), "", (DATA, ""), SETTING),
    "standardize": Entry(SAMPLES, (TRAIN, DATA), r"\frac{x - m}{s}", (DATA, ""), SETTING),
    "max": Entry(PICTURES, (TRAIN,), r"\max |a_{j}|", None, MOMENT),
    "meter": Entry(PICTURES, (TRAIN,), r"\log ‖dW‖", None, MOMENT),
    "log_axis": Entry(PICTURES, (TRAIN, LAB), r"10^{0}, 10^{-1}, 10^{-2}", None),
    "faint": Entry(PICTURES, (TRAIN,), "", None, MOMENT),
    "colours": Entry(PICTURES, (TRAIN,), "", None, MOMENT),
    "surface": Entry(PICTURES, (TRAIN,), "", (TRAIN, "")),
    "confusion": Entry(PICTURES, (TRAIN,), "", (TRAIN, "")),
    "staircase": Entry(PICTURES, (LAB,), "", _LAB, MOMENT),
    "ceiling": Entry(PICTURES, (LAB,), r"f'(z) = 0.25", _LAB),
    "quartiles": Entry(PICTURES, (LAB,), "", _LAB),
}  # fmt: skip
"""By name: a name stands in links to the Glossary page, so it never changes."""

WIDGETS: dict[str, str] = {
    "layers": "layer", "width": "unit", "activation": "activation", "initializer": "initializer",
    "lr": "learning_rate", "seed": "seed", "steps": "step", "samples": "sample", "noise": "noise",
    "test": "test", "split": "seed", "standardize": "standardize", "loss": "loss", "optimizer": "optimizer",
    "batch": "batch", "schedule": "schedule", "period": "schedule", "l1": "penalty", "l2": "penalty",
    "norm": "normalization", "skip": "residual",
    "lab_depth": "layer", "lab_width": "unit", "lab_seeds": "quartiles", "lab_seed": "seed",
    "lab_steps": "step", "lab_learning_rate": "learning_rate", "lab_gain": "initializer",
    "lab_samples": "sample", "lab_measure": "gradient", "lab_output": "activation",
    "lab_compare": "initializer", "lab_cure_activation": "activation", "lab_cure_initializer": "initializer",
    "lab_cure_residual": "residual", "lab_cure_layer_norm": "normalization",
    "lab_cure_batch_norm": "normalization", "lab_cure_cross_entropy": "loss",
    "lab_cure_learning_rate": "learning_rate",
    "data_fed": "standardize", "data_target": "y",
}  # fmt: skip
"""The widgets, by their names, and what their labels print."""
