"""From the start of the process to the first proxied answer."""

import shutil
import statistics
import subprocess
import time

from . import envoy_config, places
from .cases import ENVOY, Case
from .peers import JVM_FLAGS, envoy_command, mesh_arguments, mesh_command

_PLAIN = Case("startup", "", "http1", ())


def measure(backend, pki, rounds):
    """By way to start: medians of wall and CPU seconds and of resident MB after two seconds."""
    folder = places.TARGET / "startup"
    folder.mkdir(parents=True, exist_ok=True)
    port = places.free_port()
    config = envoy_config.write(_PLAIN, port, backend, pki, folder)
    app = _extract(folder)
    cache = folder / "mesh.aot"
    cache.unlink(missing_ok=True)
    _train(_app_command(app, config, f"-XX:AOTCacheOutput={cache}"), port, folder)
    ways = {
        "fat jar": mesh_command(config),
        "extracted": _app_command(app, config),
        "AOT cache": _app_command(app, config, f"-XX:AOTCache={cache}"),
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


def _app_command(app, config, *flags):
    return [places.java(), f"@{JVM_FLAGS}", *flags, "-jar", app / places.PROXY_JAR.name, *mesh_arguments(config)]


def _extract(folder):
    app = folder / "app"
    shutil.rmtree(app, ignore_errors=True)
    subprocess.run(
        [places.java(), "-Djarmode=tools", "-jar", places.PROXY_JAR, "extract", "--destination", app],
        check=True, capture_output=True)
    return app


def _train(command, port, folder):
    places.say("startup: training run for the AOT cache")
    process = places.start(command, "0,1", folder / "training.log")
    places.await_answer(process, port, 60)
    subprocess.run([places.peer("wrk"), "-t1", "-c4", "-d2s", f"http://127.0.0.1:{port}/"],
                   check=True, capture_output=True)
    process.terminate()
    process.wait(120)
    places.stop(process)


def _one(command, port, folder):
    process = places.start(command, "0,1", folder / "log")
    try:
        wall = places.await_answer(process, port, 60)
        cpu = places.cpu_seconds(process.pid)
        time.sleep(2)
        return {"seconds": wall, "cpu_seconds": cpu, "rss_mb": places.rss_mb(process.pid)}
    finally:
        places.stop(process)
