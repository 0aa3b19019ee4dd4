"""The core's LaTeX formulas as MathML, which browsers draw by themselves.

Streamlit's KaTeX cannot be reached from a component, and a formula must change at once when a person presses
Next. Only the commands of our formulas are known; any other is an error, and a test walks all formulas.

`\\paint{name}{...}` gives a part the colour of a factor, `\\slot{name}` a place for a number: {{name}}.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

_SYMBOLS = {
    "delta": "δ", "eta": "η", "theta": "θ", "Delta": "Δ", "lambda": "λ", "sigma": "σ", "nabla": "∇",
    "partial": "∂", "odot": "⊙", "cdot": "·", "sum": "∑", "leftarrow": "←", "top": "⊤",
}  # fmt: skip
_OPERATORS = {"odot", "cdot", "sum", "leftarrow", "nabla", "partial"}
_FUNCTIONS = {"tanh", "max", "log", "exp"}
_SPACES = {",": "0.17em", " ": "0.25em", "quad": "1em"}
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([0-9.]+)|(\S)|(\s+)")


@lru_cache(4096)  # the same ones at every step
def mathml(latex: str) -> str:
    """A `<math>` element for a formula.

    Raises:
        ValueError: for a command that is not known here, or braces that do not match.
    """
    reader = _Reader(latex)
    body = reader.row(until=None)
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{body}</math>'


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._tokens = [m for m in _TOKEN.finditer(latex) if m[4] is None]
        self._at = 0

    def row(self, until: str | None) -> str:
        """What comes up to a closing brace, or to the end."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token[0] == until:
                self._at += 1
                return f"<mrow>{''.join(parts)}</mrow>"
            if token[0] in ("^", "_", "'"):
                if not parts:
                    raise ValueError(f"nothing to put {token[0]} on in {self._latex!r}")
                parts.append(self._scripts(parts.pop()))
                continue
            parts.append(self._one())
        if until is not None:
            raise ValueError(f"a brace is missing in {self._latex!r}")
        return f"<mrow>{''.join(parts)}</mrow>"

    def _scripts(self, base: str) -> str:
        found: dict[str, str] = {}
        while self._at < len(self._tokens) and self._tokens[self._at][0] in ("^", "_", "'"):
            mark = self._tokens[self._at][0]
            self._at += 1
            found["^" if mark == "'" else mark] = "<mo>′</mo>" if mark == "'" else self._one()
        match found:
            case {"_": below, "^": above}:
                return f"<msubsup>{base}{below}{above}</msubsup>"
            case {"_": below}:
                return f"<msub>{base}{below}</msub>"
        return f"<msup>{base}{found['^']}</msup>"

    def _argument(self) -> str:
        """The characters in braces, as they are."""
        start = self._at + 1
        while self._at < len(self._tokens) and self._tokens[self._at][0] != "}":
            self._at += 1
        if self._at == len(self._tokens):
            raise ValueError(f"a brace is missing in {self._latex!r}")
        first, last = self._tokens[start - 1].end(), self._tokens[self._at].start()
        self._at += 1
        return escape(self._latex[first:last])

    def _one(self) -> str:
        if self._at >= len(self._tokens):
            raise ValueError(f"something is missing at the end of {self._latex!r}")
        token = self._tokens[self._at]
        self._at += 1
        command, number, character = token[1], token[2], token[3]
        if command is not None:
            return self._command(command)
        if number is not None:
            return f"<mn>{number}</mn>"
        if character == "{":
            return self.row(until="}")
        if character == "}":
            raise ValueError(f"a brace too many in {self._latex!r}")
        if character.isalpha():
            return f"<mi>{character}</mi>"
        if character in "|‖":  # on which side it stands is not known, so nothing is to grow or to be spaced
            return f'<mo stretchy="false" lspace="0" rspace="0">{character}</mo>'
        return f"<mo>{escape('−' if character == '-' else character)}</mo>"

    def _command(self, name: str) -> str:
        if name in _SPACES:
            return f'<mspace width="{_SPACES[name]}"/>'
        if name in ("frac", "tfrac"):
            return f"<mfrac>{self._one()}{self._one()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self._one()}</msqrt>"
        if name in ("left", "right"):
            return self._one()
        if name == "hat":
            return f'<mover accent="true">{self._one()}<mo stretchy="false">^</mo></mover>'
        if name in ("text", "mathrm"):
            return f"<mtext>{self._argument()}</mtext>"
        if name == "paint":
            colour = self._argument()
            return f'<mrow class="bp-c-{colour}">{self._one()}</mrow>'
        if name == "slot":
            return f"<mn>{{{{{self._argument()}}}}}</mn>"
        if name in _FUNCTIONS:
            return f'<mi>{name}</mi><mspace width="0.17em"/>'
        if name in _SYMBOLS:
            tag = "mo" if name in _OPERATORS else "mi"
            return f"<{tag}>{_SYMBOLS[name]}</{tag}>"
        raise ValueError(f"\\{name} is not known here, in {self._latex!r}")
