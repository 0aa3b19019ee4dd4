"""At which rate players play when more play at once than there are frames for."""

from __future__ import annotations

from pages.shared.pace import LEAST, MOST, Pace

CHUNK = 25


class Server:
    """A server with so many frames a second, and players that ask for a chunk when they have played one."""

    def __init__(self, frames_a_second: float) -> None:
        self.now, self._each = 0.0, CHUNK / frames_a_second
        self.pace = Pace(lambda: self.now)
        self._asked = dict[str, float]()

    def played(self, players: int, seconds: float) -> float:
        """The rate after so many seconds with so many players."""
        names = [str(i) for i in range(players)]
        self._asked = {name: self._asked.get(name, self.now) for name in names}
        rate, end = MOST, self.now + seconds
        while self.now < end:
            first = min(names, key=self._asked.__getitem__)
            self.now = max(self.now, self._asked[first])
            rate = self.pace.played(first, CHUNK, self.now - self._asked[first])
            self.now += self._each
            self._asked[first] = max(self.now, self._asked[first] + CHUNK / rate)
        return rate


def test_a_few_players_have_all_frames() -> None:
    assert Server(900).played(10, seconds=20) == MOST


def test_many_players_have_an_equal_part_of_what_there_is() -> None:
    server = Server(900)
    assert 25 < server.played(30, seconds=10) < 36
    assert 12 < server.played(60, seconds=10) < 18


def test_when_players_leave_the_others_have_more() -> None:
    server = Server(900)
    server.played(60, seconds=10)
    assert server.played(10, seconds=30) == MOST


def test_everybody_has_a_few_frames_however_slow_it_is() -> None:
    assert LEAST <= Server(20).played(60, seconds=60) < 1.1 * LEAST
