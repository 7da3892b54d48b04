"""Memory with many clusters: resident size when the first request was answered and the dust has settled."""

import time

from . import envoy_config, places
from .cases import ENVOY, OURS
from .peers import envoy_command, mesh_command

ENDPOINTS = 10
_SETTLE_SECONDS = 7  # what the compilers have used goes back after five


def measure(backend, sizes):
    """By size and proxy: resident MB, and seconds to the first answer."""
    found = {}
    for size in sizes:
        for name in (OURS, ENVOY):
            places.say(f"scale: {name}, {size} clusters")
            found[(size, name)] = _one(name, size, backend)
    return found


def _one(name, size, backend):
    folder = places.TARGET / "scale" / name
    folder.mkdir(parents=True, exist_ok=True)
    port = places.free_port()
    config = envoy_config.write_scale(size, ENDPOINTS, port, backend, folder)
    command = mesh_command(config) if name == OURS else envoy_command(config)
    process = places.start(command, "0,1", folder / "log")
    try:
        seconds = places.await_answer(process, port, 120)
        time.sleep(_SETTLE_SECONDS)
        return {"rss_mb": places.rss_mb(process.pid), "seconds": seconds}
    finally:
        places.stop(process)
