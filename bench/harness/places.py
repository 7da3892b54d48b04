"""Folders, programs, ports and processes. Everything that is started ends with this program."""

import atexit
import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "bench" / "target" / "run"
PEERS = pathlib.Path(os.environ.get("MESH_PEERS", pathlib.Path.home() / ".cache/reactive-mesh/peers"))
PROXY_JAR = ROOT / "mesh-proxy-app" / "target" / "mesh-proxy-app.jar"
JVM_FLAGS = ROOT / "mesh-proxy-app" / "jvm.options"
FAST_START = ROOT / "bench" / "target" / "fast-start"  # our jar as ./mesh proxy runs it
GATEWAY_JAR = ROOT / "bench" / "gateway" / "target" / "gateway.jar"

PROXY_CORE = 0  # the proxy that is measured, alone
LOAD_CORE = 1  # the load generator and the backend

_running = []
_libc = ctypes.CDLL(None)


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def fail(text):
    raise SystemExit(f"bench/run: {text}")


def peer(name):
    """The path of a program that .ci/peers.sh installs."""
    return str(PEERS / "bin" / name)


def java():
    """The first JDK 25 or newer, looked for where the launcher looks."""
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*")))
    for home in filter(None, homes):
        release = pathlib.Path(home) / "release"
        if release.is_file() and (pathlib.Path(home) / "bin" / "java").exists():
            for line in release.read_text().splitlines():
                if line.startswith("JAVA_VERSION=") and int(line.split('"')[1].split(".")[0]) >= 25:
                    return str(pathlib.Path(home) / "bin" / "java")
    fail("no JDK 25 found; set JAVA_HOME")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _dies_with_us():
    _libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: even if this program is killed


def start(command, cores, log, env=None):
    """Starts a program on some cores, `0` or `0,1`; its output goes to a file."""
    with open(log, "ab") as out:
        process = subprocess.Popen(
            ["taskset", "-c", str(cores)] + [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **(env or {})},
            preexec_fn=_dies_with_us,
        )
    process.log = log
    _running.append(process)
    return process


def stop(process):
    if process in _running:
        _running.remove(process)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop_all():
    for process in list(_running):
        process.kill()
    for process in list(_running):
        process.wait()


def _interrupted(number, _frame):
    raise SystemExit(128 + number)


atexit.register(_stop_all)
for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(_number, _interrupted)


def cpu_seconds(pid):
    """User and system time of all threads of a process."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def await_answer(process, port, seconds, path="/"):
    """The seconds from now until a GET on the port is answered with 200."""
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        if process.poll() is not None:
            fail(f"{process.args[3]} ended at once:\n{process.log.read_text()[-2000:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as s:
                s.settimeout(5)
                s.sendall(f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
                if s.recv(12) == b"HTTP/1.1 200":
                    return time.monotonic() - begin
        except OSError:
            pass
        time.sleep(0.01)
    fail(f"no answer on port {port}; see {process.log}")


def output_of(command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=ROOT, check=False)
    return (done.stdout + done.stderr).strip()
