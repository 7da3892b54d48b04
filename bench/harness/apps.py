"""From the start of the process to readiness of the three apps that are no proxies, as ./mesh up starts them."""

import shutil
import statistics
import subprocess
import time

from . import places

APPS = {
    "mesh-pilot-app": ("spring.grpc.server.port={0}", "mesh.pilot.state-dir={folder}/state"),
    "mesh-ca-app": ("mesh.ca.port={0}", "mesh.ca.state-dir={folder}/state"),
    "mesh-telemetry-app": ("spring.grpc.server.port={0}", "mesh.telemetry.zipkin.port={1}"),
}
_SETTLE_SECONDS = 7


def measure(rounds):
    """By app: seconds and CPU seconds to readiness, resident MB afterwards."""
    return {app: [_one(app, properties) for _ in range(rounds)] for app, properties in APPS.items()}


def medians(turns):
    return {key: statistics.median(turn[key] for turn in turns) for key in turns[0]}


def fast_start(app):
    """The folder with the app taken apart and its AOT cache; made if it is not there."""
    to = places.ROOT / "bench" / "target" / f"fast-start-{app}"
    subprocess.run([places.ROOT / "mesh", "fast-start", "--jar", places.ROOT / app / "target" / f"{app}.jar", "--to", to],
                   check=True, stdin=subprocess.DEVNULL)
    return to


def _one(app, properties):
    places.say(f"apps: {app}")
    folder = places.TARGET / "apps" / app
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fast = fast_start(app)
    health, ports = places.free_port(), (places.free_port(), places.free_port())
    process = places.start(
        [places.java(), f"@{places.ROOT / app / 'jvm.options'}", f"-XX:AOTCache={fast / 'classes.aot'}", "-jar",
         fast / f"{app}.jar", f"--server.port={health}", *("--" + one.format(*ports, folder=folder) for one in properties)],
        "0,1", folder / "log")
    try:
        wall = places.await_answer(process, health, 60, "/actuator/health/readiness")
        cpu = places.cpu_seconds(process.pid)
        time.sleep(_SETTLE_SECONDS)
        return {"seconds": wall, "cpu_seconds": cpu, "rss_mb": places.rss_mb(process.pid)}
    finally:
        places.stop(process)
