"""How long a change takes from the request to Pilot's Rules API until the last of many proxies has acknowledged it."""

import json
import shutil
import subprocess

from . import places
from .peers import wait_for

PROXIES, SERVICES = 200, 500
_JAR = places.ROOT / "mesh-pilot-app" / "target" / "mesh-pilot-app.jar"
_MOVING = 10  # services whose one workload moves
_RULE = """apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {{name: service-{at}}}
spec:
  hosts: [service-{at}.default.svc.cluster.local]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{{number: 80, name: http, protocol: HTTP}}]
  {workloads}
"""
_FIXED = "endpoints: [{{address: 10.2.{high}.{low}, labels: {{app: service-{at}}}}}]"
_CHOSEN = "workloadSelector: {{labels: {{app: service-{at}}}}}"


def measure(changes):
    """Milliseconds to the first sync of all, of changes by percentile; Pilot's memory and CPU seconds."""
    folder = places.TARGET / "pilot"
    shutil.rmtree(folder, ignore_errors=True)
    rules = folder / "rules"
    rules.mkdir(parents=True)
    for at in range(SERVICES):
        workloads = (_CHOSEN if at < _MOVING else _FIXED).format(at=at, high=at // 250, low=at % 250 + 1)
        text = _RULE.format(at=at, workloads=workloads)
        (rules / f"service-{at}.yaml").write_text(text)
    classpath = _build()
    port, rest = places.free_port(), places.free_port()
    pilot = places.start(
        [places.java(), "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m",
         "--enable-native-access=ALL-UNNAMED", "-jar", _JAR, f"--spring.grpc.server.port={port}",
         f"--server.port={rest}", f"--mesh.pilot.config-dir={rules}", f"--mesh.pilot.state-dir={folder / 'state'}"],
        places.PROXY_CORE, folder / "pilot.log")
    wait_for(pilot, port)
    places.await_answer(pilot, rest, 60, "/actuator/health")
    places.say(f"pilot: {PROXIES} proxies, {SERVICES} services, {changes} changes of each kind")
    before = places.cpu_seconds(pilot.pid)
    fleet = subprocess.run(
        ["taskset", "-c", str(places.LOAD_CORE), places.java(), "-XX:+UseSerialGC", "-Xmx512m",
         "--enable-native-access=ALL-UNNAMED", "-cp", classpath, "mesh.bench.pilot.Fleet",
         str(port), str(rest), str(folder / "state" / "admin-token"),
         str(PROXIES), str(SERVICES), str(_MOVING), str(changes)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if fleet.returncode != 0:
        places.fail(f"the fleet failed:\n{fleet.stderr[-2000:]}")
    found = json.loads(fleet.stdout.splitlines()[-1])
    found["rss_mb"] = places.rss_mb(pilot.pid)
    found["cpu_seconds"] = places.cpu_seconds(pilot.pid) - before
    places.stop(pilot)
    return found


def _build():
    """Builds what is missing; the class path of the fleet."""
    if not _JAR.exists():
        _maven("-pl", "mesh-pilot-app", "-am", "package")
    target = places.ROOT / "bench" / "target"
    classpath = target / "classpath"
    if not (target / "bench.jar").exists() or not classpath.exists():
        target.mkdir(exist_ok=True)
        _maven("-pl", "bench", "-am", "package", "dependency:build-classpath", "-DincludeScope=runtime",
               f"-Dmdep.outputFile={classpath}", "-Dmdep.regenerateFile=true")
    return f"{target / 'bench.jar'}:{classpath.read_text().strip()}"


def _maven(*words):
    places.say("building " + " ".join(words[:3]))
    subprocess.run(["./mvnw", "-q", "-B", "-Dfast", "-DskipTests", *words],
                   cwd=places.ROOT, check=True, stdin=subprocess.DEVNULL)
