"""The text catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlp_core import ACTIVATIONS, INITIALIZERS, Experiment, ExperimentError
from pages.shared import describe
from pages.shared.text import counted, section, text
from pages.shared.text.catalogues import CATALOGUES
from pages.shared.text.english import ENGLISH
from pages.shared.text.korean import KOREAN

PAGES = Path(__file__).parents[2] / "pages"


def test_every_key_used_in_python_is_in_the_catalogue() -> None:
    files = [path for path in PAGES.rglob("*.py") if path.parent.name != "text"]
    for path in [*files, PAGES.parent / "app.py"]:
        for key in re.findall(r"""\btext\(["']([a-zA-Z_0-9.]+)["']""", path.read_text(encoding="utf-8")):
            assert key in ENGLISH, f"{path.name}: {key}"


def test_every_key_used_in_the_player_is_in_the_catalogue() -> None:
    known = section("player")
    rooms = [PAGES / "shared" / name for name in ("player", "browser")]
    for path in [path for room in rooms for path in room.rglob("*.js")]:
        if path.name == "format.js":  # whose text is any
            continue
        for key in re.findall(r"\btext\.([a-z_A-Z0-9]+)", path.read_text(encoding="utf-8")):
            assert key in known, f"{path.name}: {key}"


def test_everything_that_can_be_chosen_has_a_name() -> None:
    for name in ACTIVATIONS:
        assert text(f"activation.{name}")
    for name in INITIALIZERS:
        assert text(f"initializer.{name}")


def test_everything_that_is_refused_has_a_whole_sentence() -> None:
    def places(entry: str) -> set[str]:
        return set(re.findall(r"\{[^}]*\}", entry))

    assert set(section("refused")) == set(ExperimentError.PROBLEMS)
    for problem, allowed in ExperimentError.PROBLEMS.items():
        assert places(text(f"refused.{problem}")) == places(allowed) | {"{setting}", "{value}"}


def test_a_refusal_reads_as_the_core_says_it() -> None:
    """But in the words of the screen."""
    with pytest.raises(ExperimentError) as caught:
        Experiment(seed=-1)
    assert (
        describe.refusal(caught.value)
        == str(caught.value)
        == "seed is -1; it must be a whole number from 0 to 4,294,967,295"
    )
    with pytest.raises(ExperimentError) as caught:
        Experiment(normalization="batch")
    assert describe.refusal(caught.value).startswith(
        "normalization is Batch normalization; it must be another"
    )
    for junk in ("no such", None, object(), ["x"]):
        with pytest.raises(ExperimentError) as caught:
            Experiment(loss=junk)  # type: ignore[arg-type]
        assert describe.refusal(caught.value).startswith("loss is ")


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("setting.refused", other=1)


COUNTED = sorted(key[:-2] for key in ENGLISH if key.endswith("_1") and "{n}" in ENGLISH.get(key[:-2], ""))
"""Texts of a number of things, which have another sentence for one of them."""
MORE_THAN_ONE = {
    "differ.many": "more than can be told in the other sentences",
    "player.epoch_help": "an epoch of one step is not shown",
    "player.parameters": "a layer has a weight and a bias at least",
    "stepper.digits_n": "3 at least",
    "stepper.path_batch": "one sample has no sum",
    "stepper.path_batch_penalty": "one sample has no sum",
    "stepper.say_start_batch": "a batch is a part of at least two samples",
    "data.classes": "one class is nothing to learn",
    "data.n_classes": "one class is nothing to learn",
    "data.numbers": "one number is named",
    "data.some_points": "of very many",
    "data.some_rows": "of very many",
    "data.gallery_note": "a constant of 6",
    "data.file.help": "limits of thousands",
    "data.in_use": "as 4-8-3",
    "lab.about": "one seed has a sentence of its own",
    "lab.now_vanished": "a hidden layer and the output layer at least",
    "lab.says_vanished": "a hidden layer and the output layer at least",
    "player.caption_vanished": "one layer has a sentence of its own",
    "player.draw_label": "as many as a picture of the data has",
    "player.graph_label": "as 4-8-3",
    "refused.edits": "a limit of many",
    "lessons.fault_large": "limits of thousands",
    "lessons.fault_long": "a limit of thousands",
    "lessons.fault_expression_long": "a limit of hundreds",
    "lessons.fault_text_long": "a limit of thousands",
    "refused.many_parameters": "a limit of millions, and what is beyond it",
    "refused.settings": "a limit of several",
    "setting.width_unequal.help": "as 8, 4",
    "stepper.too_large": "a limit of thousands, and what is beyond it",
    "table.long_cell": "a limit of thousands",
    "table.too_many_classes": "more than a limit of many",
    "table.too_many_columns": "more than a limit of many",
    "table.too_many_rows": "more than a limit of thousands",
    "table.too_wide": "more than a limit of thousands",
}
"""Texts whose numbers are never 1, and why."""
_DESCRIBED = "(?:more|training|test|unknown|hidden|handwritten|missing) "
_THINGS = (
    "bytes|cells|characters|classes|columns|digits|epochs|features|frames|inputs|layers|names|networks|numbers|"
    "parameters|rows|samples|seeds|settings|steps|units|values|weights"
)
_ONE_OF_MANY = re.compile(rf"(?<![\d,.×–-])1 (?:{_DESCRIBED})?(?:{_THINGS})\b")


def filled(key: str, n: int) -> str:
    """The entry with this number in all its places."""
    entry = ENGLISH[key].replace("**", "")
    return re.sub(r"(?<!%)\{[a-z_]+(:[^}]*)?\}", f"{n:,}", entry)


@pytest.mark.parametrize("key", COUNTED)
def test_a_number_of_things_reads_right_for_none_one_and_two(key: str) -> None:
    others = {name: "x" for name in re.findall(r"\{([a-z_]+)\}", ENGLISH[key]) if name != "n"}
    none, one, two = (counted(key, n, **others) for n in (0, 1, 2))
    assert none == re.sub(r"\b2\b(?!,)", "0", two)
    assert none != one != two
    assert not _ONE_OF_MANY.search(one)
    assert "2" in two


def test_no_text_speaks_of_one_thing_as_of_several() -> None:
    found = {key for key in set(ENGLISH) - set(COUNTED) if _ONE_OF_MANY.search(filled(key, 1))}
    assert found == MORE_THAN_ONE.keys()


OTHERS = sorted(set(CATALOGUES) - {"en"})
_PLACEHOLDER = re.compile(r"%?\{[^}]*\}")


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_texts_in_the_same_order(code: str) -> None:
    assert list(CATALOGUES[code].words) == list(ENGLISH)


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_things_to_fill_in(code: str) -> None:
    """And what is emphasised, and Plotly's tags, are closed."""
    for key, entry in CATALOGUES[code].words.items():
        assert sorted(_PLACEHOLDER.findall(entry)) == sorted(_PLACEHOLDER.findall(ENGLISH[key])), key
        assert entry.count("**") % 2 == 0, key
        assert re.findall(r"</?\w+>", entry) == re.findall(r"</?\w+>", ENGLISH[key]), key
        assert entry.strip() or not ENGLISH[key].strip(), key


LATIN = {
    "people and things": "Backprop Explorer Mazur Nielsen Glorot Xavier He LeCun Li XOR Language",
    "methods": "Adam RMSProp SGD ReLU Leaky tanh log",
    "symbols": "L N RMS W a b dW db dn e f m n s v x y z",
    "files": "BOM CSV csv Excel GBK HTML JSON MB OpenDocument PDF PNG Shift JIS UTF Windows XML float",
    "keys": "Delete Down Enter Esc Home Page Space Tab Up shift",
    "first mentions": "backpropagation check forward gradient loss pass",
    "words of links": "all usual",
    "lesson files": "A docs false json kB lesson lessons md my ratio solution step through tolerance toml"
    " train true within",
}
"""What Korean writes in Latin letters."""
_PARTICLE = re.compile(r"\}[”\"*)]*(을|를|은|는|이|가|과|와|으로|로|이나|나|아|야)(?=[ ,.:;]|$)")
"""Particles that follow from the last sound before them, which is not known of what is filled in."""


def test_korean_has_no_other_latin_word() -> None:
    allowed = set(" ".join(LATIN.values()).split())
    found = {
        word
        for entry in KOREAN.values()
        for word in re.findall("[A-Za-z]+", re.sub(r"<[^>]*>", "", _PLACEHOLDER.sub("", entry)))
    }
    assert found - allowed == set()
    assert allowed - found == set()


def test_no_korean_particle_depends_on_what_is_filled_in() -> None:
    assert {key: entry for key, entry in KOREAN.items() if _PARTICLE.search(entry)} == {}
    assert _PARTICLE.search("{n}을 봅니다")


def test_korean_has_one_term_for_one_thing() -> None:
    """Those that its glossary decided against."""
    gradients, others = (
        "경사하강 그레이디언트 그래디언트 변화도",
        "레이어 계층 파라미터 에폭 타겟 결측 라벨 갱신",
    )
    other = re.compile("|".join(f"{gradients} {others}".split()))
    found = {key: entry for key, entry in KOREAN.items() if other.search(entry)}
    assert found == {}
