"""Expressions of lesson files: `loss@42`, `ratio(dW, 1, 7)@0 < 1e-3`, `deep.norm(dW, 1)`.

Python's own grammar, of which a few forms are allowed; nothing is ever executed. `x @ s` is x after s
updates: it binds like a product, and what stands within x with a step of its own keeps that. `name.x` is x of
another run of the lesson. What there is to be measured stands in quantities.py.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pages.shared.lessons.faults import RefusedError
from pages.shared.lessons.quantities import FUNCTIONS, NAMES, QUANTITIES, PlaceError, Stand

MOST_CHARACTERS = 300


def _power(base: float, exponent: float) -> float:
    found = base**exponent
    return math.nan if isinstance(found, complex) else found


_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: _power,
}
_COMPARED: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class ExpressionError(RefusedError):
    """Why an expression cannot be read."""


@dataclass(frozen=True)
class Expression:
    """One that has been read.

    Attributes:
        source: as it stands in the file.
        body: its tree.
    """

    source: str
    body: ast.expr

    @property
    def is_claim(self) -> bool:
        """Whether it is true or false, not a number."""
        return _is_claim(self.body)

    @property
    def runs(self) -> set[str]:
        """The names of the other runs that it measures."""
        return {
            node.value.id
            for node in ast.walk(self.body)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }

    @property
    def steps(self) -> list[int]:
        """The steps that it names."""
        found = []
        for node in ast.walk(self.body):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                match node.right:
                    case ast.Constant(int(step)):
                        found.append(step)
        return found

    def value(self, stand: Stand) -> float:
        """What it is at a moment; NaN where a run does not get so far."""
        try:
            return float(_value(self.body, stand))
        except (ArithmeticError, ValueError):
            return math.nan

    def holds(self, stand: Stand) -> bool:
        """Whether it is true at a moment; it is not where one of its numbers is none."""
        try:
            return bool(_value(self.body, stand))
        except (ArithmeticError, ValueError):
            return False


def read(source: str) -> Expression:
    """Read one.

    Raises:
        ExpressionError: where it is none, or has what is not allowed.
    """
    if len(source) > MOST_CHARACTERS:
        raise ExpressionError("expression_long", most=MOST_CHARACTERS)
    try:
        body = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("expression", source=source) from None
    _check(body)
    return Expression(source, body)


def _is_claim(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare | ast.BoolOp) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _check(node: ast.expr) -> None:
    """Refuse every form but those that `_value` knows."""
    match node:
        case ast.Constant(bool()) | ast.Constant(complex()):
            raise ExpressionError("expression", source=ast.unparse(node))
        case ast.Constant(int() | float()):
            return
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY or isinstance(op, ast.MatMult):
            _check(left)
            _check(right)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            _check(operand)
        case ast.BoolOp(values=values):
            for value in values:
                _check(value)
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARED for op in ops):
            for value in (left, *others):
                _check(value)
        case ast.Name() | ast.Attribute():
            _check_call(node, [])
        case ast.Call(func=ast.Name() | ast.Attribute() as what, args=args, keywords=[]):
            _check_call(what, args)
        case _:
            raise ExpressionError("expression", source=ast.unparse(node))


def _check_call(what: ast.expr, args: list[ast.expr]) -> None:
    name = _name(what)
    if name in FUNCTIONS and isinstance(what, ast.Name):
        few, most = FUNCTIONS[name].least, FUNCTIONS[name].most
        rest = args
    elif name in QUANTITIES:
        quantity = QUANTITIES[name]
        few, most = quantity.least, quantity.most
        rest = args[1:] if quantity.of else args
        if quantity.of and (not args or not isinstance(args[0], ast.Name) or args[0].id not in NAMES):
            raise ExpressionError("expression_of", name=name, names=", ".join(NAMES))
    else:
        raise ExpressionError("quantity", name=name, names=", ".join([*QUANTITIES, *FUNCTIONS]))
    if not few <= len(args) <= most:
        raise ExpressionError("arguments", name=name, least=few, most=most)
    for each in rest:
        _check(each)


def _name(what: ast.expr) -> str:
    match what:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name):
            return name
    raise ExpressionError("expression", source=ast.unparse(what))


def _value(node: ast.expr, stand: Stand) -> float | bool:
    match node:
        case ast.Constant(int() | float() as number):
            return float(number)  # whole ones have no largest, and a power of them may never end
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return _value(left, stand.at(_step(_value(right, stand), stand)))
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, stand), _value(right, stand))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, stand)
        case ast.UnaryOp(operand=operand):
            return -_value(operand, stand)
        case ast.BoolOp(op=op, values=values):
            found = (_value(value, stand) for value in values)
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compared(left, ops, others, stand)
        case ast.Call(func=what, args=args):
            return _called(what, args, stand)
    return _called(node, [], stand)


def _step(n: float, stand: Stand) -> int:
    if not math.isfinite(n):
        raise ArithmeticError
    if n < 0 or n != int(n):
        raise PlaceError("step", n, stand.most)
    return int(n)


def _compared(left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr], stand: Stand) -> bool:
    before = _value(left, stand)
    for op, other in zip(ops, others, strict=True):
        after = _value(other, stand)
        if not _COMPARED[type(op)](before, after):
            return False
        before = after
    return True


def _called(what: ast.expr, args: list[ast.expr], stand: Stand) -> float:
    if isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name):
        stand = stand.of(what.value.id)
    name = _name(what)
    if name in FUNCTIONS and isinstance(what, ast.Name):
        return FUNCTIONS[name].of(*(_value(arg, stand) for arg in args))
    quantity = QUANTITIES[name]
    numbers = [_value(arg, stand) for arg in (args[1:] if quantity.of else args)]
    named = [args[0].id] if quantity.of and isinstance(args[0], ast.Name) else []
    return quantity.measure(stand, *named, *numbers)
