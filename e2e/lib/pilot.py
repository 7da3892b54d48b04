"""What suites of the control plane need: our Pilot and Envoy as child processes, an SDS server, upstreams that tell.

Everything has a loopback address of its own: proxies 127.0.1.N, workloads behind them 127.0.2.N, the gateway 127.0.0.1.
"""

import concurrent.futures
import http.client
import json
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc

import suite
from suite import HOST, JAVA, PEERS, ROOT, WORK, check, finish, spawn, until

PILOT_JAR = ROOT / "mesh-pilot-app" / "target" / "mesh-pilot-app.jar"
XDS = 15010
REST = 15014
NAMESPACE = "shop"
DOMAIN = "shop.svc.cluster.local"


class Pilot:
    """Our Pilot on a folder of rules; `write` replaces one file at once, as an editor does."""

    def __init__(self, rules, args=()):
        self.rules = WORK / "rules"
        self.rules.mkdir(exist_ok=True)
        for name, text in rules.items():
            self.write(name, text)
        self.process = spawn(
            [JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"]
            + ["-Dio.netty.leakDetection.level=paranoid", "-jar", str(PILOT_JAR)]
            + [f"--mesh.pilot.config-dir={self.rules}", "--mesh.pilot.config-refresh=100ms", *args],
            "pilot.log",
            cwd=WORK,
        )
        if not until(lambda: self.get("/actuator/health") or self.process.poll() is not None, 90):
            check("Pilot starts", False, self.text()[-3000:])
            finish()
        if self.process.poll() is not None:
            check("Pilot starts", False, self.text()[-3000:])
            finish()

    def write(self, name, text):
        new = self.rules / f".{name}.new"
        new.write_text(text)
        new.rename(self.rules / f"{name}.yaml")

    def remove(self, name):
        (self.rules / f"{name}.yaml").unlink()

    def text(self):
        return (WORK / "pilot.log").read_text(errors="replace")

    @staticmethod
    def get(path, accept="application/json"):
        request = urllib.request.Request(f"http://{HOST}:{REST}{path}", headers={"accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.read().decode()
        except (OSError, http.client.HTTPException):
            return ""

    def proxies(self):
        return json.loads(self.get("/api/v1/proxies") or "[]")

    def not_synced(self, expected):
        """What keeps so many proxies from being in sync; empty once they are."""
        proxies = self.proxies()
        if len(proxies) != expected:
            return f"{len(proxies)} proxies (expected: {expected})"
        wrong = [
            f"{proxy['id']} {kind} {of['state']} {of['error']}"
            for proxy in proxies
            for kind, of in proxy["types"].items()
            if of["state"] != "SYNCED"
        ]
        return "; ".join(wrong)

    def synced(self, expected, seconds=20):
        until(lambda: not self.not_synced(expected), seconds)
        return check(f"{expected} proxies are in sync", not self.not_synced(expected), self.not_synced(expected))

    def stop(self):
        check("Pilot is alive to the end", self.process.poll() is None, self.text()[-2000:])
        self.process.terminate()
        self.process.wait(30)
        check("Pilot leaks no buffer", "LEAK" not in self.text())
        check("Pilot says no error", " ERROR " not in self.text(), self.text()[-2000:])


def node(kind, address, name, account, labels, **metadata):
    return {
        "id": f"{kind}~{address}~{name}.{NAMESPACE}~{DOMAIN}",
        "cluster": f"{name}.{NAMESPACE}",
        "metadata": {"NAMESPACE": NAMESPACE, "SERVICE_ACCOUNT": account, "LABELS": labels, **metadata},
    }


def static(name, port, address=HOST):
    options = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "2s",
        "typed_extension_protocol_options": {
            options: {
                "@type": "type.googleapis.com/" + options,
                "explicit_http_config": {"http2_protocol_options": {}},
            }
        },
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [
                {"lb_endpoints": [{"endpoint": {"address": {"socket_address": {"address": address, "port_value": port}}}}]}
            ],
        },
    }


def dynamic_bootstrap(of, api_type, admin, sds_port):
    """A proxy that has everything from Pilot by ADS, and its secrets from `sds-grpc`."""
    source = {"resource_api_version": "V3", "ads": {}}
    return {
        "node": of,
        "admin": {"address": {"socket_address": {"address": HOST, "port_value": admin}}},
        "dynamic_resources": {
            "ads_config": {
                "api_type": api_type,
                "transport_api_version": "V3",
                "grpc_services": [{"envoy_grpc": {"cluster_name": "xds-grpc"}}],
            },
            "lds_config": source,
            "cds_config": source,
        },
        "static_resources": {"clusters": [static("xds-grpc", XDS), static("sds-grpc", sds_port)]},
    }


class Envoy:
    """Real Envoy on a bootstrap."""

    def __init__(self, name, config, admin):
        self.name = name
        self.admin_port = admin
        path = WORK / f"{name}.json"
        path.write_text(json.dumps(config, indent=1))
        self.process = spawn(
            # a connection keeps the filters that it began with until it is drained
            [PEERS / "bin" / "envoy", "-c", path, "--use-dynamic-base-id", "--concurrency", "1", "-l", "info"]
            + ["--drain-time-s", "1", "--drain-strategy", "immediate"],
            f"{name}.log",
        )
        if not until(lambda: "LIVE" in self.admin("/ready"), 30):
            check(f"{name} starts", False, self.text()[-3000:])
            finish()

    def text(self):
        return (WORK / f"{self.name}.log").read_text(errors="replace")

    def admin(self, path):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.admin_port}{path}", timeout=5) as answer:
                return answer.read().decode()
        except (OSError, http.client.HTTPException):
            return ""

    def rejected(self):
        """Counters of refused updates that are not 0."""
        lines = self.admin("/stats?filter=update_rejected").splitlines()
        return [line for line in lines if not line.endswith(": 0")]

    def stop(self):
        check(f"{self.name} is alive to the end", self.process.poll() is None, self.text()[-2000:])
        self.process.terminate()
        self.process.wait(30)


# Secrets by SDS, for a peer whose own agent would bring them. Protobuf by hand: two messages are not worth a compiler.


def _varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def _field(number, value):
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _fields(message):
    """Length-delimited fields of a message: number and bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = varint()
        if key & 7 == 2:
            size = varint()
            yield key >> 3, message[at : at + size]
            at += size
        elif key & 7 == 0:
            varint()
        else:
            at += 8 if key & 7 == 1 else 4


def _file(path):
    return _field(2, path.read_bytes())  # DataSource.inline_bytes


_SECRET = b"type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"


_servers = []  # a server that nobody refers to ends


def serve_secrets(port, certificate, root):
    """Answers for `default` and `ROOTCA` as Istio's agent does."""
    secrets = {
        b"default": _field(2, _field(1, _file(certificate.chain)) + _field(2, _file(certificate.key))),
        b"ROOTCA": _field(4, _field(1, _file(root))),
    }

    def stream(requests, _):
        for request in requests:
            fields = list(_fields(request))
            if any(number == 5 for number, _ in fields):
                continue  # it answers us
            for name in (value for number, value in fields if number == 3):
                secret = _field(1, name) + secrets[name]
                resource = _field(1, _SECRET) + _field(2, secret)
                yield _field(1, b"1") + _field(2, resource) + _field(4, _SECRET) + _field(5, b"1")

    server = grpc.server(concurrent.futures.ThreadPoolExecutor(16))
    handler = grpc.stream_stream_rpc_method_handler(stream)
    service = grpc.method_handlers_generic_handler(
        "envoy.service.secret.v3.SecretDiscoveryService", {"StreamSecrets": handler}
    )
    server.add_generic_rpc_handlers((service,))
    server.add_insecure_port(f"{HOST}:{port}")
    server.start()
    _servers.append(server)


def stop_secrets():
    """A program whose streams are open does not end."""
    for server in _servers:
        server.stop(None)


# Upstreams.


class _Telling(BaseHTTPRequestHandler):
    """Answers who it is and what it was asked, as JSON; does what the query says: `status`, `times`, `slow`."""

    protocol_version = "HTTP/1.1"

    def serve(self):
        if "chunked" in (self.headers.get("transfer-encoding") or ""):
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.bodies.append(body)
        self.server.seen.append(self.path)
        path, _, query = self.path.partition("?")
        wish = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        status = 200
        if "status" in wish:
            with self.server.lock:
                left = self.server.failures.setdefault(self.path, int(wish.get("times", "1000000")))
                if left > 0:
                    status = int(wish["status"])
                    self.server.failures[self.path] = left - 1
        time.sleep(float(wish.get("slow", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"who": self.server.who, "path": self.path, "method": self.command, "headers": headers}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.send_header("x-who", self.server.who)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = serve

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass  # clients go away


def upstream(who, address, port):
    server = _Server((address, port), _Telling)
    server.who = who
    server.seen = []
    server.bodies = []
    server.failures = {}
    server.lock = threading.Lock()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        try:
            self.json = json.loads(body)
        except ValueError:
            self.json = {}

    @property
    def who(self):
        return self.json.get("who", "")


def ask(address, port, host, path="/", method="GET", **headers):
    """One request on a connection of its own; `x_who="a"` is the header `x-who`."""
    connection = http.client.HTTPConnection(address, port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"host": host, **named})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    except (OSError, http.client.HTTPException) as e:
        return Answer(0, {}, type(e).__name__.encode())
    finally:
        connection.close()


def share(wanted, requests, send):
    """Percentage of requests that `wanted` answers."""
    return 100 * sum(send().who == wanted for _ in range(requests)) / requests


if not PILOT_JAR.is_file():
    suite.skip("no mesh-pilot-app/target/mesh-pilot-app.jar: run ./mvnw -DskipTests package")
