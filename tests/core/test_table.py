"""A person's own columns as training data: x and y as computed by hand, and refusals that name the cell."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.data import encode
from mlp_core.data.csv import read_csv
from mlp_core.data.gaps import fill
from mlp_core.data.sheet import Sheet
from mlp_core.data.suggest import suggest_features, suggest_kinds, suggest_target
from mlp_core.data.table import Table, missing_cells, prepare
from mlp_core.errors import TableError
from tests.core.runs import QUICK


def sheet(*rows: str) -> Sheet:
    return read_csv("\n".join(rows).encode())


PETS = sheet(
    "weight,colour,sex,kind",
    "1.5,red,f,cat",
    "2.5,blue,m,dog",
    "NA,red,f,cat",
    "4.5,green,f,cow",
    "5.5,red,,dog",
    "6.5,?,m,cat",
    "7.5,black,m,",
)


def refusal(data: Sheet, target: str, *features: str, **options: Any) -> TableError:
    with pytest.raises(TableError) as caught:
        prepare(data, target, features, **options)
    return caught.value


# x and y


def test_rows_that_miss_a_used_cell_are_dropped() -> None:
    table = prepare(PETS, "kind", ["weight", "colour"])
    assert table.feature_names == ("weight", "colour = blue", "colour = green", "colour = red")
    np.testing.assert_array_equal(table.x, [[1.5, 0, 0, 1], [2.5, 1, 0, 0], [4.5, 0, 1, 0], [5.5, 0, 0, 1]])
    np.testing.assert_array_equal(table.y, [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]])
    assert (table.kept.tolist(), table.dropped, table.filled) == ([2, 3, 5, 6], 3, ())


def test_missing_cells_are_filled_but_never_a_target() -> None:
    """With the mean 4.1 of the five known weights, and the most frequent colour and sex."""
    table = prepare(PETS, "kind", ["sex", "weight", "colour"], missing="mean")
    x = fill(table.x, np.arange(6), table.one_of)
    assert table.one_of == ((0, 1), (2, 3))
    assert np.isnan(table.x).sum() == 1 + 1 + 3
    assert table.feature_names == ("sex = m", "weight", "colour = blue", "colour = green", "colour = red")
    np.testing.assert_allclose(x[:, 1], [1.5, 2.5, 4.1, 4.5, 5.5, 6.5], rtol=1e-15)
    np.testing.assert_array_equal(x[:, 0], [0, 1, 0, 0, 0, 1])
    np.testing.assert_array_equal(x[:, 2:], np.eye(3)[[2, 0, 2, 1, 2, 2]])
    assert table.filled == (("sex", 1), ("weight", 1), ("colour", 1))
    assert (table.kept.tolist(), table.dropped) == ([2, 3, 4, 5, 6, 7], 1)


def test_what_is_filled_in_is_measured_on_the_training_samples() -> None:
    """Ties go to the first category; what no training sample knows becomes 0, or the first category."""
    nan = np.nan
    x = np.array([[1.0, 1, 1, 0, nan], [3.0, 0, 0, 1, nan], [nan, nan, nan, nan, nan], [9.0, 1, 0, 1, 5.0]])
    filled = fill(x, np.arange(3), ((1, 1), (2, 2)))
    np.testing.assert_array_equal(filled[2], [2, 0, 1, 0, 0])
    np.testing.assert_array_equal(filled[:2, 4], 0)
    np.testing.assert_array_equal(filled[3], x[3])
    np.testing.assert_array_equal(fill(x, np.arange(4), ((1, 1), (2, 2)))[2], [13 / 3, 1, 0, 1, 5])
    np.testing.assert_array_equal(fill(x[2:], np.arange(1), ((1, 1), (2, 2)))[0], [0, 0, 1, 0, 0])


def test_classes_are_the_targets_categories_in_order() -> None:
    table = prepare(PETS, "kind", ["weight"])
    assert (table.task, table.classes, table.n_in, table.n_out) == ("classes", ("cat", "cow", "dog"), 1, 3)
    assert table.labels is not None
    np.testing.assert_array_equal(table.y, np.eye(3)[table.labels])
    assert [table.classes[label] for label in table.labels] == ["cat", "dog", "cow", "dog", "cat"]


def test_two_classes_are_one_output_of_0_and_1() -> None:
    table = prepare(PETS, "sex", ["weight"])
    assert (table.task, table.classes) == ("binary", ("f", "m"))
    np.testing.assert_array_equal(table.y, [[0], [1], [0], [1], [1]])


def test_a_numeric_target_is_one_output_as_it_stands() -> None:
    table = prepare(PETS, "weight", ["sex"])
    assert (table.task, table.classes, table.labels) == ("regression", (), None)
    np.testing.assert_array_equal(table.y, [[1.5], [2.5], [4.5], [6.5], [7.5]])


def test_classes_that_only_dropped_rows_have_are_none() -> None:
    """The only cow's colour is missing."""
    data = sheet("kind,colour", "cat,red", "cow,", "dog,blue", "cat,blue", "dog,red")
    assert prepare(data, "kind", ["colour"]).classes == ("cat", "dog")


def test_the_person_knows_better_what_a_column_is() -> None:
    data = sheet("class,code,x", "1,10,1", "2,9,2", "3,10,3", "1,8,oops", *["2,8,5"] * 9)
    numbers = prepare(data, "class", ["code"])
    assert (numbers.task, numbers.feature_names) == ("regression", ("code",))
    kinds = {"class": "categorical", "code": "categorical", "x": "categorical"}
    texts = prepare(data, "class", ["code", "x"], kinds)
    assert texts.classes == ("1", "2", "3")
    assert texts.feature_names[:3] == ("code = 8", "code = 9", "code = 10")
    assert refusal(data, "class", "x").problem == "text_in_number"


def test_columns_are_taken_in_the_order_of_choice_and_once() -> None:
    table = prepare(PETS, "kind", ["sex", "weight", "sex"], missing="mean")
    assert table.feature_names == ("sex = m", "weight")


def test_choices_that_no_page_offers_are_errors() -> None:
    with pytest.raises(ValueError, match="missing is 'median'"):
        prepare(PETS, "kind", ["weight"], missing="median")
    with pytest.raises(ValueError, match=r"kinds are \{'weight': 'text'\}"):
        prepare(PETS, "kind", ["weight"], {"weight": "text"})


# The table as a value


def test_tables_are_equal_where_data_and_names_are() -> None:
    """Whatever the file is called; another row, feature, kind or class name makes another table."""
    table = prepare(PETS, "kind", ["weight"], name="a")
    again = prepare(PETS, "kind", ["weight"], name="b")
    assert (table == again, hash(table) == hash(again), table is again) == (True, True, False)
    assert len(table.fingerprint) == 16
    renamed = read_csv(b"w,kind\n1.5,cat\n2.5,dog\n4.5,cow\n5.5,dog\n6.5,cat\n")
    others = [
        prepare(PETS, "kind", ["weight"], missing="mean"),
        prepare(PETS, "kind", ["weight"], {"weight": "categorical"}),
        prepare(PETS, "kind", ["sex"]),
        prepare(renamed, "kind", ["w"]),
    ]
    assert table not in others
    assert table != "table"
    assert len({table, again, *others}) == 5


def test_a_table_cannot_be_written_to_and_survives_pickling() -> None:
    table = prepare(PETS, "kind", ["weight", "colour"])
    assert table.labels is not None
    for array in (table.x, table.y, table.labels, table.kept):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    assert pickle.loads(pickle.dumps(table)) == table


def test_a_table_says_what_it_is() -> None:
    table = prepare(PETS, "kind", ["weight"], name="pets.csv")
    assert repr(table) == f"Table('pets.csv', 5 rows, 1 inputs -> 'kind' (3 classes), {table.fingerprint})"


# What a file misses, and what is suggested


def test_missing_cells_are_counted_and_the_first_one_named() -> None:
    assert missing_cells(PETS, PETS.names) == (
        ("weight", 1, 4), ("colour", 1, 7), ("sex", 1, 6), ("kind", 1, 8)
    )  # fmt: skip
    twice = sheet("a,b", "1,2", "", "2,", "3,?", "4,1")
    assert missing_cells(twice, ["a", "b"]) == (("b", 2, 4),)


@pytest.mark.parametrize(
    ("header", "rows", "target"),
    [
        ("a,Class,c", ("1,2,x", "2,3,y"), "Class"),  # by its name
        ("y,a,target", ("1,2,3", "2,3,4"), "target"),  # the clearer name
        ("a,b,c", ("1,2,x", "2,3,y"), "c"),  # the last has classes
        ("a,b,c", ("x,2,3", "y,3,4"), "a"),  # the first has classes
        ("a,b,c", ("1,2,3", "2,3,4"), "c"),  # the last
        ("a,label,c", ("1,z,3", "2,z,4"), "c"),  # a constant has nothing to tell
    ],
)
def test_the_likeliest_target_is_suggested(header: str, rows: tuple[str, ...], target: str) -> None:
    assert suggest_target(sheet(header, *rows)) == target


def test_a_target_of_few_whole_numbers_is_suggested_as_classes() -> None:
    data = sheet("a,b,c", *(f"{i % 10},{i % 10 + 0.5},{i % 11}" for i in range(22)))
    kinds = {"a": "numeric", "b": "numeric", "c": "numeric"}
    assert suggest_kinds(data, "a") == kinds | {"a": "categorical"}
    assert suggest_kinds(data, "b") == suggest_kinds(data, "c") == suggest_kinds(data) == kinds
    assert suggest_kinds(PETS)["kind"] == "categorical"


def test_features_are_suggested_without_constants_and_texts_that_hardly_repeat() -> None:
    data = sheet("name,size,same,empty,kind", *(f"n{i},{i},1,,{'ab'[i % 2]}" for i in range(51)))
    assert suggest_features(data, "kind") == ("size",)
    assert suggest_features(data, "size") == ("kind",)


# Refused


TENS = [f"{i},{i}.5,{'xy'[i % 2]}" for i in range(10)]
"""Rows of a file a,b,kind, in rows 2 to 11."""


@pytest.mark.parametrize(
    ("cell", "problem", "words"),
    [
        ("oops", "text_in_number", "“oops” is not a number"),
        ("o" * 50, "text_in_number", f"“{'o' * 39}…” is not a number"),
        ("{a} <b>", "text_in_number", "“{a} <b>” is not a number"),
        ("1 234", "thousands", "“1 234” has separators between thousands"),
        ('"1,234"', "thousands", "“1,234” has separators between thousands"),
        ('"1,234.5"', "thousands", "“1,234.5” has separators between thousands"),
        ('"1,5"', "mixed_decimals", "“1,5” is written with “,”, but the decimal sign of this file is “.”"),
        ("-Infinity", "infinite", "“-Infinity” is infinite or too large"),
        ("1e999", "infinite", "“1e999” is infinite or too large"),
        ("2e100", "infinite", "Numbers of up to 1e+100 can be used"),
    ],
)
def test_a_cell_that_is_no_usable_number_is_named(cell: str, problem: str, words: str) -> None:
    """Only when its column is used, and as a number; a missing value elsewhere in the row excuses nothing."""
    data = sheet("a,b,kind", *TENS, f",{cell},x", *TENS)
    error = refusal(data, "kind", "a", "b")
    assert (error.problem, error.row, error.column) == (problem, 12, "b")
    assert str(error).startswith("Row 12, column “b”: ")
    assert words in str(error)
    assert refusal(data, "b", "a").problem == problem
    assert prepare(data, "kind", ["a"]).n_in == 1
    if problem == "infinite":
        with pytest.raises(TableError, match="Row 12"):  # no category, no class either
            prepare(data, "b", ["a"], {"b": "categorical"})
    else:
        assert prepare(data, "kind", ["b"], {"b": "categorical"}).n_in == 11


@pytest.mark.parametrize(
    ("cell", "problem"), [("3.5", "mixed_decimals"), ("1.234", "mixed_decimals"), ("1.234,5", "thousands")]
)
def test_decimal_points_among_decimal_commas_are_named(cell: str, problem: str) -> None:
    """1.234 may be a thousand or one: it is not guessed."""
    data = sheet("a;kind", *(f"{i},5;{'xy'[i % 2]}" for i in range(10)), f"{cell};x")
    error = refusal(data, "kind", "a")
    assert (error.problem, error.row, error.column) == (problem, 12, "a")


def test_a_number_just_within_reach_is_used() -> None:
    data = sheet("a,kind", "1e100,x", "-1e100,y", "0,x", "NA,y", "1e100,x")
    x = fill(prepare(data, "kind", ["a"], missing="mean").x, np.arange(5))
    assert np.isfinite((x - x.mean(axis=0)) / x.std(axis=0)).all()


def test_a_number_of_the_row_is_not_suggested_as_a_feature() -> None:
    data = sheet(",x,kind", *(f"{i},{i * i},{'xy'[i % 2]}" for i in range(6)))
    assert suggest_features(data, "kind") == ("x",)
    assert suggest_features(sheet("year,x", *(f"{1990 + i},{i * i}" for i in range(6))), "x") == ("year",)


def test_an_infinite_target_is_named_and_makes_no_class() -> None:
    data = sheet("x,y", "1,0", "2,1", "3,inf", "4,1", "5,0")
    assert suggest_kinds(data, "y")["y"] == "numeric"
    error = refusal(data, "y", "x")
    assert (error.problem, error.row, error.column) == ("infinite", 4, "y")


def test_one_class_written_in_two_ways_is_one_class() -> None:
    data = sheet("x,y", "1,1", "2,1.0", "3,1", "4,1.0")
    with pytest.raises(TableError) as caught:
        prepare(data, "y", ["x"], {"y": "categorical"})
    assert caught.value.problem == "one_class"
    two = prepare(sheet("x,y", "1,1", "2,1.0", "3,0", "4,0.0"), "y", ["x"], {"y": "categorical"})
    assert (two.classes, two.y[:, 0].tolist()) == (("0", "1"), [1, 1, 0, 0])


CASES = sheet("a,same,empty,one,name,kind", *(f"{i},5,,z,n{i},{'xy'[i % 2]}" for i in range(60)))


@pytest.mark.parametrize(
    ("target", "features", "problem", "column", "words"),
    [
        ("kind", [], "no_features", None, "at least one column"),
        ("kind", ["a", "kind"], "target_is_feature", "kind", "“kind” is the target"),
        ("kind", ["b"], "unknown_column", "b", "no column “b”"),
        ("b", ["a"], "unknown_column", "b", "no column “b”"),
        ("kind", ["a", "same"], "constant", "same", "“same” is “5” in every row"),
        ("kind", ["a", "one"], "constant", "one", "“one” is “z” in every row"),
        ("kind", ["a", "empty"], "empty_column", "empty", "“empty” has no values"),
        ("empty", ["a"], "empty_column", "empty", "“empty” has no values"),
        ("one", ["a"], "one_class", "one", "“one” has only one class, “z”"),
        ("same", ["a"], "constant_target", "same", "“same” is “5” in every row"),
        ("kind", ["name"], "too_many_categories", "name", "“name” has 60 categories; at most 50"),
        ("name", ["a"], "too_many_classes", "name", "“name” has 60 classes; at most 50"),
    ],
)
@pytest.mark.parametrize("missing", ["drop", "mean"])
def test_a_choice_that_teaches_nothing_is_refused_by_name(
    target: str, features: list[str], problem: str, column: str | None, words: str, missing: str
) -> None:
    error = refusal(CASES, target, *features, missing=missing)
    assert (error.problem, error.column) == (problem, column)
    assert words in str(error)


def test_fifty_categories_and_classes_are_used() -> None:
    data = sheet("name,kind", *(f"n{i % 50},k{i % 50}" for i in range(100)))
    table = prepare(data, "kind", ["name"])
    assert (table.n_in, table.n_out) == (50, 50)
    np.testing.assert_array_equal(table.x, table.y)


def test_a_column_whose_values_are_all_in_dropped_rows_is_named() -> None:
    data = sheet("a,b,kind", *["1,,x", "2,,y"] * 3, "3,4,")
    assert refusal(data, "kind", "b", missing="mean").problem == "empty_column"
    varied = sheet("a,b,kind", *["1,5,x", "1,5,y"] * 3, "2,,x")
    assert refusal(varied, "kind", "a", "b").problem == "constant"


def test_three_rows_are_too_few() -> None:
    error = refusal(sheet("a,kind", "1,x", "2,y", "3,x"), "kind", "a")
    assert (error.problem, error.details) == ("few_rows", {"count": 3, "limit": 4})
    gaps = sheet("a,b,kind", "1,1,x", ",2,y", ",3,x", ",4,y", "5,,x", "6,6,y")
    error = refusal(gaps, "kind", "b", "a")
    assert (error.problem, error.column) == ("dropped_rows", "a")
    assert error.details == {"count": 2, "limit": 4, "missing": 3}
    assert "Column “a” misses the most, 3" in str(error)
    assert len(prepare(gaps, "kind", ["b", "a"], missing="mean").x) == 6


def test_categories_that_would_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "MAX_NUMBERS", 60 * 2)
    data = sheet("a,b,c,kind", *(f"{i},{i % 3},{i},{'xy'[i % 2]}" for i in range(60)))
    assert prepare(data, "kind", ["a", "c"]).n_in == 2
    error = refusal(data, "kind", "a", "b", kinds={"b": "categorical"})
    assert (error.problem, error.details["inputs"], error.details["count"]) == ("too_wide", 4, 240)


# Whatever is chosen

CELLS = st.sampled_from(["1", "2", "2.5", "-3", "x", "y", "", "NA", "inf", "1,5"])


@QUICK
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from(["numeric", "categorical", None]),
    st.sampled_from(["drop", "mean"]),
)
def test_any_choice_gives_a_whole_table_or_a_refusal(
    rows: list[list[str]], kind: str | None, missing: str
) -> None:
    kinds = {"a": kind, "b": kind} if kind else None
    try:
        data = sheet("a;b;c", *(";".join(row) for row in rows))
        table = prepare(data, "a", ["b", "c"], kinds, missing)
    except TableError:
        return
    assert_whole(table, data)


def assert_whole(table: Table, data: Sheet) -> None:
    """Every number is finite and every input varies; shapes, names and counts agree."""
    rows = len(table.kept)
    assert (table.x.shape, table.y.shape) == ((rows, len(table.feature_names)), (rows, table.n_out))
    assert rows + table.dropped == data.rows
    assert np.isfinite(table.x).all()
    assert np.isfinite(table.y).all()
    assert (np.ptp(table.x, axis=0) > 0).all()
    if table.labels is not None:
        assert set(table.labels.tolist()) == set(range(len(table.classes)))
