"""Installs and builds what is missing."""

import shutil
import subprocess

from . import als, apps, places, services
from .cases import ENVOY, GATEWAY, HAPROXY, NGINX


def everything(cases, tables=()):
    names = {peer for case in cases for peer in case.peers}
    wanted = ["wrk", "h2load", NGINX, ENVOY] + ([HAPROXY] if HAPROXY in names else [])
    _peers([name for name in wanted if not shutil.which(places.peer(name))])
    for tool in ("cc", "curl", "openssl", "taskset"):
        if not shutil.which(tool):
            places.fail(f"{tool} is missing (Debian: gcc libc6-dev, curl, openssl, util-linux)")
    places.say("building our proxy, unless it is there")
    subprocess.run([places.ROOT / "mesh", "fast-start", "--to", places.FAST_START], check=True, stdin=subprocess.DEVNULL)
    if "als" in tables:
        _peers(["grpcio"])
    if ("als" in tables or any(case.telemetry for case in cases)) and not als.JAR.exists():
        _maven("-pl", "mesh-telemetry-app", "-am")
    if GATEWAY in names and not places.GATEWAY_JAR.exists():
        _maven("-Pgateway", "-pl", "bench/gateway")
    for app in {services.APPS[table] for table in tables if table in services.APPS} | set(apps.APPS if "apps" in tables else ()):
        if not (places.ROOT / app / "target" / f"{app}.jar").exists():
            _maven("-pl", app, "-am")


def _peers(missing):
    if missing:
        places.say("installing " + " ".join(missing))
        subprocess.run([places.ROOT / ".ci" / "peers.sh", *missing], check=True, stdout=subprocess.DEVNULL)


def _maven(*words):
    places.say("building " + " ".join(words))
    subprocess.run(["./mvnw", "-q", "-B", "-Dfast", "-DskipTests", *words, "package"],
                   cwd=places.ROOT, check=True, stdin=subprocess.DEVNULL)
