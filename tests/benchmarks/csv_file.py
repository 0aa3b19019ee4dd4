"""Seconds from a file's bytes to training data: `python tests/benchmarks/csv_file.py`.

Files as large as they may be: 2 MB of 100,000 rows, with points and with decimal commas, half of the cells
missing, of texts, and of 500 columns. The target for reading, checking and showing the first is 3 s in all.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core.data.csv import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Sheet, read_csv
from mlp_core.data.suggest import suggest_features, suggest_kinds, suggest_target
from mlp_core.data.table import Table, prepare

REPEATS = 5


def written(cells: list[list[str]], delimiter: str = ",") -> bytes:
    """A file of these rows under the names c0, c1, ..., cut off after its last whole row within the limit."""
    names = [f"c{i}" for i in range(len(cells[0]))]
    data = "\n".join(map(delimiter.join, [names, *cells])).encode() + b"\n"
    return data if len(data) <= MAX_BYTES else data[: data.rfind(b"\n", 0, MAX_BYTES) + 1]


def numbers(rng: np.random.Generator) -> list[list[str]]:
    """Two numbers and a class in 20 bytes a row."""
    x, y = rng.normal(size=(2, MAX_ROWS))
    return [[f"{a:.5f}", f"{b:.5f}", f"{a > b:d}"] for a, b in zip(x, y, strict=True)]


def files() -> dict[str, bytes]:
    """title -> a file."""
    rng = np.random.default_rng(0)
    plain = numbers(rng)
    commas = [[cell.replace(".", ",") for cell in row] for row in plain]
    gaps = [["" if hole else row[0], "NA" if hole else row[1], row[2]]
            for row, hole in zip(plain, rng.random(MAX_ROWS) < 0.5, strict=True)]  # fmt: skip
    texts = [[f"word{a}", f"thing{b}", "ab"[a % 2]] for a, b in rng.integers(0, 20, (MAX_ROWS, 2))]
    wide = [[f"{x:.2f}" for x in row] for row in rng.random((840, MAX_COLUMNS))]
    letters = [["abcd"[i] for i in row] for row in rng.integers(0, 4, (2090, MAX_COLUMNS))]
    return {
        "numbers": written(plain),
        "decimal commas": written(commas, ";"),
        "half of them missing": written(gaps),
        "texts": written(texts),
        "500 columns of numbers": written(wide),
        "500 columns of letters": written(letters),
    }


def seconds(data: bytes) -> tuple[float, float]:
    """Of reading a file, and of making its table with the fingerprint; the sheet has sorted nothing yet."""
    start = time.perf_counter()
    sheet = read_csv(data)
    read = time.perf_counter()
    assert learned(sheet).fingerprint
    return read - start, time.perf_counter() - read


def learned(sheet: Sheet) -> Table:
    """The table that is suggested."""
    target = suggest_target(sheet)
    return prepare(sheet, target, suggest_features(sheet, target), suggest_kinds(sheet, target))


def main() -> None:
    """One line a file."""
    print(f"NumPy {np.__version__}, the least of {REPEATS} times")
    print(f"{'':<26}{'MB':>6}{'rows':>9}{'inputs':>8}{'read':>10}{'prepare':>10}")
    for title, data in files().items():
        table = learned(read_csv(data))
        read, made = map(min, zip(*(seconds(data) for _ in range(REPEATS)), strict=True))
        sizes = f"{len(data) / 2**20:>6.2f}{len(table.x):>9,}{table.n_in:>8,}"
        print(f"{title:<26}{sizes}{read:>8.3f} s{made:>8.3f} s")


if __name__ == "__main__":
    main()
