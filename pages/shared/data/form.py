"""The way to a person's own file: upload, look, choose, use. What is bad leaves the present run alone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mlp_core import ExperimentError
from mlp_core.data.csv import MAX_COLUMNS, MAX_ROWS
from mlp_core.data.letters import ENCODINGS
from mlp_core.data.sheet import Column
from mlp_core.data.table import Table
from mlp_core.errors import TableError, shorten
from pages.shared import controls, describe, screen, session, state
from pages.shared.data import upload as uploads
from pages.shared.data.parts import height_of, key_of, remembered
from pages.shared.data.sentences import frame_told, handled, some_columns, written_told
from pages.shared.data.upload import Upload
from pages.shared.fragment import fragment
from pages.shared.plain import plain_text
from pages.shared.text import counted, naming, section, text
from pages.shared.widgets import changed
from pages.shared.work import TURN

_PREVIEW = 8
_KINDS_SHOWN = 6
_KINDS = ("numeric", "categorical", "calendar")


def show(is_wanted: bool = False) -> None:
    """The form, folded where there is nothing to do in it.

    Args:
        is_wanted: whether one came for it.
    """
    data = state.DATA.get()
    pending = data.upload is not None and data.used != data.upload.number
    pending = pending or (is_wanted and not data.used)
    # A file put to use folds the form: by another expander, since this one stays as a person has it.
    key = key_of(f"own_{data.used}")
    with st.expander(text("data.own"), expanded=pending, icon=":material/upload_file:", key=key):
        _form()


@fragment
def _form() -> None:
    data = state.DATA.get()
    if data.is_new or controls.outdated():
        data.is_new = False
        st.rerun()  # the whole page has other data now
    left, right = st.columns([2, 3], gap="medium")
    with left:
        upload = _upload()
        if upload is None:
            return
        if upload.problem:
            _refuse(_sentence(upload.problem))
            if upload.problem.problem == "no_header":
                st.button(
                    text("data.no_names"),
                    icon=":material/123:",
                    on_click=_read_anew,
                    args=(upload, {"header": 0}),
                )
            _reading(upload)
            return
        _choices(upload)
    with right:
        _recognised(upload)
        _columns(upload)
    with left:
        _result(upload)


def _sentence(problem: TableError) -> str:
    """A problem in words, as Markdown that shows names and cells as they are."""
    looks = {name: text(f"table.looks_{name}") for name in TableError.LOOKS}
    return plain_text(problem.sentence(text(f"table.{problem.problem}"), looks))


def _refuse(sentence: str) -> None:
    """Say why nothing comes of it, and that nothing is lost."""
    st.error(sentence, icon=":material/block:")
    st.caption(text("data.unchanged"))


def _upload() -> Upload | None:
    """The file: the one that was just put here, or the one that was there when the page was left."""
    data = state.DATA.get()
    help = text("data.file.help", rows=f"{MAX_ROWS:,}", columns=MAX_COLUMNS)
    file = st.file_uploader(
        text("data.file"), key=key_of("file"), on_change=changed("file", _other_file), help=help
    )
    if data.changed is not None:
        with st.spinner(text("data.reading")), TURN.held():
            data.upload = uploads.read(file.name, data.changed, file.getvalue()) if file else None
        data.changed = None
    found = data.upload
    if found and not file:  # kept from before the page was left
        st.caption(text("data.file_kept", name=plain_text(shorten(found.name))))
    return found


def _other_file() -> None:
    """Another file, or none any more."""
    data = state.DATA.get()
    data.files = data.changed = data.files + 1


def _recognised(upload: Upload) -> None:
    """What the file is, and its first rows as they are written."""
    sheet = upload.sheet
    assert sheet
    st.markdown(
        text(
            "data.recognised",
            rows=counted("data.rows", sheet.rows),
            columns=counted("data.columns", len(sheet.columns)),
            delimiter=section("data.delimiter")[sheet.delimiter],
            decimal=section("data.decimal")[sheet.decimal],
            encoding=section("data.encoding")[sheet.encoding],
        )
    )
    if told := [*frame_told(sheet.frame), *written_told(upload.written)]:
        st.caption(" ".join(told))
    _reading(upload)
    first = {column.name: list(column.texts[:_PREVIEW]) for column in sheet.columns}
    place = screen.sized(key_of("first_rows"))
    place.dataframe(pd.DataFrame(first), hide_index=True, height="content")


def _reading(upload: Upload) -> None:
    """How the file is read; another way can be chosen."""
    sheet, n = upload.sheet, upload.number
    was = sheet.frame.header if sheet else upload.header
    with st.popover(text("data.reading_by"), icon=":material/tune:"):
        options = [None, *ENCODINGS]
        named = {name: _encoding(name, sheet.encoding if sheet else None) for name in options}
        encoding = st.selectbox(
            text("data.choose_encoding"), options, index=options.index(upload.encoding),
            format_func=named.__getitem__, key=state.worded(key_of(f"encoding_{n}")),
        )  # fmt: skip
        header = st.number_input(
            text("data.choose_header"), 0, 1000, value=was, step=1, key=key_of(f"header_{n}"),
            help=text("data.choose_header.help"),
        )  # fmt: skip
    if encoding != upload.encoding or header != was:
        _read_anew(upload, {"encoding": encoding, "header": header if header != was else upload.header})
        st.rerun()


def _encoding(name: str | None, found: str | None) -> str:
    """An encoding's name; None is the one that was found, if any."""
    names = section("data.encoding")
    if name:
        return names[name]
    return text("data.found_encoding", name=names[found]) if found else text("data.find_encoding")


def _read_anew(upload: Upload, change: dict[str, Any]) -> None:
    """Read the same file in another way; what was chosen of its columns begins anew."""
    data = state.DATA.get()
    data.files += 1
    ways = {"encoding": upload.encoding, "header": upload.header, **change}
    with TURN.held():
        data.upload = uploads.read(upload.name, data.files, upload.data, **ways)


def _choices(upload: Upload) -> None:
    """The target, the features, and what becomes of gaps."""
    sheet = upload.sheet
    assert sheet
    names, n = sheet.names, upload.number
    features = key_of(f"features_{n}")
    key = remembered(f"target_{n}", names, upload.target)
    target = st.selectbox(text("data.choose_target"), names, key=key)
    if target != upload.target:
        upload.aim_at(target)
        state.unsay(features)
    upload.features = _features(upload, [name for name in names if name != target], features)
    if told := [_why(column, why) for column, why in upload.left_out]:
        st.caption(text("data.left_out", names=some_columns(told, _FEW)))
    if upload.gaps:
        key = remembered(f"missing_{n}", ("drop", "mean"), upload.missing)
        st.markdown(text("data.gaps", names=_gaps(upload)))
        upload.missing = st.radio(
            text("data.missing"), ("drop", "mean"), key=key,
            format_func=naming("data.missing_", ("drop", "mean")), label_visibility="collapsed",
        )  # fmt: skip


def _features(upload: Upload, others: list[str], key: str) -> tuple[str, ...]:
    """Which of the other columns are learned from; where they are very many, which are not."""
    without = len(others) > _MOST_NAMED
    if not state.is_said(key):
        state.say(key, [name for name in others if (name in upload.features) != without])
    label = text("data.choose_left_out" if without else "data.choose_features")
    named = set(st.multiselect(label, others, key=key))
    return tuple(name for name in others if (name in named) != without)


_MOST_NAMED = 60
"""So many columns are chosen by name: the browser takes seconds to draw 500 names in a field (measured)."""
_FEW = 3
"""Columns of which it is told why they are left out, or what they miss."""


def _why(column: Column, why: str) -> str:
    """A column that is not suggested, and the reason."""
    name = plain_text(shorten(column.name))
    row, cell = column.bad[0] if why == "bad" and column.bad else (0, "")
    if row:
        return text("data.left_out_bad", name=name, row=f"{row:,}", cell=plain_text(shorten(cell)))
    return text("data.left_out_huge" if why == "bad" else f"data.left_out_{why}", name=name)


def _gaps(upload: Upload) -> str:
    """Which columns miss how many values, and where the first is."""
    told = [
        text("data.gap", name=plain_text(shorten(name)), n=f"{count:,}", row=f"{row:,}")
        for name, count, row in upload.gaps
    ]
    return some_columns(told, _FEW)


def _columns(upload: Upload) -> None:
    """Every column of the file; its kind can be changed."""
    names = section("data.kinds")
    kinds, used = upload.kinds, set(upload.features)
    rows = pd.DataFrame(
        [
            (name, names["target"] if name == upload.target else names["feature"] if name in used else "",
             kinds[name], different, text("data.gap_at", n=f"{count:,}", row=f"{row:,}") if count else "")
            for name, different, count, row in upload.about
        ],
        columns=["name", "use", "kind", "different", "missing"],
    )  # fmt: skip
    st.markdown(text("data.about_columns"))
    heads = {key: text(f"data.column_{key}") for key in rows.columns}
    column = st.column_config
    edited = screen.sized(key_of("kinds_table")).data_editor(
        rows, hide_index=True, height=height_of(len(rows), _KINDS_SHOWN),
        key=key_of(f"kinds_{upload.number}"), disabled=["name", "use", "different", "missing"],
        column_config={
            "name": column.TextColumn(heads["name"], width="medium"),
            "use": column.TextColumn(heads["use"]),
            "kind": column.SelectboxColumn(
                heads["kind"], options=list(_KINDS), required=True, format_func=lambda kind: names[str(kind)]
            ),
            "different": column.NumberColumn(heads["different"]),
            "missing": column.TextColumn(heads["missing"]),
        },
    )  # fmt: skip
    for (name, *_), kind in zip(upload.about, edited["kind"], strict=True):
        if kind != kinds[name]:
            upload.by_hand[name] = kind


def _result(upload: Upload) -> None:
    """What the choices make, and the button that takes it."""
    with st.spinner(text("data.preparing")), TURN.held():
        made = upload.prepared()
    if isinstance(made, TableError):
        _refuse(_sentence(made))
        return
    inputs, rows = counted("data.inputs", made.n_in), counted("data.samples", len(made.x))
    goal = text("data.a_number") if made.labels is None else text("data.n_classes", n=len(made.classes))
    st.markdown(" ".join([text("data.makes", samples=rows, inputs=inputs, goal=goal), *handled(made)]))
    st.button(
        text("data.use"), type="primary", icon=":material/check:", on_click=_use, args=(upload.number, made)
    )
    data = state.DATA.get()
    if data.refused:
        _refuse(text("setting.refused", error=plain_text(describe.refusal(data.refused))))
        data.refused = None


def _use(number: int, table: Table) -> None:
    """Make the run one of this data."""
    data = state.DATA.get()
    try:
        experiment = uploads.network_for(table)
    except ExperimentError as error:
        data.refused = error
        return
    session.use_table(table)
    controls.put(experiment, uploads.steps_for(experiment))
    data.used, data.is_new = number, True
