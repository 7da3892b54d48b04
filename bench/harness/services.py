"""What the authority signs and the rate limit service decides: the app alone on one core, gRPC by h2load on the other."""

import os
import re
import statistics
import struct
import subprocess
import time
import urllib.request
from dataclasses import dataclass

from . import places

APPS = {"ca": "mesh-ca-app", "ratelimit": "mesh-telemetry-app"}
TITLES = {
    "ca": "P-256 requests signed, caller known by its certificate",
    "ratelimit": "rate limit decisions, one descriptor of two entries",
}
SHOP = "spiffe://cluster.local/ns/shop/sa/shop"
CONNECTIONS, STREAMS = 8, 16
_FLAT = 0.03


@dataclass(frozen=True)
class Service:
    """One call that is made again and again."""

    app: str
    url: str
    body: object  # a file with one gRPC message
    certificate: object  # PEM with chain and key, or empty
    counter: str  # metric of what was done
    health: int
    process: object


def jar(app):
    return places.ROOT / app / "target" / f"{app}.jar"


def measure(name, shim, effort):
    """The rounds: calls per second and per CPU second, CPU us per call, resident MB."""
    folder = places.TARGET / name
    folder.mkdir(parents=True, exist_ok=True)
    service = {"ca": _authority, "ratelimit": _limits}[name](folder)
    try:
        _warm_up(service, shim, effort)
        return [_round(service, shim, effort.round_seconds) for _ in range(effort.rounds)]
    finally:
        places.stop(service.process)


def medians(rounds):
    return {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}


def _warm_up(service, shim, effort):
    before, flat = None, 0
    for _ in range(effort.warmup_seconds // effort.window_seconds):
        one = _round(service, shim, effort.window_seconds)
        places.say(f"  {service.app} warming: {one['cpu_micros']:.1f} us, {one['per_second']:.0f}/s")
        flat = flat + 1 if before and abs(one["cpu_micros"] - before) < _FLAT * before else 0
        before = one["cpu_micros"]
        if flat == 2:
            return


def _round(service, shim, seconds):
    cpu, done = places.cpu_seconds(service.process.pid), _counted(service)
    env = {**os.environ}
    if service.certificate:
        env |= {"LD_PRELOAD": str(shim), "BENCH_CERTIFICATE": str(service.certificate)}
    command = ["taskset", "-c", places.LOAD_CORE, places.peer("h2load"), "-t1", f"-c{CONNECTIONS}", f"-m{STREAMS}",
               f"-D{seconds}", "-d", service.body, "-H", "content-type: application/grpc", "-H", "te: trailers", service.url]
    said = subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True, check=False)
    found = re.search(r"requests: .* (\d+) succeeded, (\d+) failed", said.stdout)
    if said.returncode != 0 or not found or not int(found[1]):
        places.fail(f"{service.app}: h2load failed: {said.stdout}{said.stderr}")
    calls = _counted(service) - done
    if calls < 0.98 * int(found[1]):  # an error of gRPC is an answer to h2load
        places.fail(f"{service.app}: {found[1]} answers, but only {calls:.0f} were good; see {service.process.log}")
    cpu = places.cpu_seconds(service.process.pid) - cpu
    return {
        "per_second": calls / seconds,
        "per_cpu_second": calls / cpu,
        "cpu_micros": cpu * 1e6 / calls,
        "rss_mb": places.rss_mb(service.process.pid),
    }


def _counted(service):
    with urllib.request.urlopen(f"http://127.0.0.1:{service.health}/actuator/prometheus", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(service.counter))


def _start(app, folder, health, *properties):
    process = places.start(
        [places.java(), "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx96m", "--enable-native-access=ALL-UNNAMED",
         "-jar", jar(app), f"--server.port={health}", *("--" + one for one in properties)],
        places.PROXY_CORE, folder / "log")
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if process.poll() is not None:
            places.fail(f"{app} ended at once:\n{process.log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{health}/actuator/health/readiness", timeout=5).close()
            return process
        except OSError:
            time.sleep(0.2)
    places.fail(f"{app} is not ready; see {process.log}")


def _varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def _field(number, content):
    """A field of bytes."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _message(file, content):
    file.write_bytes(b"\0" + struct.pack(">I", len(content)) + content)
    return file


def _limits(folder):
    rules = folder / "limits"
    rules.mkdir(exist_ok=True)
    (rules / "bench.yaml").write_text(
        "domain: bench\ndescriptors:\n- key: remote_address\n  descriptors:\n  - key: path\n"
        "    rate_limit: {unit: second, requests_per_unit: 1000}\n")
    port, health = places.free_port(), places.free_port()
    process = _start("mesh-telemetry-app", folder, health, f"spring.grpc.server.port={port}", "mesh.telemetry.zipkin.port=0",
                     f"mesh.telemetry.rate-limit.config-dir={rules}")
    entries = b"".join(_field(1, _field(1, key) + _field(2, value))
                       for key, value in ((b"remote_address", b"10.1.2.3"), (b"path", b"/cart/items")))
    return Service(
        "mesh-telemetry-app",
        f"http://127.0.0.1:{port}/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit",
        _message(folder / "request", _field(1, b"bench") + _field(2, entries)), "",
        "ratelimit_service_rate_limit_total_hits_total", health, process)


def _authority(folder):
    port, health = places.free_port(), places.free_port()
    state = folder / "state"
    process = _start("mesh-ca-app", folder, health, f"mesh.ca.port={port}", "mesh.ca.address=127.0.0.1",
                     f"mesh.ca.state-dir={state}", "logging.level.mesh.ca.audit=WARN")
    url = f"https://localhost:{port}/istio.v1.auth.IstioCertificateService/CreateCertificate"
    csr = subprocess.run(
        ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/",
         "-keyout", folder / "key.pem"], check=True, capture_output=True).stdout
    body = _message(folder / "request", _field(1, csr))
    wish = urllib.request.Request(
        f"http://127.0.0.1:{health}/api/v1/tokens", f'{{"identity": "{SHOP}"}}'.encode(),
        {"authorization": "Bearer " + (state / "admin-token").read_text().strip(), "content-type": "application/json"})
    with urllib.request.urlopen(wish, timeout=10) as answer:
        token = re.search(r'"token":"([^"]+)"', answer.read().decode())[1]
    joined = subprocess.run(
        ["curl", "-sS", "--http2", "--cacert", state / "root.pem", "--data-binary", f"@{body}", "-H", "te: trailers",
         "-H", "content-type: application/grpc", "-H", f"authorization: Bearer {token}", url],
        check=True, capture_output=True).stdout.decode(errors="replace")
    chain = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", joined, re.S)
    if not chain:
        places.fail(f"ca: no certificate for the token; see {process.log}")
    (folder / "own.pem").write_text("".join(chain[:2]) + (folder / "key.pem").read_text())
    return Service("mesh-ca-app", url, body, folder / "own.pem",
                   "mesh_ca_certificates_issued_total", health, process)
