"""One contestant in a process of its own: `python -m tests.benchmarks.contestant CASE NAME`.

Says "ready" and how exact it is once its weights are checked, then answers every line with a number of steps
by the seconds that they took. "absent" where its library is not installed.
"""

from __future__ import annotations

import os

# Read when the libraries are imported.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import sys
import time

from tests.benchmarks.contest import CONTESTANTS, check, experiment


def main(case: str, name: str) -> None:
    """Check, then train as asked."""
    e = experiment(case)
    try:
        error = check(e, CONTESTANTS[name](e))
    except ImportError:
        print("absent", flush=True)
        return
    who = CONTESTANTS[name](e)
    print(f"ready {error}", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        who.step(int(line))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
