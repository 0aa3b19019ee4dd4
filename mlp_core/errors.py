"""What goes wrong, in words that a student understands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import ClassVar


def _short(value: object) -> str:
    """What was given, in at most 60 characters."""
    try:
        shown = repr(value)
    except Exception:  # an integer of thousands of digits, an object whose __repr__ fails
        shown = f"a {type(value).__name__} that cannot be printed"
    return shown if len(shown) <= 60 else shown[:57] + "..."


class ExperimentError(ValueError):
    """A setting that an Experiment refuses.

    Attributes:
        field: the setting's name, such as ``"learning_rate"``.
        value: what was given.
        problem: what is wrong with it, a key of PROBLEMS.
        details: what else the sentence tells, by placeholder.
    """

    PROBLEMS: ClassVar[dict[str, str]] = {
        # a value by itself
        "one_of": "one of {names}",
        "some_of": "of {names}",
        "whole": "a whole number from {low} to {high:,}",
        "whole_or_none": "None or a whole number from {low} to {high:,}",
        "width": "a width from {low} to {high:,}",
        "widths": "1 to {most} widths, each 1 to {widest}",
        "number": "a number from 0 to {most:,.9g}",
        "number_or_none": "None or a number from 0 to {most:,.9g}",
        "range": "from {low:g} to {high:,g}",
        "positive": "a number above 0 and finite",
        "switch": "True or False",
        "settings": "1 to {most} settings",
        # with the data, and with other settings
        "table": "a table for the data set csv, and None for any other",
        "one_sample": "0: there is one sample alone",
        "needs_output": "another one, or output_activation {output}: this loss needs it",
        "targets_outside": "another one: this data set has targets outside 0 to 1, which this loss cannot "
        "take",
        "few_classes": "another one: this loss tells three classes or more apart, which this data set has "
        "not",
        "narrow_layer": "another one, or every hidden layer 2 units or wider: one unit alone is its own mean",
        "small_batch": "another one, or the samples 2 or more in every batch: one alone is its own mean",
        "not_published": "another one: no weights were published for this data set with these layers",
        "no_classes": "another one: this data set has no classes to be told right",
        "share": "a share from 0 to 1: it is an accuracy",
        "many_parameters": "small enough for {most:,} parameters in all; this makes {found:,}",
        "many_activations": "few enough for {most:,} activations (units times samples); this makes {found:,}",
        # on the way of a run
        "changes": "at most {most} changes, each at a later step than the one before",
        "change": "a change that keeps layer sizes, batch size, and the data with their split and scale",
        "edits": "at most {most} weights or biases that there are, by step, each set to a finite number",
        # as it is written
        "json": "a JSON object",
        "unknown": "left out: there is no such setting",
        "once": "given once",
        "once_each": "a change that names each setting once",
        "form_change": "written as step~setting~value",
        "form_edit": "written as step.layer.from.to~value, from being 0 for a bias",
        "form_name": "a name",
        "form_switch": "{on} or {off}",
        "form_count": "a whole number, or all",
        "form_whole": "a whole number",
        "form_number": "a number",
        "form_noise": "a number, or usual",
        "form_widths": "widths such as 32x6 or 8_4_2",
        "form_file": "left out: a link cannot carry a file",
    }
    """problem -> what may be given; placeholders are those of `details`."""

    def __init__(self, field: str, value: object, problem: str, **details: object) -> None:
        self.field, self.value, self.problem, self.details = field, value, problem, details
        super().__init__(f"{field} is {self.given}; it must be {self.allowed}")

    @property
    def given(self) -> str:
        """The value, in at most 60 characters."""
        return _short(self.value)

    @property
    def allowed(self) -> str:
        """In words, what may be given."""
        return self.PROBLEMS[self.problem].format_map(self.details)

    def __reduce__(self) -> tuple[partial[ExperimentError], tuple[()]]:
        return partial(type(self), self.field, self.value, self.problem, **self.details), ()


class DivergedError(ArithmeticError):
    """A run that left the finite numbers.

    Attributes:
        step: the step whose loss or weights are no longer finite.
        last_finite_step: the last step that can still be shown; 0 where not even the first loss is finite.
        reason: ``"loss"`` when the loss is not finite, ``"weights"`` when the update overflowed them.
    """

    REASONS: ClassVar[dict[str, str]] = {
        "loss": "the loss is no longer a finite number",
        "weights": "the weights overflowed",
    }

    def __init__(self, step: int, reason: str) -> None:
        self.step, self.reason = step, reason
        self.last_finite_step = max(0, step - 1)
        super().__init__(f"the run diverged at step {step}: {self.REASONS[reason]}")

    def copy(self) -> DivergedError:
        """The same error, not raised yet: one that was holds all that its way led through."""
        return type(self)(self.step, self.reason)

    def __reduce__(self) -> tuple[type[DivergedError], tuple[int, str]]:
        return type(self), (self.step, self.reason)


def shorten(text: str, width: int = 40) -> str:
    """A person's text on one line, in at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _megabytes(size: int) -> str:
    """Bytes as MB of 2**20, rounded up: what is beyond a limit does not read as the limit."""
    return f"{math.ceil(100 * size / 2**20) / 100:.12g}"


class TableError(ValueError):
    """A file, or a choice of its columns, that cannot be learned from.

    Attributes:
        problem: which one, a key of PROBLEMS.
        row: where, counted as a spreadsheet does, from 1; None where it is no one row.
        column: the column's name; None where it is no one column.
        details: what else the sentence tells, by placeholder; texts are shortened to 40 characters.
    """

    PROBLEMS: ClassVar[dict[str, str]] = {
        # the file
        "empty": "The file is empty.",
        "too_large": "The file has {size_mb} MB; at most {limit_mb} MB are read.",
        "too_many_rows": "The file has {count:,} rows of data; at most {limit:,} are read.",
        "too_many_columns": "The file has {count:,} columns; at most {limit:,} are read.",
        "not_csv": "This is not a CSV file: it seems to be {what}. Export the table as CSV first.",
        "encoding": "The letters of this file cannot be read. Save it as CSV in UTF-8.",
        "one_column": "The file has only one column. At least two are needed, with a comma, semicolon, tab "
        "or | between them.",
        "no_header": "Row {row} looks like data: the first row must hold the columns' names.",
        "no_such_row": "Row {row} cannot hold the columns' names: it is blank, or the file ends before it.",
        "no_rows": "The file has a header in row {row}, but no data below it.",
        "no_name": "Column {position} has no name: write one into row {row}.",
        "duplicate_name": "Columns {first} and {second} are both named “{column}” in row {row}: "
        "give each a name of its own.",
        "ragged": "Row {row} does not fit the header: number of cells {found}, expected {expected}.",
        "open_quote": "The quotation mark that opens in row {row} is never closed.",
        "long_cell": "Row {row} has a cell of more than {limit:,} characters.",
        # a cell
        "text_in_number": "Row {row}, column “{column}”: “{text}” is not a number. Correct it, or use the "
        "column as categories.",
        "thousands": "Row {row}, column “{column}”: “{text}” has separators between thousands. Write the "
        "number without them.",
        "mixed_decimals": "Row {row}, column “{column}”: “{text}” is written with “{found}”, but the decimal "
        "sign of this file is “{expected}”.",
        "unlike": "Row {row}, column “{column}”: “{text}” is not written like the other cells, such as "
        "“{like}”. Write it so too, or use the column as categories.",
        "infinite": "Row {row}, column “{column}”: “{text}” is infinite or too large. Numbers of up to "
        "{limit:g} can be used.",
        # a choice of columns
        "unknown_column": "The file has no column “{column}”.",
        "no_features": "Choose at least one column as a feature.",
        "no_date": "Column “{column}” holds no dates, so it has no year, month and weekday.",
        "target_is_feature": "“{column}” is the target, so it cannot be a feature too.",
        "empty_column": "Column “{column}” has no values.",
        "constant": "Column “{column}” is “{text}” in every row used: a constant teaches nothing. "
        "Leave it out.",
        "constant_target": "The target “{column}” is “{text}” in every row used: there is nothing to learn.",
        "one_class": "The target “{column}” has only one class, “{text}”: there is nothing to tell apart.",
        "too_many_categories": "Column “{column}” has {count:,} categories; at most {limit} can be used.",
        "too_many_classes": "The target “{column}” has {count:,} classes; at most {limit} can be told apart.",
        "few_rows": "Rows of data in the file: {count}; at least {limit} are needed.",
        "dropped_rows": "Rows without a missing value: {count}; at least {limit} are needed. "
        "Column “{column}” misses the most, {missing:,}.",
        "too_wide": "These columns become {inputs:,} inputs, in {rows:,} rows {count:,} numbers; at most "
        "{limit:,} can be used. Leave columns out.",
    }
    """problem -> the sentence; placeholders are `row`, `column` and those of `details`."""

    LOOKS: ClassVar[dict[str, str]] = {
        "excel": "an Excel workbook",
        "opendocument": "an OpenDocument spreadsheet",
        "pdf": "a PDF document",
        "image": "an image",
        "archive": "a compressed archive",
        "html": "a web page",
        "xml": "XML",
        "json": "JSON",
        "binary": "something else than text, with zero bytes or control characters in it",
    }
    """What a file can be instead, by `details["looks"]` of a "not_csv": the words for its {what}."""

    def __init__(
        self, problem: str, row: int | None = None, column: str | None = None, **details: object
    ) -> None:
        self.problem, self.row, self.column = problem, row, column
        self.details = {key: shorten(x) if isinstance(x, str) else x for key, x in details.items()}
        super().__init__(self.sentence(self.PROBLEMS[problem]))

    def sentence(self, template: str, looks: Mapping[str, str] | None = None) -> str:
        """A template, such as PROBLEMS in another language, with its placeholders filled.

        Args:
            looks: LOOKS in that language.
        """
        what = (looks or self.LOOKS).get(str(self.details.get("looks")), "")
        megabytes = {f"{key}_mb": _megabytes(x) for key, x in self.details.items() if isinstance(x, int)}
        column = None if self.column is None else shorten(self.column)
        return template.format_map(
            {**self.details, **megabytes, "row": self.row, "column": column, "what": what}
        )

    def __reduce__(self) -> tuple[partial[TableError], tuple[()]]:
        return partial(type(self), self.problem, self.row, self.column, **self.details), ()
