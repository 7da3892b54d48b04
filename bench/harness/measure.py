"""One case: warm up, then the peers in turns."""

import statistics
from dataclasses import asdict, dataclass

from . import load, places
from .cases import GATEWAY, OURS
from .peers import Peer


@dataclass(frozen=True)
class Effort:
    """How long things take, in seconds."""

    rounds: int
    round_seconds: int
    warmup_seconds: int  # of a JVM, at most
    native_seconds: int  # the same for others
    window_seconds: int
    startups: int
    sizes: tuple  # clusters of the table of memory
    changes: int  # of each kind, for Pilot


FULL = Effort(rounds=3, round_seconds=5, warmup_seconds=45, native_seconds=1, window_seconds=3, startups=3, sizes=(0, 2000, 10000), changes=200)
QUICK = Effort(rounds=3, round_seconds=1, warmup_seconds=12, native_seconds=0, window_seconds=3, startups=1, sizes=(0, 2000), changes=40)

_FLAT = 0.03  # a JVM is warm when CPU per request changes less from one window to the next


@dataclass(frozen=True)
class Turn:
    requests: int
    errors: int
    cpu_micros: float  # per request
    per_second: float
    p50_ms: float
    p99_ms: float
    rss_mb: float


class Bench:
    """What all cases share: the backend, keys, the shim and the raw figures."""

    def __init__(self, backend, pki, shim, effort):
        self.backend = backend
        self.pki = pki
        self.shim = shim
        self.effort = effort

    def case(self, case):
        """Runs a case and returns the turns of each peer."""
        places.say(f"{case.name}: {case.title}")
        folder = places.TARGET / case.name
        unwatch = self.backend.watch(case, folder)
        peers = [Peer(name, case, self.backend, self.pki, folder / name) for name in case.peers]
        try:
            for peer in peers:
                self._warm_up(case, peer)
            turns = {peer.name: [] for peer in peers}
            for _ in range(self.effort.rounds):
                for peer in peers:
                    turns[peer.name].append(self._turn(case, peer, self.effort.round_seconds))
        finally:
            for peer in peers:
                peer.stop()
            unwatch()
        return {name: [asdict(turn) for turn in some] for name, some in turns.items()}

    def _warm_up(self, case, peer):
        if peer.name not in (OURS, GATEWAY):
            if self.effort.native_seconds:
                self._turn(case, peer, self.effort.native_seconds)
            return
        window = self.effort.window_seconds * (2 if case.load == "connect" else 1)  # few of them make a second
        before, flat = None, 0
        for at in range(self.effort.warmup_seconds // self.effort.window_seconds):
            turn = self._turn(case, peer, window)
            places.say(f"  {peer.name} warming: {turn.cpu_micros:.1f} us, {turn.per_second:.0f}/s")
            flat = flat + 1 if before and abs(turn.cpu_micros - before) < _FLAT * before else 0
            before = turn.cpu_micros
            if flat == 2:
                return

    def _turn(self, case, peer, seconds):
        folder = places.TARGET / case.name / peer.name
        cpu = places.cpu_seconds(peer.pid)
        result = load.run(case, peer.port, seconds, self.shim, self.pki, folder)
        cpu = places.cpu_seconds(peer.pid) - cpu
        if not result.requests:
            places.fail(f"{case.name}: {peer.name} answered nothing; see {folder}/log")
        return Turn(
            result.requests,
            result.errors,
            cpu * 1e6 / result.requests,
            result.requests / result.seconds,
            result.p50_ms,
            result.p99_ms,
            places.rss_mb(peer.pid),
        )


def medians(turns):
    """The median turn of each peer; requests and errors are sums."""
    return {name: _median([Turn(**turn) for turn in some]) for name, some in turns.items()}


def _median(turns):
    middle = {key: statistics.median(getattr(turn, key) for turn in turns)
              for key in ("cpu_micros", "per_second", "p50_ms", "p99_ms", "rss_mb")}
    return Turn(sum(turn.requests for turn in turns), sum(turn.errors for turn in turns), **middle)
