"""What a teacher prints of a lesson: notes, a worksheet with this run's numbers and blanks, and its answers.

Each is one page of HTML that needs nothing else, laid out for A4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from pages.shared.browser.files import sheet
from pages.shared.lessons.lesson import Lesson, Step, Words
from pages.shared.lessons.markup import Block
from pages.shared.lessons.measured import Predicted, StepTold, told
from pages.shared.text import counted, speaking, text

_STYLE = sheet("lessons/sheet.css")
_LINES = 3
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 120, 60, 14, 8
"""Of a chart, in millimetres, and where its axes are."""


def page(lesson: Lesson, kind: str, code: str) -> str:
    """One of its sheets.

    Args:
        kind: notes, worksheet, answers.
        code: the language that is read; a lesson that has it not is in its own.
    """
    code = lesson.language(code)
    with speaking(code):  # Streamlit has a sheet made once it is wanted, in a thread that knows of no session
        return _page(lesson, kind, code)


def _page(lesson: Lesson, kind: str, code: str) -> str:
    body = _SHEETS[kind](lesson, code)
    title = escape(lesson.title[code])
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        f"<title>{title} · {escape(text(f'lessons.{kind}'))}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1>\n{body}\n</body></html>\n"
    )


def _of(words: Words, code: str) -> str:
    return escape(words.get(code, ""))


def _notes(lesson: Lesson, code: str) -> str:
    parts = [f"<p>{_of(lesson.about, code)}</p>"]
    if lesson.misconception:
        parts += [_heading("misconception"), f"<p>“{_of(lesson.misconception, code)}”</p>"]
    if lesson.plan:
        rows = "".join(
            f"<tr><td>{escape(counted('lessons.minutes', part.minutes))}</td>"
            f"<td>{_of(part.words, code)}</td></tr>"
            for part in lesson.plan
        )
        parts += [_heading("plan"), f"<table>{rows}</table>"]
    for name, entries in (("class_answers", lesson.answers), ("next", lesson.after)):
        if entries:
            parts += [_heading(name), _list([_of(each, code) for each in entries])]
    parts.append(_heading("steps"))
    rows = "".join(
        f"<tr><td>{n}</td><td>{escape(text(f'lesson.kind_{step.kind}'))}</td>"
        f"<td>{escape(text(f'lessons.engage_{step.engage}'))}</td>"
        f"<td>{_blocks(told(lesson, step, code)['text'])}</td></tr>"
        for n, step in enumerate(lesson.steps, 1)
    )
    return "\n".join([*parts, f"<table>{rows}</table>"])


def _heading(name: str) -> str:
    return f"<h2>{escape(text(f'lessons.{name}'))}</h2>"


def _list(entries: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{each}</li>' for each in entries)}</ul>"


def _worksheet(lesson: Lesson, code: str) -> str:
    who = "".join(f"<span>{escape(text(f'lessons.{name}'))}</span>" for name in ("name", "date"))
    return f'<div class="who">{who}</div>\n' + "\n".join(_tasks(lesson, code, solved=False))


def _answers(lesson: Lesson, code: str) -> str:
    return "\n".join(_tasks(lesson, code, solved=True))


def _tasks(lesson: Lesson, code: str, solved: bool) -> Iterator[str]:
    """Every step that asks for something, and what is shown before it; what comes after, for the answers."""
    n, asked_for = 0, sum(step.kind in _ASKED for step in lesson.steps)
    for step in lesson.steps:
        said = told(lesson, step, code)
        if step.kind in _ASKED:
            n += 1
            kind = escape(text(f"lesson.kind_{step.kind}"))
            asked = "".join(_ASKED[step.kind](said, solved))
            heading = f'<h2>{n} <span class="kind">{kind}</span></h2>'
            yield f'<div class="task">{heading}{_blocks(said["text"])}{asked}</div>'
        elif (step.kind == "reveal" and solved) or (step.kind in _SAID and (solved or n < asked_for)):
            yield f'<div class="task">{_blocks(said["text"])}</div>'
    yield f'<p class="from">{escape(text("lessons.from", address=_address(lesson.steps[0])))}</p>'


def _address(step: Step) -> str:
    return step.moment.address if step.moment else ""


def _predict(step: StepTold, solved: bool) -> Iterator[str]:
    found = step["predicted"]
    assert found
    if found["ask"] == "choice":
        for option in found["options"]:
            right = solved and option["right"]
            say = f" – {_line(option['say'])}" if right else ""
            yield f'<p><span class="box{" right" if right else ""}"></span>{_line(option["text"])}{say}</p>'
    elif found["ask"] == "curve":
        yield _chart(found, solved)
    else:
        name = escape(text("lesson.layer" if found["ask"] == "layer" else "lesson.number"))
        yield f"<p>{name}: {_gap(found['said'] if solved else '')}</p>"


def _gap(words: str) -> str:
    return f'<span class="gap answer">{escape(words)}&nbsp;</span>'


def _chart(found: Predicted, solved: bool) -> str:
    """Axes to draw the curve on; with the run's own where it is solved."""
    curve = found["curve"]
    steps, top = curve[-1][0], 1.15 * max(loss for _, loss in curve)
    points = " ".join(
        f"{_LEFT + (_WIDTH - _LEFT - 2) * step / steps:.2f},{(_HEIGHT - _BOTTOM) * (1 - loss / top):.2f}"
        for step, loss in (curve if solved else curve[:1])
    )
    x, y = points.split(" ")[0].split(",")
    name, last = escape(text("lesson.kind_predict")), escape(text("lesson.curve_at", step=f"{steps:,}"))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}">'
        f'<path d="M{_LEFT} 0V{_HEIGHT - _BOTTOM}H{_WIDTH - 2}" class="axes"/>'
        f'<polyline points="{points}"/>'
        f'<circle cx="{x}" cy="{y}" r="0.9"/>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 3}">0</text>'
        f'<text x="{_WIDTH - 2}" y="{_HEIGHT - 3}" text-anchor="end">{last}</text>'
        f'<text x="{_LEFT - 1}" y="{_HEIGHT - _BOTTOM}" text-anchor="end">0</text>'
        f'<text x="{_LEFT - 1}" y="3.5" text-anchor="end">{top:.2g}</text></svg>'
    )


def _fill(step: StepTold, solved: bool) -> Iterator[str]:
    for blank in step["blanks"]:
        gap = _gap(blank["said"] if solved else "")
        yield f"<p>{_line(blank['before'])} {gap} {_line(blank['after'])}</p>"


def _lines(step: StepTold, solved: bool) -> Iterator[str]:
    if solved:
        yield f'<p class="answer">{escape(text("lessons.own_words"))}</p>'
    else:
        yield '<div class="line"></div>' * _LINES


def _try(step: StepTold, solved: bool) -> Iterator[str]:
    if solved and step["hint"]:
        yield f'<p class="answer">{_line(step["hint"])}</p>'
    elif not solved:
        yield '<div class="line"></div>'


_ASKED: dict[str, Callable[[StepTold, bool], Iterator[str]]] = {
    "predict": _predict, "fill": _fill, "try": _try, "explain": _lines, "think": _lines,
}  # fmt: skip
_SAID = ("show", "compare")
"""The kinds whose text alone stands there."""
_SHEETS: dict[str, Callable[[Lesson, str], str]] = {
    "notes": _notes, "worksheet": _worksheet, "answers": _answers,
}  # fmt: skip


def _line(blocks: list[Block]) -> str:
    """A text as one line; formulas are MathML of ours, all else is escaped."""
    said = {"strong": "<strong>{}</strong>", "code": "<code>{}</code>", "math": "{}"}
    pieces = [
        said.get(part["kind"], "{}").format(
            part["words"] if part["kind"] == "math" else escape(part["words"])
        )
        for block in blocks
        for part in block["parts"]
    ]
    return "".join(pieces)


def _blocks(blocks: list[Block]) -> str:
    return "".join(
        f"<p>{_line([block])}</p>" if block["kind"] == "p" else f"<ul><li>{_line([block])}</li></ul>"
        for block in blocks
    ).replace("</ul><ul>", "")
