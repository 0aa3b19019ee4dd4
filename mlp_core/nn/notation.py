"""Expressions as people read them: LaTeX, and lines of code."""

from __future__ import annotations

from collections.abc import Mapping

from mlp_core.nn.expressions import Binary, Call, Constant, Expression, Known, Log, Named, Number, Symbol

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
"""How tightly an expression holds together: what is looser than its place asks for gets brackets."""
_TIGHTNESS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def _tightness(e: Expression, fraction: bool = False) -> int:
    match e:
        case Binary("/") if fraction:
            return _ATOM  # a line of its own keeps numerator and denominator together
        case Binary(operator=operator):
            return _TIGHTNESS[operator]
        case Known(of=of):
            return _tightness(of, fraction)
        case Call("negative"):
            return _SUM
    return _ATOM


def is_sum(e: Expression) -> bool:
    """Whether it is loose enough to want brackets wherever something stands before it."""
    return _tightness(e) == _SUM


def _split(value: float) -> tuple[str, int | None]:
    """A number's digits, and its power of ten where it is written with one."""
    digits, _, power = f"{value:.12g}".partition("e")
    return digits, int(power) if power else None


class Latex:
    """Writes expressions as LaTeX.

    Args:
        names: symbol's name -> how it is written; any other as its letter, or its name.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}

    def symbol(self, symbol: Symbol, enclosed: bool) -> str:
        """One symbol; `enclosed` where a negative number in its place would need brackets."""
        return self._names.get(symbol.name, symbol.letter or symbol.name)

    def times(self, left: Expression, right: Expression) -> str:
        """What stands between two factors: nothing is to be seen, but a constant keeps some distance."""
        if not isinstance(left, Number | Constant):
            return " "
        plain = isinstance(right, Symbol) and len(right.name) == 1
        return r"\," if plain or _tightness(right) < _PRODUCT else r"\, "

    def write(self, e: Expression, inline: bool = False, enclosed: bool = False) -> str:
        """LaTeX of `e`; `inline` where a fraction is written with a slash."""
        match e:
            case Number(value):
                digits, power = _split(value)
                if power is None:
                    return digits
                return rf"10^{{{power}}}" if digits == "1" else rf"{digits} \cdot 10^{{{power}}}"
            case Symbol():
                return self.symbol(e, enclosed)
            case Named(of=of) | Known(of=of):
                return self.write(of, inline, enclosed)
            case Log(of):
                return self._applied("log", of)
            case Call(function, operands):
                return self._call(function, operands)
            case Binary("**", left, right):
                return self._power(left, right)
            case Binary("/", left, right) if not inline:
                return rf"\frac{{{self.write(left, inline=True)}}}{{{self.write(right, inline=True)}}}"
            case Binary(operator, left, right):
                return self._binary(operator, left, right, inline)
        raise TypeError(f"{e!r} is no expression that has LaTeX")

    def _bracketed(self, e: Expression, least: int, inline: bool, enclosed: bool = True) -> str:
        written = self.write(e, inline, enclosed)
        return f"({written})" if _tightness(e, fraction=not inline) < least else written

    def _binary(self, operator: str, left: Expression, right: Expression, inline: bool) -> str:
        first = self._bracketed(left, _TIGHTNESS[operator], inline, enclosed=False)
        if operator == "*":
            return first + self.times(left, right) + self._bracketed(right, _PRODUCT, inline)
        # The right one of a - (b + c) and a / (b c) has brackets, of a + b - c it has none.
        least = {"+": _SUM, "-": _PRODUCT, "/": _POWER}[operator]
        return f"{first} {operator} {self._bracketed(right, least, inline)}"

    def _power(self, base: Expression, exponent: Expression) -> str:
        plain = isinstance(base, Number) or (isinstance(base, Symbol) and len(base.name) == 1)
        below, above = self.write(base, enclosed=plain), self.write(exponent, inline=True)
        return (below if plain else f"({below})") + (f"^{above}" if len(above) == 1 else f"^{{{above}}}")

    def _applied(self, function: str, of: Expression) -> str:
        return rf"\{function} {self._bracketed(of, _POWER, inline=False)}"

    def _call(self, function: str, operands: tuple[Expression, ...]) -> str:
        match function:
            case "negative":
                return "-" + self._bracketed(operands[0], _PRODUCT, inline=True)
            case "exp":
                return f"e^{{{self.write(operands[0], inline=True)}}}"
            case "sqrt":
                return rf"\sqrt{{{self.write(operands[0], inline=True)}}}"
            case "maximum":
                return rf"\max({', '.join(self.write(operand) for operand in operands)})"
            case "sum":
                return rf"\sum {self._bracketed(operands[0], _PRODUCT, inline=True)}"
            case "tanh":
                return self._applied(function, operands[0])
        raise TypeError(f"{function} has no LaTeX")


def latex(e: Expression, names: Mapping[str, str] | None = None, inline: bool = False) -> str:
    """An expression as LaTeX, its symbols as `names` has them."""
    return Latex(names).write(e, inline)


def code(e: Expression, names: Mapping[str, str] | None = None) -> str:
    """An expression as Python over arrays, its symbols as `names` has them; named parts by their names."""
    names = names or {}

    def bracketed(part: Expression, least: int) -> str:
        written = code(part, names)
        return f"({written})" if not isinstance(part, Named) and _tightness(part) < least else written

    match e:
        case Number(value):
            digits, power = _split(value)
            return digits if power is None else f"{digits}e{power}"
        case Symbol(name, letter):
            return names.get(name, letter or name)
        case Named(name):
            return name
        case Known(of):
            return code(of, names)
        case Log(of):
            return f"log({code(of, names)})"
        case Call("negative", (of,)):
            return "-" + bracketed(of, _PRODUCT)
        case Call(function, operands):
            return f"{function}({', '.join(code(operand, names) for operand in operands)})"
        case Binary("**", left, right):
            return f"{bracketed(left, _ATOM)} ** {bracketed(right, _POWER)}"
        case Binary(operator, left, right):
            least = {"+": _SUM, "-": _PRODUCT, "*": _PRODUCT, "/": _POWER}[operator]
            return f"{bracketed(left, _TIGHTNESS[operator])} {operator} {bracketed(right, least)}"
    raise TypeError(f"{e!r} is no expression that has code")


def named(e: Expression) -> list[Named]:
    """The named parts of an expression, in the order in which lines of code compute them."""
    match e:
        case Named(of=of):
            return [*named(of), e]
        case Known(of=of) | Log(of=of):
            return named(of)
        case Call(operands=operands):
            return [part for operand in operands for part in named(operand)]
        case Binary(left=left, right=right):
            return named(left) + named(right)
    return []
