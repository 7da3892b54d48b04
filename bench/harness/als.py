"""Access-log entries that the telemetry app takes."""

import json
import statistics
import subprocess

from . import places

JAR = places.ROOT / "mesh-telemetry-app" / "target" / "mesh-telemetry-app.jar"
_FLAGS = ("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx160m", "--enable-native-access=ALL-UNNAMED")


def start(folder, core):
    """The app, ready, and its ports: http, grpc, zipkin."""
    folder.mkdir(parents=True, exist_ok=True)
    ports = {name: places.free_port() for name in ("http", "grpc", "zipkin")}
    command = [places.java(), *_FLAGS, "-jar", JAR, f"--server.port={ports['http']}",
               f"--spring.grpc.server.port={ports['grpc']}", f"--mesh.telemetry.zipkin.port={ports['zipkin']}"]
    process = places.start(command, core, folder / "log")
    places.await_answer(process, ports["http"], 120)
    return process, ports


def measure(rounds, seconds, warm_up):
    """Per round: entries per second and per CPU second, on one core; resident MB at the end."""
    folder = places.TARGET / "als"
    process, ports = start(folder, places.PROXY_CORE)
    try:
        found = []
        for _ in range(rounds):
            places.say("als")
            found.append(_round(process, folder, ports["grpc"], ports["http"], seconds, 0 if found else warm_up))
        return {**medians(found), "rss_mb": places.rss_mb(process.pid)}
    finally:
        places.stop(process)


def medians(found):
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def _round(process, folder, grpc, http, seconds, warm_up):
    command = ["taskset", "-c", str(places.LOAD_CORE), places.PEERS / "venv" / "bin" / "python",
               places.ROOT / "bench" / "load" / "als.py", JAR, folder, grpc, http, process.pid, seconds, warm_up]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        places.fail(f"the load of als ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
