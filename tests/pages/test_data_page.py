"""The Data page without a browser: the samples of the run, and a person's own file."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.data.csv import read_csv
from mlp_core.data.datasets import TUTORIAL_TARGET
from mlp_core.data.load import load
from mlp_core.data.table import prepare
from mlp_core.errors import TableError
from mlp_core.tutorial import published_curve
from pages.shared.data import tables
from pages.shared.data.figures import IN_TURN, MOST_POINTS, class_colours, scatter_figure
from pages.shared.data.pictures import EACH, gallery
from pages.shared.data.shown import Shown, shown
from pages.shared.data.upload import network_for
from pages.shared.plain import chart_text, label_text, plain_text
from pages.shared.text import text
from pages.shared.text.english import ENGLISH
from pages.shared.theme import LIGHT
from tests.core.imports import ROOT
from tests.pages import opening, tapes
from tests.pages.player import act
from tests.pages.widgets import widget

PAGE = "pages/data.py"
NASTY = "<img src=x onerror=alert(1)> **b** $x$ :red[y]"
FLOWERS = "\n".join(
    [f"{NASTY};Länge;Farbe;Art"]
    + [f"{i / 4:.2f};{i % 7},5;{'rot' if i % 3 else 'blau'};{'AB'[i % 2]}" for i in range(40)]
).replace(".", ",")
GAPS = FLOWERS.replace("\n0,25;1,5", "\n;1,5").replace("\n1,00;4,5", "\nNA;4,5")
BAD = FLOWERS.replace("\n2,00;1,5", "\nzwei;1,5")


def opened(experiment: Experiment | None = None) -> AppTest:
    """The page, opened by a link to it."""
    app = opening.opened(60, **(experiment.to_query() if experiment else {})).switch_page(PAGE).run()
    assert not app.exception
    return app


def upload(app: AppTest, content: str | bytes, name: str = "flowers.csv") -> AppTest:
    data = content if isinstance(content, bytes) else content.encode()
    app.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not app.exception
    return app


def use(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == text("data.use")).click().run()
    assert not app.exception
    return app


def plan(app: AppTest) -> Any:
    return app.session_state["_run"].plan


def heading(app: AppTest) -> str:
    return app.main.subheader[0].value.replace("\\", "")


def column(app: AppTest, name: str) -> pd.Series:
    """A column of the table of samples."""
    return next(t.value for t in app.dataframe if text("data.sample") in t.value.columns)[name]


def of(experiment: Experiment) -> Shown:
    return shown(experiment, load(experiment)[0])


# The samples of the run


def test_shows_the_tutorials_sample_and_both_loss_curves() -> None:
    inputs, targets, losses = (frame.value for frame in opened().dataframe)
    assert len(inputs) == 10
    assert [float(v) for v in targets.iloc[:, 1]] == list(TUTORIAL_TARGET)
    assert [float(v) for v in losses.iloc[:, 1]] == published_curve()
    assert max(abs(float(a) - float(b)) for a, b in losses.iloc[:, 1:3].to_numpy()) < 5e-5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("spirals", "Spirals: 300 samples, 225 to train on and 75 held back; 2 inputs; "
                    "2 classes (150 / 150)"),
        ("iris", "Iris flowers: 150 samples, 112 to train on and 38 held back; 4 inputs; "
                 "3 classes (50 / 50 / 50)"),
        ("digits", "Handwritten digits: 1,797 samples, 1,348 to train on and 449 held back; 64 inputs; "
                   "10 classes (174 to 183 of each)"),
        ("xor", "XOR: 4 samples, all to train on; 2 inputs; 2 classes (2 / 2)"),
        ("mazur", "Mazur's sample: one sample, all to train on; 2 inputs; 2 numbers to learn"),
    ],
)  # fmt: skip
def test_the_data_in_a_sentence_and_as_a_table(name: str, said: str) -> None:
    app = opened(PRESETS[name])
    assert heading(app) == said
    data = load(PRESETS[name])[0]
    np.testing.assert_array_equal(column(app, text("data.sample")), np.arange(1, len(data.raw) + 1))
    held = column(app, text("data.part")) == text("data.part_test")
    np.testing.assert_array_equal(np.flatnonzero(held), data.test)
    assert len(app.get("plotly_chart")) == 1


def test_a_number_to_learn_is_told_with_its_range() -> None:
    app = opened(PRESETS["sine"])
    assert heading(app).startswith("Sine (regression): 200 samples")
    assert "1 input; a number to learn: y, −1.11 to 1.15" in heading(app)
    y = load(PRESETS["sine"])[0].targets[:, 0]
    np.testing.assert_array_equal(column(app, "y"), y)


def test_the_switch_shows_what_the_network_is_fed() -> None:
    app = opened(PRESETS["iris"])
    data = load(PRESETS["iris"])[0]
    np.testing.assert_array_equal(column(app, "petal length (cm)"), data.raw[:, 2])
    switch = next(toggle for toggle in app.toggle if toggle.label == text("data.fed"))
    switch.set_value(True).run()
    np.testing.assert_array_equal(column(app, "petal length (cm)"), data.inputs[:, 2])
    app.switch_page("app.py").run().switch_page(PAGE).run()  # it is remembered
    np.testing.assert_array_equal(column(app, "petal length (cm)"), data.inputs[:, 2])
    widget(app, "standardize").set_value(False).run()
    np.testing.assert_array_equal(column(app, "petal length (cm)"), data.raw[:, 2])
    assert next(toggle for toggle in app.toggle if toggle.label == text("data.fed")).disabled


def test_the_sidebar_changes_the_data_here() -> None:
    app = opened(PRESETS["spirals"])
    widget(app, "samples").set_value(40).run()
    assert heading(app).startswith("Spirals: 40 samples, 30 to train on and 10 held back")
    assert plan(app).last.samples == 40
    widget(app, "dataset").set_value("plane").run()
    assert not app.exception
    assert heading(app).startswith("Plane (regression): 200 samples")


def test_the_axes_chosen_outlive_a_switch_of_pages_but_not_other_data() -> None:
    app = opened(PRESETS["iris"])
    app.selectbox(key="data_across").set_value(3).run()
    app.selectbox(key="data_up").set_value(4).run()  # the class
    app.switch_page("app.py").run().switch_page(PAGE).run()
    assert (app.selectbox(key="data_across").value, app.selectbox(key="data_up").value) == (3, 4)
    widget(app, "dataset").set_value("penguins").run()
    assert not app.exception
    assert (app.selectbox(key="data_across").value, app.selectbox(key="data_up").value) == (0, 1)


# Tables and figures, by NumPy


def test_balance_and_standardising_are_those_of_numpy() -> None:
    iris = of(PRESETS["iris"])
    balance = tables.balance(iris)
    train = iris.data.targets[iris.data.train].sum(0)
    np.testing.assert_array_equal(balance[text("data.part_train")], train)
    np.testing.assert_allclose(balance[text("data.share")], 100 / 3)
    scaling = tables.scaling(iris)
    trained = iris.data.raw[iris.data.train]
    np.testing.assert_array_equal(scaling[text("data.mean")], trained.mean(0))
    np.testing.assert_array_equal(scaling[text("data.deviation")], trained.std(0))
    np.testing.assert_array_equal(scaling[text("data.fed_max")], iris.data.inputs.max(0))


def test_how_the_numbers_to_learn_lie() -> None:
    sine = of(PRESETS["sine"])
    rows = tables.balance(sine)
    held = sine.data.targets[sine.data.test, 0]
    assert list(rows[text("data.mean")])[1] == held.mean()
    assert list(rows[text("data.max")])[1] == held.max()


def test_two_columns_may_look_alike() -> None:
    assert tables.unique(["a", "b", "a", "a (2)", "a"]) == ["a", "b", "a (2)", "a (2) (2)", "a (3)"]
    table = prepare(read_csv(b"sample,part\n1,2\n3,4\n5,1\n2,9\n"), "part", ["sample"])
    rows = tables.samples(of(network_for(table)))
    assert list(rows.columns) == ["sample", "row in file", "part", "part (2)", "sample (2)"]


def test_whole_numbers_are_small_and_exact() -> None:
    digits = tables.samples(of(PRESETS["digits"]))
    assert str(digits["pixel 1, 1"].dtype) == "int8"  # always 0
    assert str(digits["pixel 4, 4"].dtype) == "float64"
    np.testing.assert_array_equal(digits["pixel 4, 4"], load(PRESETS["digits"])[0].raw[:, 27])


def test_points_are_filled_where_trained_on_and_hollow_where_held_back() -> None:
    moons = of(PRESETS["moons"])
    figure = scatter_figure(moons, 0, 1, LIGHT)
    count = {False: 0, True: 0}
    for trace in figure.data:
        count[trace.marker.symbol.endswith("-open")] += len(trace.x)
    assert count == {False: 150, True: 50}
    # Told without colour too: each class has a shape.
    shapes = {trace.legendgroup: trace.marker.symbol for trace in figure.data if trace.showlegend}
    assert len(set(shapes.values())) == 2
    assert [trace.name for trace in figure.data if trace.showlegend] == ["0", "1"]
    numbers = scatter_figure(of(PRESETS["plane"]), 0, 1, LIGHT)
    assert (numbers.data[0].marker.cmin, numbers.data[0].marker.cmax) == (
        -numbers.data[1].marker.cmax, numbers.data[1].marker.cmax,
    )  # fmt: skip


def test_a_class_has_one_colour_on_all_pages() -> None:
    script = (ROOT / "pages/shared/player/pictures.js").read_text(encoding="utf-8")
    assert f"IN_TURN = {list(IN_TURN)};" in script
    assert "diverging[1][1], diverging[3][1]" in script
    colours = [LIGHT.diverging[1][1], LIGHT.diverging[3][1]]
    assert class_colours(2, LIGHT) == colours
    assert len(set(class_colours(13, LIGHT))) == 13


def test_of_very_many_samples_some_are_drawn() -> None:
    rows = "a,b\n" + "".join(f"{i},{i * i % 7919}\n" for i in range(5000))
    table = prepare(read_csv(rows.encode()), "b", ["a"])
    figure = scatter_figure(of(network_for(table)), 0, 1, LIGHT)
    assert sum(len(trace.x) for trace in figure.data) == MOST_POINTS


def test_the_gallery_holds_the_first_pictures_of_each_class() -> None:
    digits = of(PRESETS["digits"])
    pixels, samples = gallery(digits)
    assert pixels.shape == (EACH * 9 - 1, 10 * 9 - 1)
    first_three = int(np.flatnonzero(digits.labels == 3)[0])
    np.testing.assert_array_equal(pixels[:8, 27:35], digits.data.raw[first_three].reshape(8, 8))
    assert set(samples[:8, 27:35].ravel()) == {first_three + 1}
    assert np.isnan(pixels[8]).all()
    few = of(replace(PRESETS["digits"], samples=3, test_share=0.0, batch_size=None))
    assert len(np.unique(gallery(few)[1])) == 4  # three samples, and nothing


# A person's own words


def test_every_sign_of_a_text_is_escaped() -> None:
    for sign in string.punctuation:
        assert f"\\{sign}" in plain_text(f"a{sign}b")
    assert plain_text("Länge in cm") == "Länge in cm"
    assert plain_text("  a\n\n# b\t") == "a \\# b"


def test_what_is_read_in_spite_of_escapes_is_parted() -> None:
    for signs in (":smile:", ":material_home:", ":streamlit:", "a@b.de", "http://a.de", "a -> b", "a -- b"):
        assert "\u2060" in plain_text(signs)
    assert "www\u2060" in plain_text("www.a.de")
    assert "\u2060" not in plain_text("Row 3, column “a”: “b” is not a number.")


def test_a_label_that_is_not_seen_is_heard_as_it_stands() -> None:
    assert label_text("N(0, 0.01), learning rate 0.1") == "N(0, 0.01), learning rate 0.1"
    said = label_text("![x](http://a.b) <b> :smile: $x$ `c` [www.a.de] a@b.c")
    assert not set(said) & set("![]<>:$`@")
    assert "www." not in said


def test_plotly_gets_no_tags() -> None:
    assert chart_text("<b>a</b> & <a href='x'>") == "&lt;b&gt;a&lt;/b&gt; &amp; &lt;a href='x'&gt;"
    table = prepare(read_csv(FLOWERS.encode()), NASTY, ["Länge", "Farbe"])
    drawn = scatter_figure(of(network_for(table)), 0, 2, LIGHT).to_json()
    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_every_problem_of_a_file_has_its_words() -> None:
    def places(sentence: str) -> set[tuple[str, str]]:
        return {(name, spec) for _, name, spec, _ in string.Formatter().parse(sentence) if name}  # type: ignore

    words = {key.removeprefix("table."): entry for key, entry in ENGLISH.items() if key.startswith("table.")}
    assert set(words) == {*TableError.PROBLEMS, *(f"looks_{name}" for name in TableError.LOOKS)}
    for problem, sentence in TableError.PROBLEMS.items():
        assert places(words[problem]) == places(sentence), problem


# A person's own file


def test_a_file_is_read_chosen_from_and_used() -> None:
    app = upload(opened(PRESETS["spirals"]), FLOWERS)
    before = plan(app)
    assert any("between cells semicolons, decimal sign comma" in entry.value for entry in app.markdown)
    preview = next(t.value for t in app.dataframe if NASTY in t.value.columns)
    assert preview[NASTY].tolist()[:2] == ["0,00", "0,25"]  # as it is written
    assert app.selectbox(key="data_target_1").value == "Art"
    assert app.multiselect(key="data_features_1").value == [NASTY, "Länge", "Farbe"]
    assert plan(app) == before
    use(app)
    table = prepare(read_csv(FLOWERS.encode()), "Art", [NASTY, "Länge", "Farbe"])
    assert plan(app).last == network_for(table)
    assert app.session_state["_run"].steps == 300
    assert heading(app).startswith("flowers.csv: 40 samples, 30 to train on and 10 held back; 3 inputs")
    np.testing.assert_array_equal(column(app, NASTY), table.x[:, 0])
    np.testing.assert_array_equal(column(app, text("data.file_row")), np.arange(2, 42))
    app.switch_page("app.py").run()
    assert not app.exception
    assert plan(app).last == network_for(table)
    assert widget(app, "dataset").value == "csv"


def test_small_and_large_files_take_batches_that_suit_them() -> None:
    def batch(rows: int) -> int | None:
        data = "a,b\n" + "".join(f"{i},{i % 97 + 0.5}\n" for i in range(rows))
        return network_for(prepare(read_csv(data.encode()), "b", ["a"])).batch_size

    assert [batch(rows) for rows in (8, 132, 1200, 12_000, 20_000)] == [None, None, 16, 32, 256]


def test_missing_values_are_named_and_handled_by_choice() -> None:
    app = upload(opened(), GAPS)
    choice = app.radio(key="data_missing_1")
    assert any("2 in “" in e.value and "first in row 3" in e.value for e in app.markdown)
    assert any("2 rows are left out" in entry.value for entry in app.markdown)
    choice.set_value("mean").run()
    assert any("40 samples" in e.value and "2 missing values are filled" in e.value for e in app.markdown)
    use(app)
    assert plan(app).last.table.filled == ((NASTY, 2),)


def test_a_kind_can_be_changed() -> None:
    app = upload(opened(), BAD)
    (told,) = [e.value for e in app.caption if e.value.startswith("Not suggested")]
    assert "row 10: “zwei” is not a number like the others" in told
    app.multiselect(key="data_features_1").set_value([NASTY, "Länge", "Farbe"]).run()
    assert "column “<img src=x onerror=alert(1)> **b** $x$ …”: “zwei” is not a number" in unescaped(app)
    app.session_state["data_kinds_1"] = {
        "edited_rows": {0: {"kind": "categorical"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    assert not app.error
    use(app)
    assert plan(app).last.data.n_in == 42  # forty texts in one-hot, and two more inputs


def unescaped(app: AppTest) -> str:
    return app.error[0].value.replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 xl/workbook", "it seems to be an Excel workbook"),
        (b"a,b\n1,2\n3\n", "Row 3 does not fit the header: number of cells 1, expected 2."),
        (b"a,b\n1,2\n5,2\n3,2\n4,2\n", "The target “b” has only one class, “2”"),
        (b"a,b\n1,2\n3,4\n", "Rows of data in the file: 2; at least 4 are needed."),
        (b"a,b\n" * 600_000, "The file has 2.29 MB; at most 2 MB are read."),
    ],
)
def test_a_bad_file_is_refused_in_words_and_the_run_stays(content: bytes, said: str) -> None:
    app = opened(PRESETS["moons"])
    before = app.session_state["_run"]
    upload(app, content)
    assert said in unescaped(app)
    assert not [button for button in app.button if button.label == text("data.use")]
    assert app.session_state["_run"] is before
    assert heading(app).startswith("Moons")


def test_nothing_chosen_is_said() -> None:
    app = upload(opened(), FLOWERS)
    app.multiselect(key="data_features_1").set_value([]).run()
    assert unescaped(app) == text("table.no_features")


def test_another_target_takes_other_features_unless_they_were_chosen() -> None:
    app = upload(opened(), FLOWERS)
    app.selectbox(key="data_target_1").set_value("Farbe").run()
    assert app.multiselect(key="data_features_1").value == [NASTY, "Länge", "Art"]
    app.multiselect(key="data_features_1").set_value(["Länge", "Art"]).run()
    app.selectbox(key="data_target_1").set_value("Art").run()
    assert app.multiselect(key="data_features_1").value == ["Länge"]
    assert not app.exception


def test_choices_outlive_a_switch_of_pages_and_go_with_the_file() -> None:
    app = upload(opened(), GAPS)
    app.selectbox(key="data_target_1").set_value("Farbe").run()
    app.multiselect(key="data_features_1").set_value([NASTY]).run()
    app.radio(key="data_missing_1").set_value("mean").run()
    app.switch_page("app.py").run().switch_page(PAGE).run()
    assert not app.exception
    assert app.selectbox(key="data_target_1").value == "Farbe"
    assert app.multiselect(key="data_features_1").value == [NASTY]
    assert app.radio(key="data_missing_1").value == "mean"
    upload(app, FLOWERS, "second.csv")
    assert app.selectbox(key="data_target_2").value == "Art"
    app.file_uploader[0].set_value(None).run()
    assert not app.exception
    assert not [box for box in app.selectbox if (box.key or "").startswith("data_target")]


def test_a_file_outlives_two_pages_turned_at_once() -> None:
    """What the page that was left says comes with the second, as if another file had been put there."""
    app = upload(opened(), FLOWERS)
    said = app._tree.get_widget_states()
    app.switch_page("app.py").run()
    app.switch_page("pages/step_through.py")._run(said)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert app.selectbox(key="data_target_1").value == "Art"


def test_a_used_file_stays_when_a_bad_one_follows() -> None:
    app = use(upload(opened(), FLOWERS))
    before = plan(app)
    upload(app, b"nothing")
    assert app.error
    assert plan(app) == before
    assert heading(app).startswith("flowers.csv")
    widget(app, "dataset").set_value("xor").run()
    widget(app, "dataset").set_value("csv").run()
    assert plan(app).last.table == before.last.table


def test_a_persons_large_numbers_are_learned_by_their_own_scale() -> None:
    """A price of thousands: shown as it came, fed standardised, and learned in the steps that are offered."""
    rows = "rooms,price\n" + "".join(f"{i},{200_000 + 10_000 * i}\n" for i in range(30))
    app = use(upload(opened(), rows))
    assert "price, 2.00×10⁵ to 4.90×10⁵" in heading(app)
    found = shown(plan(app).last, load(plan(app).last)[0])
    price, fed = tables.samples(found)["price"], tables.samples(found, fed=True)["price"]
    assert (price.min(), price.max()) == (200_000, 490_000)
    trained = price[~found.held]
    np.testing.assert_allclose(fed, (price - trained.mean()) / trained.std(ddof=0))
    row = tables.scaling(found).set_index("input").loc["price (y)"]
    np.testing.assert_allclose([row["mean"], row["std. deviation"]], [trained.mean(), trained.std(ddof=0)])
    trainer = Trainer(plan(app).last)
    before = trainer.scores().test_loss
    trainer.step(app.session_state["_run"].steps)
    assert trainer.scores().test_loss < 0.01 * before


def test_a_class_that_is_not_tested_is_named() -> None:
    rows = "a,b,kind\n" + "".join(f"{i * i % 17},{i % 5},{'xy'[i % 2] if i else 'rare'}\n" for i in range(40))
    app = use(upload(opened(), rows))
    assert [e.value for e in app.caption if "not tested" in e.value] == [
        "Not among the samples held back, and so not tested: rare."
    ]
    assert tables.untested(of(PRESETS["iris"])) == tables.untested(of(PRESETS["sine"])) == []


def test_columns_that_are_not_suggested_are_named_with_the_reason() -> None:
    rows = ["id,same,name,size,kind"] + [f"{i},5,n{i},{i * i % 17},{'xy'[i % 2]}" for i in range(40)]
    app = upload(opened(), "\n".join(rows))
    assert app.multiselect(key="data_features_1").value == ["size"]
    (told,) = [e.value for e in app.caption if e.value.startswith("Not suggested")]
    assert told == (
        "Not suggested: “id” (counts the rows), “same” (always the same), "
        "“name” (categories that hardly repeat)."
    )
    app.multiselect(key="data_features_1").set_value(["size", "id"]).run()
    assert not [e for e in app.caption if "“id”" in e.value]


def test_a_file_that_is_too_large_is_refused_in_our_words() -> None:
    app = upload(opened(), "a,b\n" + "1,2\n" * 600_000)
    assert "The file has 2.29 MB; at most 2 MB are read." in app.error[0].value.replace("\\", "")


# How a file is read, and what is said of it


def captions(app: AppTest) -> str:
    return " ".join(entry.value for entry in app.caption).replace("\\", "").replace("\u2060", "")


def test_what_was_found_in_a_file_is_said() -> None:
    rows = ["Report of 2024,,,,", "day,price,share,kind,", ",($),(%),,"]
    rows += [f'2024-01-{i + 1:02d},"$1,{i:03d}",{i}.5%,{"ab"[i % 2]},' for i in range(20)]
    app = upload(opened(), "\n".join(rows))
    said = captions(app)
    assert "1 row above the names, in row 2, is left out." in said
    assert "Row 3 holds units and is left out." in said
    assert "1 empty column without a name is left out." in said
    assert "“day”: dates, year, month, day, read as the days since 2024-01-01." in said
    assert "“price”: “$1,000” is read as the number 1000." in said
    assert "“share”: “0.5%” is read as the number 0.5." in said
    use(app)
    np.testing.assert_array_equal(column(app, "day"), np.arange(20))


def test_a_file_without_names_is_used_after_a_click() -> None:
    data = "".join(f"{i}.5,{i * i},{'setosa' if i % 2 else 'virginica'}\n" for i in range(12))
    app = upload(opened(), data)
    assert "Row 1 looks like data" in unescaped(app)
    next(button for button in app.button if button.label == text("data.no_names")).click().run()
    assert not app.exception
    assert "The file has no names: its columns are called 1, 2, 3." in captions(app)
    use(app)
    assert plan(app).last.table.feature_names == ("1", "2")
    assert len(plan(app).last.table.x) == 12


def test_letters_and_the_row_of_names_can_be_said() -> None:
    app = upload(opened(), "imię,wzrost\n1,2\n3,4\n5,9\n7,1\n".encode("cp1250"))
    assert app.selectbox(key="data_target_1").value == "wzrost"
    assert app.multiselect(key="data_features_1").value == ["imiê"]
    app.selectbox(key="data_encoding_1").set_value("cp1250").run()
    assert not app.exception
    assert app.multiselect(key="data_features_2").value == ["imię"]
    app.number_input(key="data_header_2").set_value(0).run()
    assert not app.exception
    assert app.multiselect(key="data_features_3").value == ["1"]
    assert app.selectbox(key="data_encoding_3").value == "cp1250"


def test_letters_that_cannot_be_told_are_asked_for() -> None:
    app = upload(opened(), "имя,рост\n1,2\n3,4\n5,9\n7,1\n".encode("cp1251"))
    assert "letters of this file cannot be read" in unescaped(app)
    app.selectbox(key="data_encoding_1").set_value("cp1252").run()  # wrong, but readable
    assert not app.error
    assert app.selectbox(key="data_target_2").value == "ðîñò"


def test_a_date_is_taken_apart_by_choice() -> None:
    rows = ["day,y"] + [f"2024-0{1 + i % 9}-1{i % 7},{i * i}" for i in range(30)]
    app = upload(opened(), "\n".join(rows))
    assert app.multiselect(key="data_features_1").value == ["day"]
    app.session_state["data_kinds_1"] = {
        "edited_rows": {0: {"kind": "calendar"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    use(app)
    assert plan(app).last.table.feature_names[0] == "day (month) = 1"


def test_who_goes_back_in_the_browser_has_a_file_of_ones_own_again() -> None:
    """No link can hold it: the session remembers what it has shown."""
    app = use(upload(opened(), FLOWERS)).switch_page("app.py").run()
    before, link = plan(app), tapes.of(app)[0]["link"]
    next(button for button in app.button if button.label == text("setting.tutorial")).click().run()
    assert plan(app).last == Experiment()
    act(app, "return", link=link, query=f"{link}&step=0")
    assert plan(app) == before
    assert before.last.table is not None
