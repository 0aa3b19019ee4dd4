"""What the letters of a file are written in: bytes -> text.

A file does not say so. UTF-8 proves itself; among the older encodings, in which almost any bytes are some
text, the one is taken whose text looks most like writing: every letter beyond ASCII counts by how usual it is
there. Where two different texts look as good, the file is refused, and the person may say which it is.

The order of common letters in the East Asian standards is their own: KS X 1001 holds the Hangul that are
used, GB 2312 and JIS X 0208 hold their common characters in a first level.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from mlp_core.errors import TableError

ENCODINGS = ("utf-8", "cp949", "cp932", "gbk", "cp1252", "cp1250", "cp1254", "utf-16-le", "utf-16-be")
"""What a person may choose from, by Python's names."""
LIKELY, CLEARLY = 0.6, 0.05
"""A text counts as writing from so good a score on, and as better than another from such a difference on."""

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000-\u3002\u300c-\u3011\u30fb]")
_GLUED = re.compile(r"(?<=[a-z])[^\x00-\x7f]")
_INSIDE = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")

SIGNS = frozenset(
    "°℃℉㎍㎎㎏㎖ℓ㎗㎜㎝㎞㎟㎠㎡㎢㎣㎤㎥㎦㎧㏊㎐㎾µμΩ±×÷≤≥∼～·…№→←↑↓■□●○◎★☆▲△▼▽◆◇※§²³€£¥￦₩ⅠⅡⅢⅣⅤ①②③④⑤⑥⑦⑧⑨⑩"
)
"""Signs that tables have beside their letters, of measures above all."""
TYPOGRAPHIC = frozenset("–—‘’“”„«»½¼¾¹‰†‡•™®©")
"""What Western programs write; as often these bytes are the halves of Eastern letters."""

HANGUL = frozenset(
    "가각간감갑강개객거건검게격결경계고곡공과관광교구국군권규균그극근금급기길김나난날남내너네년녀노논농높누"
    "는능니다단달담당대더도독돌동된되두등라락란람량러럭런럼력련령로록료루류률르른름리린림립마만말망매면명모목"
    "몸무문물미민밀바박반발방배백버번벌법별병보복본부분불비빈사산살상색생서석선설성세소속손송수순술스습승시식신실"
    "심아안압액야약양어업에여역연열염영예오온와외요용우운울원월위유율은을음응의이인일임입자작잔장재저적전점접정제조"
    "족종주준중증지직진질집차찬참채책처천철청체초총최추출충치카코크키타탄태택터테토통투트특파판패편평포표품프피"
    "필하학한할함합항해행향허험형호혼화환활황회효후흡흥히"
)  # fmt: skip
"""Syllables that names of columns and categories have: nearly all of those in real ones, a quarter of the
standard's."""
HANZI = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意"
    "建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
    "接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导"
    "器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示"
    "议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布"
    "复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选"
    "标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严身姓龄岁性"
    "男女职城区收入客户订单销售售额量费用编号评分编码地址邮箱类别尺寸重量长宽厚径直温湿度雨雪晴阴病患诊断糖尿血压"
)  # fmt: skip
"""Simplified characters in common use, and those of usual columns."""

# Every language's letters beyond ASCII, in small letters; in the order of preference between equals.
_ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "éèêàâçëîïôùûüÿ", "äöüßé", "áéíñóúüº", "áâãàçéêíóôõúüªº", "àèéìòù", "åäöé", "åæøéö", "ëïéèáóöü",
        "ï·çàèéíóòúü",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ", "ëç"),
    "cp1254": ("çğıöşüâîi̇",),
}  # fmt: skip
_RARE_IN = {"cp1252": "áðéíóúýþæöœ"}  # Icelandic, the bytes of which are Turkish far more often


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and the name of its encoding, by Python's names.

    Args:
        encoding: one of ENCODINGS, where the person says so; None to find it.

    Raises:
        TableError: "encoding" where it cannot be told, or is not the one that was said; "not_csv" where the
            bytes are no text.
    """
    with suppress(UnicodeDecodeError):
        name = encoding or _sure(data)
        text = data.decode(name)
        _refuse_binary(text)
        return text.removeprefix("\ufeff") if encoding else text, name
    if b"\0" in data:
        raise TableError("not_csv", looks="binary")
    if encoding or _is_broken_utf8(data):
        raise TableError("encoding")
    return _best(data)


def _refuse_binary(text: str) -> None:
    if _CONTROL.search(text):
        raise TableError("not_csv", looks="binary")


def _sure(data: bytes) -> str:
    """What the file's mark, or its zero bytes, say that it is in; else UTF-8, which other text never is."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    # Commas and line breaks have a zero byte in UTF-16 whatever the letters are.
    if max(even, odd) > len(head) / 50 and max(even, odd) > 4 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most letters are UTF-8's: else one stray byte would turn all of the file into others."""
    broken = data.decode("utf-8", "replace")
    return broken.count("\ufffd") < sum(letter > "\x7f" for letter in broken) / 2


def _best(data: bytes) -> tuple[str, str]:
    """The text that looks most like writing."""
    found: list[tuple[float, str, str]] = []
    for encoding, score in SCORES.items():
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if all(text != other for _, other, _ in found):
                found.append((score(text), text, encoding))
    found.sort(key=lambda one: -one[0])
    if not found or found[0][0] < LIKELY or (len(found) > 1 and found[0][0] - found[1][0] < CLEARLY):
        raise TableError("encoding")
    _, text, encoding = found[0]
    _refuse_binary(text)
    return text, encoding


def _mean(text: str, weight: Callable[[str], float]) -> float:
    """The mean of what its letters beyond ASCII weigh."""
    counts = Counter(_BEYOND.findall(text))
    glued = sum(letter.isalpha() for letter in _GLUED.findall(text))  # no one writes so: half a Western word
    return (sum(n * weight(letter) for letter, n in counts.items()) - glued) / max(counts.total(), 1)


def _sign(letter: str) -> float | None:
    """What a sign weighs; None for a letter."""
    if letter in SIGNS:
        return 1.0
    if letter.isalpha():
        return None
    return 0.8 if _FULL_WIDTH.match(letter) else 0.3


def _korean(letter: str) -> float:
    if (sign := _sign(letter)) is not None:
        return sign
    if "가" <= letter <= "힣":
        if letter in HANGUL:
            return 1.0
        return 0.6 if letter.encode("cp949")[1] > 0xA0 else 0.2  # those beyond KS X 1001 are hardly used
    return 0.4 if "ㄱ" <= letter <= "ㅣ" else 0.1


def _japanese(letter: str) -> float:
    if (sign := _sign(letter)) is not None:
        return sign
    if "ぁ" <= letter <= "ヺ" or letter in "ー々":
        return 1.0
    first = letter.encode("cp932", "replace")[0]  # a letter of one byte has none of these
    return 0.8 if 0x88 <= first <= 0x97 or letter in "点米" else 0.3 if 0x98 <= first <= 0x9F else 0.0


def _chinese(letter: str) -> float:
    if (sign := _sign(letter)) is not None:
        return sign
    if letter in HANZI:
        return 1.0
    written = letter.encode("gbk", "replace")
    if len(written) < 2 or written[1] < 0xA1:
        return 0.1  # beyond GB 2312
    return 0.55 if 0xB0 <= written[0] <= 0xD7 else 0.3 if 0xD8 <= written[0] <= 0xF7 else 0.1


def _western_sign(sign: str, count: int, inside: int) -> float:
    """What so many of a sign weigh, some of them inside words: only an apostrophe belongs there."""
    if sign == "’":
        return inside + (count - inside) / 2
    return (count - inside) * (1.0 if sign in SIGNS else 0.6 if sign in TYPOGRAPHIC else 0.0)


def _western(encoding: str) -> Callable[[str], float]:
    """A scorer for a code page: the share of letters that its best language has, no word of them alone."""
    alphabets = _ALPHABETS[encoding]
    known = set("".join(alphabets)) | set(_RARE_IN.get(encoding, ""))
    bonus = 0.1 if encoding == "cp1252" else 0.0  # by far the commonest of the three

    def score(text: str) -> float:
        letters = Counter(letter for letter in text if letter.isalpha())
        if 2 * sum(n for letter, n in letters.items() if letter > "\x7f") > letters.total():
            return 0.0  # those of another script, read wrongly
        counts = Counter(_BEYOND.findall(text.lower()))
        inside = Counter(_INSIDE.findall(text))
        signs = sum(_western_sign(letter, n, inside[letter]) for letter, n in counts.items())

        def share(alphabet: str) -> float:
            total = sum(n * (letter in alphabet or (letter in known) / 2) for letter, n in counts.items())
            return (signs + total) / max(counts.total(), 1)

        best = max([*map(share, alphabets), 0.8 * share(_RARE_IN.get(encoding, ""))])
        return best + bonus * (best >= LIKELY)

    return score


SCORES: dict[str, Callable[[str], float]] = {
    "cp949": lambda text: _mean(text, _korean),
    "cp932": lambda text: _mean(text, _japanese),
    "gbk": lambda text: _mean(text, _chinese),
    **{encoding: _western(encoding) for encoding in _ALPHABETS},
}
"""encoding -> how much a text read so looks like writing, about 0 to 1; the first of equal texts is taken."""
