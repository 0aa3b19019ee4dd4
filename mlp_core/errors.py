"""What goes wrong, in words that a student understands."""

from __future__ import annotations

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
        allowed: in words, what may be given.
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} is {_short(value)}; it must be {allowed}")

    def __reduce__(self) -> tuple[type[ExperimentError], tuple[str, object, str]]:
        return type(self), (self.field, self.value, self.allowed)


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

    def __reduce__(self) -> tuple[type[DivergedError], tuple[int, str]]:
        return type(self), (self.step, self.reason)


def shorten(text: str, width: int = 40) -> str:
    """A person's text on one line, in at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


class TableError(ValueError):
    """A file, or a choice of its columns, that cannot be learned from.

    Attributes:
        problem: which one, a key of PROBLEMS.
        row: where, counted as a spreadsheet does (the header is row 1); None where it is no one row.
        column: the column's name; None where it is no one column.
        details: what else the sentence tells, by placeholder; texts are shortened to 40 characters.
    """

    PROBLEMS: ClassVar[dict[str, str]] = {
        # the file
        "empty": "The file is empty.",
        "too_large": "The file has {size:,} bytes; at most {limit:,} are read.",
        "too_many_rows": "The file has {count:,} rows of data; at most {limit:,} are read.",
        "too_many_columns": "The file has {count:,} columns; at most {limit:,} are read.",
        "not_csv": "This is not a CSV file: it seems to be {what}. Export the table as CSV first.",
        "encoding": "The letters of this file cannot be read. Save it as CSV in UTF-8.",
        "one_column": "The file has only one column. At least two are needed, with a comma, semicolon, tab "
        "or | between them.",
        "no_header": "Row {row} looks like data: the first row must hold the columns' names.",
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
        "infinite": "Row {row}, column “{column}”: “{text}” is infinite or too large. Numbers of up to "
        "{limit:g} can be used.",
        # a choice of columns
        "unknown_column": "The file has no column “{column}”.",
        "no_features": "Choose at least one column as a feature.",
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
        "pdf": "a PDF document",
        "image": "an image",
        "archive": "a compressed archive",
        "html": "a web page",
        "xml": "XML",
        "json": "JSON",
        "binary": "something else than text",
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
        column = None if self.column is None else shorten(self.column)
        return template.format_map({**self.details, "row": self.row, "column": column, "what": what})

    def __reduce__(self) -> tuple[partial[TableError], tuple[()]]:
        return partial(type(self), self.problem, self.row, self.column, **self.details), ()
