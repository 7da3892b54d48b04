"""The load generators: wrk for HTTP/1.1, TLS connections and TCP, h2load for HTTP/2."""

import os
import re
import subprocess
from dataclasses import dataclass

from . import places

HTTP1_CONNECTIONS = 64
HTTP2_CONNECTIONS, HTTP2_STREAMS = 8, 16
CONNECTING = 16  # clients that make a new TLS connection for each request
TCP_CONNECTIONS = 8
STEADY_CONNECTIONS = 20
TCP_BODY = 1 << 20

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int


def build_shim(folder):
    """Compiles what makes the generators send certificates."""
    source = places.ROOT / "bench" / "load" / "fresh_tls.c"
    library = folder / "fresh_tls.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
    return library


def run(case, port, seconds, shim, pki, folder):
    """Drives a proxy for some seconds and says how it did."""
    env = dict(os.environ)
    if case.front != "plain":
        env["LD_PRELOAD"] = str(shim)
        env["BENCH_CERTIFICATE"] = str(pki / "client.pem") if case.front == "mtls" else ""
    scheme = "http" if case.front == "plain" else "https"
    url = f"{scheme}://127.0.0.1:{port}/"
    if case.http2:
        return _h2load(url, seconds, env, folder)
    return _wrk(case, url, seconds, env)


def steady(port, per_second, seconds, folder):
    """Plaintext HTTP/1.1 requests at a steady rate, from as many clients as make none of them wait for another."""
    return _h2load(f"http://127.0.0.1:{port}/", seconds, dict(os.environ), folder,
                   ["--h1", f"-c{STEADY_CONNECTIONS}", "-m1", f"--rps={per_second / STEADY_CONNECTIONS:g}"])


def _output(command, env):
    done = subprocess.run(
        ["taskset", "-c", str(places.LOAD_CORE)] + [str(word) for word in command],
        env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        places.fail(f"{command[0]} failed: {done.stdout}{done.stderr}")
    return done.stdout


def _wrk(case, url, seconds, env):
    connections = {"connect": CONNECTING, "tcp": TCP_CONNECTIONS}.get(case.load, HTTP1_CONNECTIONS)
    command = [places.peer("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    if case.load == "connect":
        command += ["-H", "Connection: close"]
    out = _output([*command, url + ("large" if case.load == "tcp" else "")], env)
    done = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", out)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    return Load(
        int(done[1]),
        float(done[2]) * _UNITS[done[3]] / 1000,
        _percentile(out, 50),
        _percentile(out, 99),
        (int(bad[1]) if bad else 0) + (sum(map(int, sockets.groups())) if sockets else 0),
    )


def _percentile(out, percent):
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)", out, re.M)
    return float(found[1]) * _UNITS[found[2]]


def _h2load(url, seconds, env, folder, shape=(f"-c{HTTP2_CONNECTIONS}", f"-m{HTTP2_STREAMS}")):
    log = folder / "h2load.log"
    log.unlink(missing_ok=True)
    out = _output(
        [places.peer("h2load"), "-t1", *shape, f"-D{seconds}", f"--log-file={log}", url], env)
    done = re.search(r"requests: \d+ total, \d+ started, \d+ done, (\d+) succeeded, (\d+) failed, (\d+) errored", out)
    micros = sorted(int(line.rsplit("\t", 1)[1]) for line in log.read_text().splitlines())
    if not micros:
        places.fail(f"h2load got no answer: {out}")
    return Load(
        int(done[1]),
        float(seconds),
        micros[len(micros) // 2] / 1000,
        micros[len(micros) * 99 // 100] / 1000,
        int(done[2]),
    )
