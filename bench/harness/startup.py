"""From the start of the process to the first proxied answer."""

import statistics
import time

from . import envoy_config, places
from .cases import ENVOY, Case
from .peers import envoy_command, mesh_command

_PLAIN = Case("startup", "", "http1", ())
_SETTLE_SECONDS = 7  # what the compilers have used goes back after five


def measure(backend, pki, rounds):
    """By way to start: the seconds to the first answer, the CPU seconds until then, the resident MB afterwards."""
    folder = places.TARGET / "startup"
    folder.mkdir(parents=True, exist_ok=True)
    port = places.free_port()
    config = envoy_config.write(_PLAIN, port, backend, pki, folder)
    ways = {
        "fat jar": mesh_command(config, places.PROXY_JAR, None),
        "extracted": mesh_command(config, cache=None),
        "AOT cache": mesh_command(config),
        ENVOY: envoy_command(config),
    }
    found = {way: [] for way in ways}
    for _ in range(rounds):
        for way, command in ways.items():
            places.say(f"startup: {way}")
            found[way].append(_one(command, port, folder))
    return found


def medians(turns):
    return {key: statistics.median(turn[key] for turn in turns) for key in turns[0]}


def _one(command, port, folder):
    process = places.start(command, "0,1", folder / "log")
    try:
        wall = places.await_answer(process, port, 60)
        cpu = places.cpu_seconds(process.pid)
        time.sleep(_SETTLE_SECONDS)
        return {"seconds": wall, "cpu_seconds": cpu, "rss_mb": places.rss_mb(process.pid)}
    finally:
        places.stop(process)
