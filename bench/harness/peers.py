"""How each proxy and the backend are started with one worker."""

import socket
import string
import time

from . import als, envoy_config, places
from .cases import ENVOY, GATEWAY, HAPROXY, NGINX, OURS
from .load import TCP_BODY

_CONFIGS = places.ROOT / "bench" / "configs"


class Backend:
    """nginx: 100 bytes on every path, `/large` for TCP, on one port for each protocol."""

    def __init__(self, folder, pki):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "large").write_bytes(bytes(TCP_BODY))
        self.ports = {key: places.free_port() for key in ("http1", "http2", "mtls1", "mtls2")}
        self.process = _nginx("backend.conf", folder, places.LOAD_CORE,
                              pki=pki, body="x" * 99 + r"\n", **self.ports)
        for port in self.ports.values():
            wait_for(self.process, port)
        self.sinks = None

    def watch(self, case, folder):
        """Starts the telemetry app if the case needs it; returns what stops it."""
        if not case.telemetry:
            return lambda: None
        process, self.sinks = als.start(folder / "telemetry", places.LOAD_CORE)
        return lambda: places.stop(process)

    def port(self, case):
        version = "2" if case.http2 else "1"
        return self.ports[("mtls" if case.back == "mtls" else "http") + version]


class Peer:
    """One proxy, running a case."""

    def __init__(self, name, case, backend, pki, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.port = places.free_port()
        self.process = _START[name](case, self.port, backend, pki, folder)
        wait_for(self.process, self.port)

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        places.stop(self.process)


def wait_for(process, port, seconds=120):
    """Returns when somebody listens on the port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            places.fail(f"{process.args[3]} ended at once:\n{process.log.read_text()[-2000:]}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    places.fail(f"nobody listens on port {port}; see {process.log}")


def envoy_command(config):
    return [places.peer("envoy"), "-c", config, "--concurrency", 1, "--use-dynamic-base-id", "-l", "warning"]


def mesh_command(config, jar=places.FAST_START / places.PROXY_JAR.name, cache=places.FAST_START / "classes.aot"):
    """As ./mesh proxy starts it."""
    return [places.java(), f"@{places.JVM_FLAGS}", *([f"-XX:AOTCache={cache}"] if cache else []), "-jar", jar,
            "--server.port=0", "--mesh.proxy.admin.port=0", "--mesh.proxy.concurrency=1", f"--mesh.proxy.config={config}"]


def _mesh(case, port, backend, pki, folder):
    config = envoy_config.write(case, port, backend.port(case), pki, folder, backend.sinks, istio=True)
    return places.start(mesh_command(config), places.PROXY_CORE, folder / "log")


def _envoy(case, port, backend, pki, folder):
    config = envoy_config.write(case, port, backend.port(case), pki, folder, backend.sinks)
    return places.start(envoy_command(config), places.PROXY_CORE, folder / "log")


def _nginx_proxy(case, port, backend, pki, folder):
    tls = f"ssl_certificate {pki}/server.crt; ssl_certificate_key {pki}/server.key;" if case.front != "plain" else ""
    return _nginx("nginx.conf", folder, places.PROXY_CORE,
                  port=f"{port}{' ssl' if tls else ''}", tls=tls, backend=backend.port(case))


def _nginx(template, folder, core, **values):
    text = string.Template((_CONFIGS / template).read_text()).substitute(folder=folder, **values)
    (folder / "nginx.conf").write_text(text)
    return places.start([places.peer("nginx"), "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"],
                        core, folder / "log")


def _haproxy(case, port, backend, pki, folder):
    tls = f" ssl crt {pki}/server.pem ssl-min-ver TLSv1.3" if case.front != "plain" else ""
    text = string.Template((_CONFIGS / "haproxy.cfg").read_text()).substitute(
        mode="tcp" if case.load == "tcp" else "http", port=port, tls=tls, backend=backend.port(case))
    (folder / "haproxy.cfg").write_text(text)
    return places.start([places.peer("haproxy"), "-f", folder / "haproxy.cfg"], places.PROXY_CORE, folder / "log")


def _gateway(case, port, backend, pki, folder):
    tls = [] if case.front == "plain" else [
        f"--server.ssl.certificate={pki}/server.crt", f"--server.ssl.certificate-private-key={pki}/server.key",
        "--server.ssl.enabled-protocols=TLSv1.3"]
    return places.start(
        [places.java(), "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m",
         "--enable-native-access=ALL-UNNAMED", "-Dreactor.netty.ioWorkerCount=1",
         "-jar", places.GATEWAY_JAR, f"--server.port={port}", f"--backend=http://127.0.0.1:{backend.port(case)}", *tls],
        places.PROXY_CORE, folder / "log")


_START = {OURS: _mesh, ENVOY: _envoy, NGINX: _nginx_proxy, HAPROXY: _haproxy, GATEWAY: _gateway}
