"""What a pair of sidecars adds to a request: mutual TLS between them, plaintext outside, a steady load."""

import statistics

from . import load, places
from .cases import ENVOY, OURS, Case
from .peers import Peer

PER_SECOND = 1000
_OUTBOUND = Case("sidecars", "", "http1", (), back="mtls", full=True)
_INBOUND = Case("sidecars", "", "http1", (), front="mtls", full=True)
_DIRECT = "direct"


class _Hop:
    """Stands for the backend of the sidecar before it."""

    sinks = None

    def __init__(self, port):
        self._port = port

    def port(self, _case):
        return self._port


def measure(backend, pki, shim, effort):
    """By peer: the turns of a pair, each with p50 and p99 in ms and CPU microseconds a request; `direct` has none between."""
    pairs = {name: _pair(name, backend, pki) for name in (OURS, ENVOY)}
    ports = {_DIRECT: backend.port(_INBOUND), **{name: pair[0].port for name, pair in pairs.items()}}
    try:
        # What a JVM has after some minutes of such a load, it has sooner under a heavier one.
        load.run(_OUTBOUND, ports[OURS], effort.warmup_seconds, shim, pki, places.TARGET / "sidecars")
        for name in (OURS, ENVOY):
            load.steady(ports[name], PER_SECOND, effort.round_seconds, places.TARGET)
        turns = {name: [] for name in ports}
        for _ in range(effort.rounds):
            for name, port in ports.items():
                places.say(f"sidecars: {name}")
                turns[name].append(_turn(pairs.get(name, ()), port, 3 * effort.round_seconds))
    finally:
        for pair in pairs.values():
            for peer in pair:
                peer.stop()
    return turns


def _pair(name, backend, pki):
    folder = places.TARGET / "sidecars" / name
    inbound = Peer(name, _INBOUND, backend, pki, folder / "inbound")
    return Peer(name, _OUTBOUND, _Hop(inbound.port), pki, folder / "outbound"), inbound


def _turn(pair, port, seconds):
    before = sum(places.cpu_seconds(peer.pid) for peer in pair)
    one = load.steady(port, PER_SECOND, seconds, places.TARGET)
    cpu = sum(places.cpu_seconds(peer.pid) for peer in pair) - before
    return {"p50_ms": one.p50_ms, "p99_ms": one.p99_ms, "errors": one.errors, "per_second": one.requests / one.seconds,
            "cpu_micros": cpu * 1e6 / one.requests}


def medians(turns):
    """The median turn of each, with what it adds to the direct one."""
    found = {name: {key: statistics.median(turn[key] for turn in some) for key in some[0]} for name, some in turns.items()}
    direct = found[_DIRECT]
    for one in found.values():
        for key in ("p50_ms", "p99_ms"):
            one[f"added_{key}"] = one[key] - direct[key]
    return found
