"""A person's own CSV file: what is read, and what is refused with its row and column named."""

from __future__ import annotations

import codecs
import csv
import io
import pickle
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.data.csv import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Sheet, read_csv
from mlp_core.data.numerals import AMONG_NUMBERS, MISSING
from mlp_core.data.sheet import Column
from mlp_core.errors import TableError
from tests.core.runs import QUICK

PLAIN = "size,kind\n1.5,a\n-2e3,b\n"


def read(text: str, encoding: str = "utf-8") -> Sheet:
    return read_csv(text.encode(encoding))


def refusal(data: bytes | str) -> TableError:
    with pytest.raises(TableError) as caught:
        read_csv(data.encode() if isinstance(data, str) else data)
    return caught.value


def outcome(data: bytes) -> Sheet | TableError:
    try:
        return read_csv(data)
    except TableError as error:
        return error


def texts(sheet: Sheet) -> list[tuple[str, ...]]:
    return [column.texts for column in sheet.columns]


def assert_plain(sheet: Sheet) -> None:
    """It holds what PLAIN does."""
    assert sheet.names == ("size", "kind")
    assert [column.kind for column in sheet.columns] == ["numeric", "categorical"]
    np.testing.assert_array_equal(sheet.columns[0].values, [1.5, -2000.0])
    assert (sheet.columns[1].texts, sheet.rows) == (("a", "b"), 2)


# Accepted


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PLAIN.encode(), "utf-8-sig"),
        (PLAIN.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16"),
        (PLAIN.encode("utf-16-le"), "utf-16-le"),
        (PLAIN.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_every_unicode_encoding_gives_the_same_sheet(data: bytes, encoding: str) -> None:
    sheet = read_csv(data)
    assert_plain(sheet)
    assert sheet.encoding == encoding


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["Größe", "Temperatur (°C)"], "cp1252"),
        (["taille", "café – déjà"], "cp1252"),
        (["키", "몸무게 (㎏)"], "cp949"),
        (["똠방각하", "펲시맨"], "cp949"),
    ],
)
def test_letters_of_older_programs_are_read(names: list[str], encoding: str) -> None:
    sheet = read(",".join(names) + "\n1,2\n", encoding)
    assert (list(sheet.names), sheet.encoding) == (names, encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_and_line_end_gives_the_same_sheet(delimiter: str, end: str) -> None:
    sheet = read(PLAIN.replace(",", delimiter).replace("\n", end))
    assert_plain(sheet)
    assert sheet.delimiter == delimiter


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_decimal_commas_are_numbers(delimiter: str) -> None:
    """Every row has a comma more than delimiters, as many as the header: the commas are decimal ones."""
    sheet = read("a, cm;b, cm\n1,5;2,25\n-3,0;1,5e3\n4,0;7\n".replace(";", delimiter))
    assert (sheet.delimiter, sheet.decimal) == (delimiter, ",")
    np.testing.assert_array_equal(sheet.columns[0].values, [1.5, -3.0, 4.0])
    np.testing.assert_array_equal(sheet.columns[1].values, [2.25, 1500.0, 7.0])


def test_semicolons_go_with_decimal_points() -> None:
    sheet = read("a;b\n1.5;2\n3.5;4\n")
    assert (sheet.delimiter, sheet.decimal) == (";", ".")
    np.testing.assert_array_equal(sheet.columns[0].values, [1.5, 3.5])


def test_quotes_keep_delimiters_quotes_and_line_ends() -> None:
    sheet = read('"name, first","say ""x""\ntwice"\n"a,b", "c\nd"\n5" pipe, 6\n')
    assert sheet.names == ("name, first", 'say "x"\ntwice')
    assert texts(sheet) == [("a,b", '5" pipe'), ("c\nd", "6")]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    """A blank row counts, a cell of several lines does not; blank is also what has delimiters alone."""
    sheet = read('\na,b\n"x\n\ny",1\n\n , \nz,2\n,\n\n\n')
    assert sheet.rows == 2
    assert sheet.columns[0].row_numbers.tolist() == [3, 6]


def test_a_cell_without_a_value_is_missing_in_any_spelling() -> None:
    words = ["", "NA", "n/a", "NaN", "NULL", "None", "?", "-", " - "]
    column = read("a,b\n" + "".join(f"{word},x\n" for word in [*words, "1"])).columns[0]
    assert column.kind == "numeric"
    assert column.missing.tolist() == [True] * len(words) + [False]
    assert np.isnan(column.values[:-1]).all()
    assert (column.categories, column.bad, column.constant) == (("1",), (), True)


def column_of(cells: list[str]) -> Column:
    return read("a,b\n" + "".join(f"{cell},x\n" for cell in cells)).columns[0]


def test_a_few_texts_among_numbers_are_bad_cells_and_more_make_categories() -> None:
    once = column_of([*map(str, range(8)), "oops", "ouch"])
    assert (once.kind, once.bad) == ("numeric", ((10, "oops"), (11, "ouch")))
    assert np.isnan(once.values[8:]).all()
    assert not once.missing.any()
    assert column_of(["kg", "1", "2"]).kind == "numeric"  # a row of units
    assert column_of(["1", "x", "2", "y"]).kind == "categorical"
    for texts, numbers, kind in ((4, 35, "categorical"), (4, 36, "numeric"), (3, 4, "numeric")):
        assert column_of([*map(str, range(numbers)), *"abcd"[:texts]]).kind == kind


def test_a_dash_is_missing_among_numbers_and_a_category_among_texts() -> None:
    assert column_of(["1", "-", "None", "2"]).missing.tolist() == [False, True, True, False]
    signs = column_of(["-", "+", "none", "?", "NA", ""])
    assert signs.categories == ("+", "-", "none")
    assert signs.missing.tolist() == [False, False, False, True, True, True]
    assert column_of(["-", "-"]).missing.all()


def test_one_number_written_in_two_ways_is_one_category() -> None:
    column = column_of(["1.0", "2", "1", "1e0", "2.0"])
    assert column.categories == ("1", "2")
    assert column.category_of == {"1.0": "1", "1": "1", "1e0": "1", "2": "2", "2.0": "2"}
    assert column_of(["1", "1.0", "+1"]).categories == ("1",)
    assert column_of(["a", "A"]).categories == ("A", "a")


@pytest.mark.parametrize("text", ["1_000", "١٢", "１２", "0x10", "1e", "+", "1.2.3", "--1", "5 %", "1d3"])
def test_what_only_python_or_nobody_takes_for_a_number_is_none(text: str) -> None:
    column = read("a,b\n" + "1,x\n" * 9 + f"{text},y\n").columns[0]
    assert (column.kind, column.bad) == ("numeric", ((11, text),))


@pytest.mark.parametrize("text", ["5", "+5", "-.5", "5.", "0.5e-3", "1E5", "007", "1e-999"])
def test_every_plain_number_is_one(text: str) -> None:
    column = read(f"a,b\n{text},x\n").columns[0]
    assert (column.kind, column.values.tolist()) == ("numeric", [float(text)])


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999", "9" * 400])
def test_infinite_numbers_are_read_as_such(text: str) -> None:
    column = read(f"a,b\n{text},x\n").columns[0]
    assert (column.kind, abs(column.values[0])) == ("numeric", np.inf)


def test_categories_are_sorted_by_value_where_they_are_numbers() -> None:
    sheet = read("n,t\n10,b10\n9,b9\n-1,NA\n10,b10\n")
    assert sheet.columns[0].categories == ("-1", "9", "10")
    assert sheet.columns[1].categories == ("b10", "b9")


def test_a_column_knows_whether_it_is_constant() -> None:
    sheet = read("a,b,c,d,e\n1,x,1,x,\n1.0,x,2,y,\n,,1,x,\n")
    assert [column.constant for column in sheet.columns] == [True, True, False, False, True]


def test_a_column_is_found_by_its_name_and_shown_without_its_data() -> None:
    sheet = read(PLAIN)
    assert sheet.column("kind") is sheet.columns[1]
    assert repr(sheet.columns[0]) == "Column('size', numeric, 2 cells, 0 missing)"
    assert repr(sheet) == "Sheet(2 rows, 2 columns, ',', utf-8)"
    with pytest.raises(TableError, match="has no column “sizes”"):
        sheet.column("sizes")


def test_arrays_of_a_column_are_read_only() -> None:
    column = read(PLAIN).columns[0]
    for array in (column.values, column.missing, column.row_numbers):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


LETTERS = st.text(
    string.ascii_letters + string.digits + " ,;\t|\"'.-_=<>&\n\r\u00e4\uac00\U0001f600\u202e", max_size=8
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.tuples(
        st.lists(LETTERS.map(str.strip), min_size=width, max_size=width, unique=True),
        st.lists(st.lists(LETTERS, min_size=width, max_size=width), min_size=1, max_size=6),
    )
)


@QUICK
@given(TABLES, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_what_a_csv_writer_wrote_is_read_back(
    table: tuple[list[str], list[list[str]]], encoding: str
) -> None:
    """The names say that they are names, and all is quoted: other delimiters inside mislead nobody."""
    names = [f"column {name}".strip() for name in table[0]]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([names, *table[1]])
    rows = [[cell.strip() for cell in row] for row in table[1]]
    kept = [(number, row) for number, row in enumerate(rows, 2) if any(row)]
    if not kept:
        assert refusal(out.getvalue()).problem == "no_rows"
        return
    sheet = read_csv(out.getvalue().encode(encoding))
    assert list(sheet.names) == names
    assert [list(row) for row in zip(*texts(sheet), strict=True)] == [row for _, row in kept]
    assert sheet.columns[0].row_numbers.tolist() == [number for number, _ in kept]
    for column in sheet.columns:
        soft = AMONG_NUMBERS if column.kind == "categorical" and not column.missing.all() else set()
        known = [text for text in column.texts if text.lower() not in MISSING - soft]
        assert (~column.missing).sum() == len(known)
        assert set(column.category_of) == set(known)


@QUICK
@given(st.lists(st.floats(), min_size=1), st.sampled_from([",", ";"]))
def test_numbers_come_back_to_the_last_bit(values: list[float], delimiter: str) -> None:
    rows = "".join(f"{value!r}{delimiter}x\n" for value in values)
    column = read(f"a{delimiter}b\n{rows if delimiter == ',' else rows.replace('.', ',')}").columns[0]
    np.testing.assert_array_equal(column.values, values)
    np.testing.assert_array_equal(column.missing, np.isnan(values))


# Refused


@pytest.mark.parametrize(
    "text", ["", "\n\r\n  \n", "\ufeff", ",,,\n,,,\n", '"","  "\n', "\u00a0,", "\ufeff;;\r\n"]
)
def test_a_file_without_any_text_is_empty(text: str) -> None:
    assert refusal(text).problem == "empty"


@pytest.mark.parametrize(
    ("data", "looks", "words"),
    [
        (b"PK\x03\x04...xl/workbook.xml...", "excel", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel", "an Excel workbook"),
        (b"PK\x03\x04...word/document.xml", "archive", "a compressed archive"),
        (b"%PDF-1.7\n", "pdf", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "image", "an image"),
        (b"\xff\xd8\xff\xe0", "image", "an image"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<p>a,b", "html", "a web page"),
        (b"<html lang='en'>", "html", "a web page"),
        (b"<?xml version='1.0'?>", "xml", "XML"),
        (b'{"a": [1, 2]}', "json", "JSON"),
        (b'[\n  {"a": 1},\n  {"a": 2}\n]', "json", "JSON"),
        (b"[[1, 2], [3, 4]]", "json", "JSON"),
        (b"<!-- hello, world -->\n<html>", "xml", "XML"),
        (b"<div>a,b</div>\n<p>1,2</p>", "html", "a web page"),
        (b"<rows>\n<row a='1,2'/>\n</rows>", "html", "a web page"),
        (b"{'a': 1, 'b': 2}\n{'a': 3, 'b': 4}", "json", "JSON"),
        (b"a,b\n1,\x002\n", "binary", "something else than text"),
        (b"a,b\n1,\x1b[2J\n", "binary", "something else than text"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, looks: str, words: str) -> None:
    error = refusal(data)
    assert (error.problem, error.details["looks"]) == ("not_csv", looks)
    assert words in str(error)


def test_brackets_in_a_name_make_no_json() -> None:
    assert read("[x],{y}\n1,2\n").names == ("[x]", "{y}")


@pytest.mark.parametrize("data", [b"a,b\n\x81,2\n", b"\x82\xa0,\x82\x9d\n1,2\n"])
def test_letters_that_cannot_be_read_are_said_to_be_so(data: bytes) -> None:
    assert refusal(data).problem == "encoding"


def test_one_column_is_too_few() -> None:
    assert refusal("a\n1\n2\n").problem == "one_column"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("1,2\n3,4\n", 1),
        ("\n1;2,5\n3;4,5\n", 2),
        ("1,2\n", 1),
        ("5.1,3.5,setosa\n4.9,3.0,virginica\n6.1,2.0,setosa\n", 1),
        ("5.1,NA,virginica\n4.9,3.0,setosa\n", 1),
        ("nan,3\n4.9,3.0\n", 1),
        ("Alice,30,1\nBob,25,0\n", 1),
        ("2020-01-01,5.2\n2020-01-02,5.3\n", 1),
        ("p,x\ne,x\np,y\n", 1),
        ("2019,2020.5\n1,2\n", 1),
    ],
)
def test_a_first_row_of_data_is_no_header(text: str, row: int) -> None:
    error = refusal(text)
    assert (error.problem, error.row) == ("no_header", row)
    assert f"Row {row} looks like data" in str(error)


def test_years_are_names_beside_another_name() -> None:
    assert read("country,2019,2020\nKorea,1,2\n").names == ("country", "2019", "2020")


@pytest.mark.parametrize("header", ["2019,2020", "0,1,2", "1990;x", "a,a2,b-1"])
def test_years_and_counted_columns_are_names(header: str) -> None:
    sign = ";" if ";" in header else ","
    row = sign.join(["5"] * (header.count(sign) + 1))
    assert list(read(f"{header}\n{row}\n").names) == header.split(sign)


def test_a_header_that_stands_in_a_file_twice_is_no_data() -> None:
    sheet = read("a,b\n1,2\na,b\n3,4\n5,6\n")
    assert sheet.names == ("a", "b")
    assert sheet.columns[0].bad == ((3, "a"),)


def test_a_first_column_without_a_name_counts_the_rows() -> None:
    assert read(",a,b\n0,1,2\n1,3,4\n").names == ("index", "a", "b")
    assert refusal(",a,index\n0,1,2\n").problem == "duplicate_name"
    assert refusal("\u200b,\ufeff\n0,1\n").details == {"position": 2}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_by_which_excel_names_the_delimiter_is_taken_by_its_word(end: str) -> None:
    sheet = read(f"sep=;{end}a;b{end}1,5;x,y{end}2,5;z{end}")
    assert (sheet.names, sheet.delimiter, sheet.decimal) == (("a", "b"), ";", ",")
    assert sheet.columns[0].row_numbers.tolist() == [3, 4]


def test_one_stray_byte_does_not_turn_the_letters_of_a_file_into_others() -> None:
    assert refusal("größe,höhe\n1,2\n".encode() + b"3,\xff\n").problem == "encoding"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("имя,рост\nИван,1\n", "cp1251"),
        ("вес,рост,цвет\n1,2,3\n", "cp1251"),
        ("όνομα,x\nάλφα,1\n", "cp1253"),
    ],
)
def test_letters_of_other_scripts_are_not_taken_for_western_or_korean_ones(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)).problem == "encoding"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_hangul_in_utf_16_without_a_mark_is_read(encoding: str) -> None:
    assert read("이름,값\n가,1\n나,2\n가,1\n나,2\n", encoding).names == ("이름", "값")


def test_a_header_alone_is_no_data() -> None:
    error = refusal("\n\na,b\n\n")
    assert (error.problem, error.row) == ("no_rows", 3)


@pytest.mark.parametrize(
    ("text", "row", "found", "expected"),
    [
        ("a,b,c\n1,2,3\n\n4,5\n", 4, 2, 3),
        ("a;b;c\n1;2;3\n4;5;6\n7;8;9;\n", 4, 4, 3),
        ('a,b\n"x\ny",2\n1,2,3\n', 3, 3, 2),
        ("a,b\n1\n2\n3\n", 2, 1, 2),
    ],
)
def test_a_row_of_another_width_is_named(text: str, row: int, found: int, expected: int) -> None:
    error = refusal(text)
    assert (error.problem, error.row) == ("ragged", row)
    assert error.details == {"found": found, "expected": expected}
    assert f"Row {row} does not fit the header: number of cells {found}, expected {expected}" in str(error)


def test_two_columns_of_one_name_are_named_with_their_places() -> None:
    error = refusal("a, b ,c,b\n1,2,3,4\n")
    assert (error.problem, error.row, error.column) == ("duplicate_name", 1, "b")
    assert "Columns 2 and 4 are both named “b” in row 1" in str(error)


def test_a_column_without_a_name_is_told_by_its_place() -> None:
    error = refusal("\na,b, \n1,2,3\n")
    assert (error.problem, error.row, error.details) == ("no_name", 2, {"position": 3})
    assert "Column 3 has no name: write one into row 2" in str(error)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', 3),
        ('a,b\n1,"', 2),
        ('a,b\n"x\ny",2\n3,"4' + "\n5,6" * 50_000, 3),
    ],
)
def test_an_open_quote_is_named_where_it_opens(text: str, row: int) -> None:
    error = refusal(text)
    assert (error.problem, error.row) == ("open_quote", row)
    assert f"opens in row {row}" in str(error)


def test_a_cell_of_endless_text_is_refused_by_its_row() -> None:
    error = refusal("a,b\n1,2\n" + "x" * 140_000 + ",2\n")
    assert (error.problem, error.row) == ("long_cell", 3)


def test_a_number_of_endless_digits_is_read_at_once() -> None:
    """No pattern tries the digits over and over."""
    assert read("a,b\n" + "1" * 130_000 + "x,2\n").columns[0].kind == "categorical"


# Limits


def test_two_megabytes_are_read_and_a_byte_more_is_not() -> None:
    data = PLAIN.encode().ljust(MAX_BYTES, b"\n")
    assert_plain(read_csv(data))
    error = refusal(data + b"\n")
    assert (error.problem, error.details) == ("too_large", {"size": 2_097_153, "limit": 2_097_152})
    assert "2.01 MB; at most 2 MB" in str(error)


def test_a_hundred_thousand_rows_are_read_and_one_more_is_not() -> None:
    text = "a,b\n" + "1,2\n" * MAX_ROWS
    assert read(text).rows == MAX_ROWS
    error = refusal(text + "3,4\n")
    assert (error.problem, error.details["count"]) == ("too_many_rows", 100_001)


def test_five_hundred_columns_are_read_and_one_more_is_not() -> None:
    def wide(columns: int) -> str:
        return ",".join(f"c{i}" for i in range(columns)) + "\n" + ",".join(["1"] * columns)

    assert len(read(wide(MAX_COLUMNS)).columns) == MAX_COLUMNS
    error = refusal(wide(MAX_COLUMNS + 1))
    assert (error.problem, error.details["count"]) == ("too_many_columns", 501)


# Whatever comes

PIECES = st.sampled_from(
    [b",", b";", b"\t", b"|", b"\n", b"\r", b'"', b" ", b"1", b"2.5", b"3,5", b"x", b"NA", b"inf",
     b"\xe9", b"\x00", b"\xb0\xa1", b"\xef\xbb\xbf", b"\xff\xfe", b"<html", b"[", b"1,234.5", b"\xd8\x00",
     b"a,b\n1,2\n"]
)  # fmt: skip


@QUICK
@given(st.binary(max_size=60) | st.lists(PIECES, max_size=30).map(b"".join))
def test_any_bytes_are_read_or_refused_with_a_whole_sentence(data: bytes) -> None:
    sheet = outcome(data)
    if isinstance(sheet, TableError):
        assert sheet.problem in TableError.PROBLEMS
        assert str(sheet).endswith(".")
        assert "None" not in str(sheet)
    else:
        assert sheet.rows >= 1
        assert len(set(sheet.names)) == len(sheet.columns) >= 2
        for column in sheet.columns:
            assert len(column.texts) == len(column.values) == len(column.missing) == sheet.rows
            assert len(column.bad) == (np.isnan(column.values) & ~column.missing).sum()


def test_a_refusal_survives_pickling_and_speaks_other_languages() -> None:
    error = TableError("text_in_number", 3, "a" * 50, text="{b}" + "c" * 50)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.problem, copy.row, copy.column, copy.details) == (
        error.problem, error.row, error.column, error.details
    )  # fmt: skip
    assert str(copy) == str(error)
    assert error.sentence("{row}행 “{column}”: “{text}”") == f"3행 “{'a' * 39}…”: “{'{b}' + 'c' * 36}…”"
    assert TableError("not_csv", looks="pdf").sentence("{what}", {"pdf": "PDF 문서"}) == "PDF 문서"
