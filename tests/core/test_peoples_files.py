"""Files as people have them: what is read of them, what is suggested, and that what is suggested can be used.

Each kind was met in real files or public reports of them; these are small ones of the same kind.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlp_core.data.csv import read_csv
from mlp_core.data.frame import Frame
from mlp_core.data.letters import ENCODINGS, SCORES
from mlp_core.data.numerals import Writing
from mlp_core.data.sheet import Column, Sheet
from mlp_core.data.suggest import (
    Choice,
    suggest,
    suggest_features,
    suggest_kinds,
    suggest_missing,
    suggest_target,
    unsuited,
)
from mlp_core.data.table import MIN_ROWS, Table, prepare
from mlp_core.errors import TableError
from tests.core.runs import QUICK


def lines(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()


def rows(count: int, *columns: str) -> list[str]:
    """Rows of cells made of these patterns: {i} counts, {s} is its square, {k} is a or b, {b} is 0 or 1."""
    pattern = ",".join(columns)
    return [pattern.format(i=i, s=i * i, k="ab"[i % 2], b=i % 2) for i in range(count)]


def used(sheet: Sheet, choice: Choice) -> Table:
    return prepare(sheet, choice.target, choice.features, choice.kinds, choice.missing)


def chosen(data: bytes) -> tuple[Sheet, Choice, Table]:
    """A file as it is offered, which can be used."""
    sheet = read_csv(data)
    choice = suggest(sheet)
    assert choice
    return sheet, choice, used(sheet, choice)


def column_of(*cells: str, sign: str = ";") -> Column:
    return read_csv(
        lines(f"a{sign}b", *(f"{cell}{sign}{'xy'[i % 2]}" for i, cell in enumerate(cells)))
    ).columns[0]


# What is offered can be used


@pytest.mark.parametrize(
    ("header", "columns", "target", "task"),
    [
        ("hours,score", ["{i}", "5{i}"], "score", "regression"),  # ten different scores are amounts
        ("city,cameras,people", ["Town {i}", "1{i}", "30{s}"], "people", "regression"),
        ("failures,temperature,launch", ["{b}", "5{s}.5", "{i}"], "temperature", "regression"),
        ("mpg,weight,car", ["2{i}.5", "9{s}", "model {i}"], "weight", "regression"),
        ("status,amount,risk", ["{k}", "1{s}", "{b}"], "risk", "binary"),
        ("kind,size,flag", ["{k}", "{s}.5", "{b}"], "flag", "binary"),
        ("Survived,Name,Age,Fare", ["{b}", "N{i}", "{s}", "1{s}.5"], "Survived", "binary"),
        ("번호,키,합격", ["{i}", "{s}.5", "{b}"], "합격", "binary"),
        ("번호,가격,면적", ["{i}", "9{s}", "{s}.5"], "가격", "regression"),
        ("id,x,diagnosis,z", ["{i}", "{s}", "{k}", "{s}.5"], "diagnosis", "binary"),
        ("x,y,same", ["{s}", "{b}", "5"], "y", "binary"),
        ("x,z,empty", ["{s}", "2{s}", ""], "z", "regression"),
        ("x,z,day", ["{s}", "3{s}", "2020-01-1{b}"], "z", "regression"),
    ],
)
def test_the_target_is_what_can_be_learned(header: str, columns: list[str], target: str, task: str) -> None:
    _, choice, table = chosen(lines(header, *rows(12, *columns)))
    assert (choice.target, table.task) == (target, task)


def test_what_numbers_the_rows_is_no_input_and_what_counts_hours_is_one() -> None:
    hours = read_csv(lines("hours,sleep,score", *rows(14, "{i}", "7", "5{s}.5")))
    assert suggest_features(hours, "score") == ("hours",)
    for name in ("id", "번호", "PassengerId", "no", "customer_id", "Unnamed: 0"):
        sheet = read_csv(lines(f"{name},x,score", *rows(14, "{i}", "{s}", "5{s}.5")))
        assert suggest_features(sheet, "score") == ("x",)
        assert unsuited(sheet.columns[0]) == "counts"
    shuffled = read_csv(lines("UserID,x,score", "907,1,2", "15,4,3", "388,2,9", "41,8,5"))
    assert suggest_features(shuffled, "score") == ("x",)
    long = read_csv(lines("a,x,day,kind", *rows(40, "{i}", "{s}", "{i}", "{k}")))
    assert suggest_features(long, "kind") == ("x", "day")


def test_gaps_are_filled_where_leaving_rows_out_would_leave_too_few() -> None:
    _, choice, table = chosen(
        lines("a,b,c,kind", *rows(12, "{i}", "", "{s}", "{k}"), *rows(12, "2{i}", "{s}", "", "{k}"))
    )
    assert (choice.missing, len(table.x)) == ("mean", 24)
    few = read_csv(lines("a,b,kind", *rows(20, "{i}", "{s}", "{k}"), "7,,a"))
    assert suggest_missing(few, "kind", ("a", "b")) == "drop"


def test_a_column_with_a_cell_that_is_no_number_is_not_suggested() -> None:
    """Nor one with a number that is too large: the person is told, and may choose it all the same."""
    sheet = read_csv(
        lines("a,b,c,kind", *rows(20, "{i}", "{s}", "{s}.5", "{k}"), "oops,3,1,a", "7,1e999,2,b")
    )
    assert [unsuited(column) for column in sheet.columns] == ["bad", "bad", None, None]
    assert suggest_features(sheet, "kind") == ("c",)
    assert suggest_features(sheet, "c") == ("kind",)


CELLS: dict[str, st.SearchStrategy[str]] = {
    "whole": st.integers(-3, 30).map(str),
    "decimal": st.floats(-1e6, 1e6).map(lambda x: f"{x:.3f}"),
    "class": st.sampled_from(["a", "b", "c"]),
    "code": st.sampled_from(["1", "01", "001"]),
    "binary": st.sampled_from(["0", "1"]),
    "text": st.text("abcdefgh", min_size=1, max_size=6),
    "money": st.integers(0, 99_999).map(lambda n: f'"${n:,}"'),
    "percent": st.integers(0, 100).map(lambda n: f"{n}%"),
    "date": st.dates(date(2019, 1, 1), date(2021, 1, 1)).map(str),
    "gap": st.sampled_from(["", "NA", "#N/A", "-", ".", "없음", "5", "7"]),
    "huge": st.sampled_from(["1e300", "inf", "2", "3"]),
    "same": st.just("5"),
    "mixed": st.sampled_from(["1", "2.5", "x", "", "1,5", "−3"]).map(lambda cell: f'"{cell}"'),
}
NAMES = st.sampled_from(["a", "id", "class", "y", "price", "kind", "day", "번호", "결과", "x1", "x2", "z"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    names = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    kinds = [draw(st.sampled_from(sorted(CELLS))) for _ in names]
    count = draw(st.integers(1, 24))
    hole = st.integers(0, draw(st.sampled_from([2, 10, 1000])))
    body = [",".join("" if draw(hole) == 0 else draw(CELLS[kind]) for kind in kinds) for _ in range(count)]
    return lines(",".join(names), *body)


@QUICK
@given(files())
@example(lines("a,b", *rows(4, "{i}", "{b}")))
def test_whatever_is_suggested_passes_and_keeps_half_of_the_rows_where_that_can_be(data: bytes) -> None:
    try:
        sheet = read_csv(data)
    except TableError:
        return
    choice = suggest(sheet)
    if choice is None:
        assert not any(learnable(sheet, column) for column in sheet.columns)
        return
    table = used(sheet, choice)  # raises what it cannot use
    assert len(table.x) >= MIN_ROWS
    half = any(2 * len(other.x) >= sheet.rows for c in sheet.columns if (other := learnable(sheet, c)))
    assert 2 * len(table.x) >= sheet.rows or not half
    assert (suggest_target(sheet), suggest_features(sheet, choice.target)) == (choice.target, choice.features)
    assert suggest_kinds(sheet) == choice.kinds
    for column in sheet.columns:
        if other := suggest(sheet, column.name):  # whatever else the person points at
            used(sheet, other)


def learnable(sheet: Sheet, goal: Column) -> Table | None:
    """What any single other column gives of this target, found by trying."""
    for column in sheet.columns:
        for kinds in (suggest_kinds(sheet, goal.name), {}):
            if column.name != goal.name:
                try:
                    return prepare(sheet, goal.name, [column.name], kinds, "mean")
                except TableError:
                    pass
    return None


# Categories are texts


def test_codes_of_many_digits_stay_apart() -> None:
    _, _, table = chosen(
        lines("x,class", *(f"{i * i},1000000000000000{['01', '09', '17'][i % 3]}" for i in range(12)))
    )
    assert table.classes == ("100000000000000001", "100000000000000009", "100000000000000017")


def test_codes_with_zeros_before_them_are_texts_and_plain_numbers_are_numbers() -> None:
    assert column_of("01", "1", "001", "1").categories == ("001", "01", "1")
    assert column_of("1", "1.0", "2", "1e0").categories == ("1", "2")
    assert column_of("0.5", "0.50", "0", "0.0").categories == ("0", "0.5")
    assert column_of("1,50", "1,5", "2,0", "2").categories == ("1,5", "2")


# Letters


TEXTS: dict[str, list[str]] = {
    "cp949": [
        "키,몸무게 (㎏)", "똠방각하,펲시맨", "Temp(°C),Hum", "지점,PM10(㎍/㎥)", "품종,꽃받침길이",
        "이름,나이,성별", "번호,합격", "날짜,강수량(㎜)", "학교,학생수",
        "서울특별시,부산광역시", "쌀,밀", "연도,월,기온(℃)",
    ],
    "cp932": [
        "名前,値", "身長,体重,種類", "年月日,最高気温(℃)", "アヤメ,がく片の長さ", "都道府県,人口",
        "性別,年齢", "点数,合否", "売上,店舗", "種類,長さ,幅",
    ],
    "gbk": ["姓名,年龄", "高度,重量", "温度(℃),湿度", "城市,人口", "性别,收入", "品种,花瓣长度",
            "日期,销售额", "省份,类别"],
    "cp1252": [
        "Größe,Temperatur (°C)", "taille,café – déjà", "año,niño", "Straße,Länge", "população,São Paulo",
        "qualità,città", "Gewicht (µg/m³),z", "température,âge,forêt", "längd,vikt,färg", "størrelse,farve",
        "hôpital,sœur", "men’s,women’s", "don’t know,it’s", "a – b,c", "“quoted”,z", "price (€),z", "½ cup,z",
        "José,Zoë", "þyngd,hæð,á",
    ],
    "cp1250": [
        "wysokość,płeć", "długość,szerokość", "výška,váha,věk", "šířka,délka", "težina,visina,kuća,čaša",
        "greutate,înălţime,ţară", "miasto,Łódź",
    ],
    "cp1254": ["yaş,ağırlık", "şehir,nüfus,İstanbul", "cinsiyet,sınıf"],
}  # fmt: skip


@pytest.mark.parametrize(("encoding", "header"), [(e, t) for e, texts in TEXTS.items() for t in texts])
def test_letters_of_older_programs_are_found_by_how_they_look(encoding: str, header: str) -> None:
    text = f"{header}\n{re.sub('[^,]+', '1', header)}\n"
    assert list(read_csv(text.encode(encoding)).names) == header.split(",")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("имя,рост", "cp1251"), ("όνομα,άλφα", "cp1253"), ("שם,גיל", "cp1255"), ("姓名,年齡", "big5")],
)
def test_letters_that_look_like_nothing_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(TableError) as caught:
        read_csv(f"{text}\n1,2\n".encode(encoding))
    assert caught.value.problem == "encoding"


def test_a_person_says_what_the_letters_are() -> None:
    data = "imię,wzrost\n1,2\n".encode("cp1250")
    assert read_csv(data, "cp1250").names == ("imię", "wzrost")
    assert read_csv(data, "cp1252").names == ("imiê", "wzrost")
    with pytest.raises(TableError, match="letters"):
        read_csv(data, "utf-8")
    assert set(SCORES) < set(ENCODINGS)
    assert read_csv("\ufeffa,b\n1,2\n".encode("utf-16-le"), "utf-16-le").names == ("a", "b")


# The frame


@pytest.mark.parametrize(
    ("head", "frame"),
    [
        (["Downloaded: 2017/10/24,,", ",,", "a,b,y"], Frame(3, (1,))),
        (["Report of the year", "", "a,b,y"], Frame(3, (1,))),
        (["My report", "made by me", "a,b,y"], Frame(3, (1, 2))),
        (["# made by me", "# unit: cm", "a,b,y"], Frame(3, (1, 2))),
        (["# made by me, for you, too", "a,b,y"], Frame(2, (1,))),
        (["a,b,y", "(cm),(kg),"], Frame(1, (), 2)),
        (["a,b,y", "cm,kg,"], Frame(1, (), 2)),
        (["Report,,", "a,b,y", "cm,kg,-"], Frame(2, (1,), 3)),
    ],
)
def test_what_stands_around_a_table_is_left_out_and_told(head: list[str], frame: Frame) -> None:
    sheet = read_csv(lines(*head, *rows(12, "{s}", "{i}.5", "{b}")))
    assert (sheet.names, sheet.frame, sheet.rows) == (("a", "b", "y"), frame, 12)
    assert sheet.columns[0].values.tolist() == [i * i for i in range(12)]
    assert sheet.columns[0].row_numbers[0] == len(head) + 1


def test_a_table_that_begins_with_many_nearly_empty_rows_is_no_title() -> None:
    with pytest.raises(TableError, match="looks like data"):
        read_csv(lines(*["5,,"] * 5000, *rows(6000, "{i}", "{s}", "{b}")))
    assert read_csv(lines("a,b,c", *["5,,"] * 5000, *rows(6, "{i}", "{s}", "{b}"))).rows == 5006


def test_a_title_may_have_a_comma_in_it() -> None:
    sheet = read_csv(lines("Sales, 2017", "a,b,c,y", *rows(6, "{i}", "{s}", "{s}.5", "{b}")))
    assert (sheet.names, sheet.frame.above) == (("a", "b", "c", "y"), (1,))


@pytest.mark.parametrize(
    ("header", "columns"),
    [("a,b,", ["{s}", "{b}", ""]), (",a,b", ["", "{s}", "{b}"]), ("a,,b", ["{s}", "", "{b}"]),
     ("a,b,,,", ["{s}", "{b}", "", "", ""])],
)  # fmt: skip
def test_empty_columns_are_left_out(header: str, columns: list[str]) -> None:
    sheet = read_csv(lines(header, *rows(8, *columns)))
    assert sheet.names == ("a", "b")
    assert sheet.frame.empty == header.count(",") - 1


def test_rows_and_names_may_differ_by_a_delimiter_at_their_end() -> None:
    assert read_csv(lines("a,b", *rows(5, "{i}", "{s}", ""))).names == ("a", "b")
    assert read_csv(lines("a,b,,", *rows(5, "{i}", "{s}"))).names == ("a", "b")
    with pytest.raises(TableError, match="Row 3 does not fit"):
        read_csv(lines("a,b", "1,2", "3,4,", "5,6"))


def test_names_of_rows_need_no_name() -> None:
    """As R's write.table leaves it out, and as a spreadsheet leaves its corner empty."""
    sheet = read_csv(lines("mpg,hp", *rows(6, "car {i}", "2{i}", "{s}")))
    assert (sheet.names, sheet.frame.row_names) == (("index", "mpg", "hp"), True)
    corner = read_csv(lines(",mpg,hp", *rows(6, "car {i}", "2{i}", "{s}")))
    assert (corner.names, corner.frame.row_names) == (("index", "mpg", "hp"), True)
    assert not read_csv(lines(",mpg,hp", *rows(6, "{i}", "2{i}", "{s}"))).frame.row_names


def test_months_are_names_beside_words_and_no_names_can_be_said() -> None:
    sheet = read_csv(lines("product,level,1,2,3", *rows(8, "p{i}", "{k}", "6{i}", "2{i}", "5{i}")))
    assert sheet.names == ("product", "level", "1", "2", "3")
    data = lines("5.1,3.5,setosa", "4.9,3.1,setosa", "6.1,2.8,virginica", "6.3,2.5,virginica")
    with pytest.raises(TableError, match="Row 1 looks like data"):
        read_csv(data)
    bare = read_csv(data, header=0)
    assert (bare.names, bare.rows, bare.frame.header) == (("1", "2", "3"), 4, 0)
    assert bare.columns[0].row_numbers.tolist() == [1, 2, 3, 4]
    assert suggest_target(bare) == "3"
    assert read_csv(data, header=2).names == ("4.9", "3.1", "setosa")
    with pytest.raises(TableError, match="Row 9 cannot hold"):
        read_csv(data, header=9)


# Numbers as people write them


@pytest.mark.parametrize(
    ("cells", "values", "writing"),
    [
        (["1,395", "1,606", "477"], [1395, 1606, 477], Writing(".", ",")),
        (["1,234.5", "12,345", "-1,000,000"], [1234.5, 12345, -1e6], Writing(".", ",")),
        (["1 234,5", "2 000", "7,25"], [1234.5, 2000, 7.25], Writing(",", " ")),
        (["1.234,5", "2.000,0", "7,25"], [1234.5, 2000, 7.25], Writing(",", ".")),
        (["1'234", "2'000"], [1234, 2000], Writing(".", "'")),
        (["0,5", "0,25", "9"], [0.5, 0.25, 9], Writing(",")),
        (["0,125", "0,250"], [0.125, 0.25], Writing(",")),
        (["$1,000", "$1,007.50", "-$20"], [1000, 1007.5, -20], Writing(".", ",", "$")),
        (["€ 5", "€ 6.5"], [5, 6.5], Writing(".", "", "€")),
        (["12.5%", "3 %", "-1%"], [12.5, 3, -1], Writing(".", "", "", "%")),
        (["3 kg", "4.5kg"], [3, 4.5], Writing(".", "", "", "kg")),
        (["1,000원", "2,500원"], [1000, 2500], Writing(".", ",", "", "원")),
        (["₩1,000", "₩2,500"], [1000, 2500], Writing(".", ",", "₩")),
        (["−1.5", "2", "+3", ".5"], [-1.5, 2, 3, 0.5], Writing()),
    ],
)
def test_one_way_of_writing_numbers_is_found_in_each_column(
    cells: list[str], values: list[float], writing: Writing
) -> None:
    quoted = read_csv(lines("a,b", *(f'"{cell}",x' for cell in cells))).columns[0]
    assert (quoted.kind, quoted.values.tolist(), quoted.writing) == ("numeric", values, writing)


def test_a_cell_that_is_written_in_another_way_is_named() -> None:
    sheet = read_csv(lines("a,b", *rows(12, '"${i},000"', "{k}"), "50 kg,a", *rows(9, '"${i},500"', "{k}")))
    assert sheet.columns[0].bad == ((14, "50 kg"),)
    with pytest.raises(TableError, match="Row 14, column “a”: “50 kg” is not written like the other cells"):
        prepare(sheet, "b", ["a"])


@pytest.mark.parametrize(
    "cells", [["01A", "02A", "03A"], ["12:30", "13:45"], ["1-2", "3-4"], ["A1", "A2"], ["1st", "2nd"]]
)
def test_codes_times_and_ranges_are_no_numbers(cells: list[str]) -> None:
    assert column_of(*cells * 3).kind == "categorical"


def test_a_single_comma_that_may_mean_either_is_not_guessed() -> None:
    sheet = read_csv(lines("a,b", *rows(29, "{s}", "{k}"), '"1,450",a'))
    assert sheet.columns[0].bad == ((31, "1,450"),)
    with pytest.raises(TableError, match="separators between thousands"):
        prepare(sheet, "b", ["a"])


def test_a_tab_file_may_have_thousands() -> None:
    assert column_of("1,395", "2,606", sign="\t").values.tolist() == [1395, 2606]
    assert column_of("1,395", "2,606").values.tolist() == [1.395, 2.606]  # semicolons go with decimal commas


@pytest.mark.parametrize(
    "mark", ["#N/A", "<NA>", "NA", "N/A", "null", "None", "nan", "-", "--", ".", "?", "***", "없음", "결측"]
)
def test_every_mark_for_a_missing_value_is_known(mark: str) -> None:
    column = column_of("57", mark, "64", mark, "71")
    assert (column.kind, column.missing.tolist()) == ("numeric", [False, True, False, True, False])


def test_what_may_be_a_category_is_one_among_texts() -> None:
    assert column_of("없음", "있음", "없음", "").categories == ("없음", "있음")
    assert column_of("*", "**", "***", "n.s.", "").categories == ("*", "**", "***", "n.s.")


# Dates


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2020-01-31", "2020-02-01"], "ymd"), (["2020.1.31.", "2020.2.1."], "ymd"),
        (["2020년 1월 31일", "2020년 2월 1일"], "ymd_korean"), (["31.01.2020", "01.02.2020"], "dmy"),
        (["31/01/2020", "1/2/2020"], "dmy"), (["01/31/2020", "2/1/2020"], "mdy"),
        (["31 Jan 2020", "1 Feb 2020"], "dmy_words"), (["January 31, 2020", "February 1, 2020"], "mdy_words"),
        (["31-Jan-2020", "01-Feb-2020"], "dmy_words"), (["31 Jan., 2020", "1 Feb, 2020"], "dmy_words"),
        (["2020-01-31 00:00", "2020-02-01T00:00:00Z"], "ymd"),
    ],
)  # fmt: skip
def test_dates_are_the_days_since_the_first(cells: list[str], order: str) -> None:
    column = column_of(*cells)
    assert (column.kind, column.values.tolist(), column.writing.date) == ("numeric", [0, 1], order)
    assert column.writing.first == date(2020, 1, 31).toordinal()


def test_a_time_of_day_is_a_part_of_a_day_and_a_month_begins_with_its_first() -> None:
    assert column_of("2020-01-31 12:00", "2020-01-31 18:00").values.tolist() == [0.5, 0.75]
    assert column_of("2020-01", "2020-03").values.tolist() == [0, 60]


@pytest.mark.parametrize(
    "cell",
    ["31 Jan*2020", "Marble 31, 2020", "31 M 2020", "2020-01-31 24:00", "2020-01-31 09:60", "2020-02-30"],
)
def test_what_only_looks_like_a_date_is_a_text(cell: str) -> None:
    assert column_of(cell, cell).kind == "categorical"


def test_dates_are_found_between_words() -> None:
    """Wherever the words stand: the first and the last cell say no more than others."""
    days = [f"2020-01-{day:02d}" for day in range(1, 8)]
    column = column_of("unknown", *days, "never")
    assert (column.kind, column.writing.date, column.values[1:-1].tolist()) == ("numeric", "ymd", [*range(7)])


def test_a_single_date_is_told_where_the_first_cell_is_missing() -> None:
    sheet = read_csv(lines("when,kind,z", ",a,1", *(f"2020-01-05,{'ab'[i % 2]},{i}" for i in range(6))))
    with pytest.raises(TableError, match="“2020-01-05”"):
        prepare(sheet, "kind", ["when"], {"when": "calendar"})


def test_a_date_can_be_used_alone_and_taken_apart() -> None:
    """Of a file of dates and texts something is offered; 2021-03-01 was a Monday."""
    data = lines(
        "date,kind", *(f"202{1 + i // 12}-{1 + i % 12:02d}-0{1 + i % 7},{'ab'[i % 2]}" for i in range(24))
    )
    sheet, choice, table = chosen(data)
    assert (choice.features, table.n_in) == (("date",), 1)
    apart = prepare(sheet, "kind", ["date"], {"date": "calendar"})
    days = [date(2021 + i // 12, 1 + i % 12, 1 + i % 7) for i in range(24)]
    assert apart.feature_names[0] == "date (year)"
    np.testing.assert_array_equal(apart.x[:, 0], [day.year for day in days])
    month = apart.x[:, [apart.feature_names.index(f"date (month) = {m}") for m in range(1, 13)]]
    np.testing.assert_array_equal(month.argmax(1) + 1, [day.month for day in days])
    weekdays = sorted({day.isoweekday() for day in days})
    week = apart.x[:, [apart.feature_names.index(f"date (weekday) = {d}") for d in weekdays]]
    np.testing.assert_array_equal([weekdays[i] for i in week.argmax(1)], [day.isoweekday() for day in days])
    with pytest.raises(TableError, match="holds no dates"):
        prepare(sheet, "date", ["kind"], {"kind": "calendar"})


# Refused by the true cause


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"PK\x03\x04...mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "an OpenDocument spreadsheet",
        ),
        (b"PK\x03\x04...[Content_Types].xml...xl/worksheets", "an Excel workbook"),
        (b"a,b\n1,2\n3,\x00\x00\n", "zero bytes"),
        (b"\x00" * 200, "zero bytes"),
    ],
)
def test_what_is_no_csv_is_named(data: bytes, words: str) -> None:
    with pytest.raises(TableError, match=words):
        read_csv(data)
