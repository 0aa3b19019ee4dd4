"""A sweep on Dask: tasks sent to a worker in another process give the table that this process gives."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pandas.testing import assert_frame_equal

from mlp_core import Experiment
from mlp_core.analysis.sweep import sweep, tasks
from tests.core.imports import ROOT

FIRST = Experiment(dataset="digits", samples=8, initializer="xavier")
CHOSEN = [
    replace(FIRST, hidden_layers=(6,) * depth, activation=activation, seed=seed)
    for activation in ("sigmoid", "relu")
    for depth in (3, 1, 5)
    for seed in (54, 2)
] + [replace(FIRST, hidden_layers=(6, 4))]


def test_dasks_executor_gives_the_same_table(tmp_path: Path) -> None:
    """Client.get_executor is a concurrent.futures executor; the worker finds mlp_core by PYTHONPATH."""
    from distributed import Client, LocalCluster  # half a second that no other test needs

    said: list[tuple[int, int]] = []
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    with (
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path),
            env={"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        ) as cluster,
        Client(cluster) as client,
    ):
        for steps in (0, 2):
            executor = client.get_executor()
            found = sweep(CHOSEN, steps, executor, lambda done, of: said.append((done, of)))
            assert_frame_equal(found, sweep(CHOSEN, steps), check_exact=True)
    assert len(said) == len(tasks(CHOSEN, 0)) + len(tasks(CHOSEN, 2))
    assert said[-1] == (len(CHOSEN), len(CHOSEN))
