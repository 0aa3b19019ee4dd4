"""How a run is judged on its way: scores at the end of every epoch, and what is to stop it."""

from __future__ import annotations

from collections.abc import Mapping

from mlp_core.data.load import Data
from mlp_core.nn.network import MLP
from mlp_core.nn.steps import Array
from mlp_core.training.experiment import Experiment
from mlp_core.training.plan import Plan
from mlp_core.training.scorer import ScoreLog, Scorer
from mlp_core.training.stopping import Watch


class Judge:
    """Scores a run where an epoch ends, the first time that it comes there; a replay is not judged again.

    Args:
        plan: the run's settings.
        asked: whether scores are wanted anyway; where something is to stop the run they always are.
        steps_per_epoch: updates in one pass over the data.

    Attributes:
        active: whether there is anything to do.
        log: the scores.
        watch: what looks for the condition to stop.
    """

    def __init__(self, plan: Plan, asked: bool, steps_per_epoch: int) -> None:
        first = plan.legs[0][1]
        self.asked = asked
        self.active = asked or any(experiment.stop_when != "never" for _, experiment in plan.legs)
        self.log = ScoreLog(steps_per_epoch)
        self.watch = Watch(first.stop_when, first.stop_at)
        self._seen_to = -1

    def use(self, experiment: Experiment, network: MLP, data: Data) -> None:
        """Judge by these settings and these samples from now on."""
        self.scorer = Scorer(experiment, network, data)
        self.watch.stop_when, self.watch.stop_at = experiment.stop_when, experiment.stop_at

    def renew_patience(self, step: int) -> None:
        """An edit or a change of settings at this step: its losses are compared with none before it."""
        if step > self._seen_to:
            self.watch.begin_anew()

    def see(self, step: int) -> None:
        """Judge the network at this step, the end of an epoch."""
        if self.active and self.scorer.wanted and step > self._seen_to:
            self._seen_to = step
            scores = self.scorer.scores()
            self.log.add(step, scores)
            self.watch.see(step, scores)

    def state(self) -> dict[str, Array]:
        """What must be kept to go on judging from here."""
        return {"waited": self.watch.waited} if self.active else {}

    def can_share(self, other: Judge) -> bool:
        """Whether the other run has been judged where this one must be."""
        return other.active or not self.active

    def share(self, other: Judge, step: int, state: Mapping[str, Array]) -> None:
        """Take over what another run was judged to be up to `step`, where that state was kept."""
        self._seen_to = step
        if self.active:
            self.log.share(other.log, step)
            met = other.watch.met
            self.watch.share(met if met and met.step <= step else None, state["waited"])
