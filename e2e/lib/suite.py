"""What the suites have in common: checks that are counted, a proxy as a child process, servers to proxy to.

A suite is a program `suites/<story>/run`. e2e/run starts it in a network namespace of its own, so ports are fixed, and
tells it by environment where things are. Its last line is `<story>: passed N, failed M` or `<story>: skipped (why)`.
"""

import atexit
import contextlib
import http.client
import json
import os
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STORY = Path(sys.argv[0]).resolve().parent
NAME = STORY.name
if "MESH_SUITE" not in os.environ:  # started by hand
    os.execv(str(ROOT / "e2e" / "run"), ["run", "--show", NAME])
for variable in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[variable]  # a way to the internet is none to the proxy under test
WORK = Path(os.environ["MESH_SUITE"])  # empty at the start, kept for whoever looks
PEERS = Path(os.environ["MESH_PEERS"])
SHARED = Path(os.environ["MESH_SHARED"])  # cases of other projects; may be absent
JAVA = str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
JAR = ROOT / "mesh-proxy-app" / "target" / "mesh-proxy-app.jar"
HOST = "127.0.0.1"
ADMIN = 15000
SKIPPED = 77
TYPE = "type.googleapis.com/envoy.extensions."

passed = 0
failed = 0


def check(what, holds, detail=""):
    """Counts one check, and says what was seen where it fails."""
    global passed, failed
    if holds:
        passed += 1
        print(f"  ok    {what}", flush=True)
    else:
        failed += 1
        print(f"  FAIL  {what}{': ' if detail != '' else ''}{detail}", flush=True)
    return holds


def same(what, seen, expected):
    return check(what, seen == expected, f"{seen!r} (expected: {expected!r})")


@contextlib.contextmanager
def case(what):
    """A check that fails by an exception."""
    try:
        yield
    except Exception as e:  # whatever goes wrong is the failure
        check(what, False, f"{type(e).__name__}: {e}")
    else:
        check(what, True)


def finish():
    print(f"{NAME}: passed {passed}, failed {failed}", flush=True)
    sys.exit(0 if failed == 0 and passed > 0 else 1)


def skip(why):
    print(f"{NAME}: skipped ({why})", flush=True)
    sys.exit(SKIPPED)


def until(condition, seconds=10.0, step=0.05):
    """Waits for a condition; its last value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            return value
        time.sleep(step)
    return value


def listening(port, host=HOST):
    try:
        socket.create_connection((host, port), 1).close()
        return True
    except OSError:
        return False


children = []


def _end_children():
    """Asks first: what a killed nginx leaves is a worker that keeps the ports."""
    alive = [child for child in children if child.poll() is None]
    for child in alive:
        child.terminate()
    until = time.monotonic() + 2
    for child in alive:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


atexit.register(_end_children)


def spawn(command, log, **more):
    """A child whose output goes to a file, and that ends with us."""
    with open(WORK / log, "ab") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, **more)
    children.append(child)
    return child


def output(command, seconds=60, **more):
    """What a program prints, its exit code aside."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, **more
    )
    return done.stdout.decode(errors="replace")


class Proxy:
    """The proxy on a configuration: a dict, or a path; or by arguments alone.

    With Netty's leak detector at its strictest; `stop` says whether it found one.
    """

    started = 0

    def __init__(self, config=None, args=(), jvm=(), admin=ADMIN, heap="128m", ready=60, cwd=None):
        Proxy.started += 1
        self.log = WORK / f"proxy-{Proxy.started}.log"
        self.admin_port = admin
        if isinstance(config, dict):
            path = WORK / f"envoy-{Proxy.started}.json"
            path.write_text(json.dumps(config, indent=1))
            config = path
        self.process = spawn(
            [JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{heap}", "--enable-native-access=ALL-UNNAMED"]
            + ["-Dio.netty.leakDetection.level=paranoid", *jvm, "-jar", str(JAR)]
            + ([f"--mesh.proxy.config={config}"] if config else [])
            + ["--server.port=0", *args],
            self.log.name,
            cwd=cwd or WORK,
        )
        if ready:
            until(lambda: not self.alive() or "Proxy is ready" in self.text(), ready)
            if "Proxy is ready" not in self.text():
                check("the proxy starts", False, self.text()[-3000:])
                finish()

    def text(self):
        return self.log.read_text(errors="replace")

    def admin(self, path, post=False):
        """A page of the admin interface; empty if nobody answers."""
        request = urllib.request.Request(f"http://{HOST}:{self.admin_port}{path}", method="POST" if post else "GET")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.read().decode()
        except (OSError, http.client.HTTPException):
            return ""

    def stat(self, name):
        """A counter or gauge; 0 where there is none."""
        for line in self.admin(f"/stats?filter=%5E{name}%24").splitlines():
            key, _, value = line.rpartition(": ")
            if key == name:
                return int(value)
        return 0

    def alive(self):
        return self.process.poll() is None

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def stop(self, seconds=30):
        """Ends it as an operator does, and counts what must be true of every run."""
        check("the proxy is alive to the end", self.alive(), self.text()[-2000:])
        self.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            check("the proxy ends on SIGTERM", False, f"still there after {seconds} s")
        text = self.text()
        check("no buffer leaked", "LEAK" not in text, text[text.find("LEAK") :][:1500])


# Configurations, as short as they can be said.


def typed(name, kind, **fields):
    return {"name": name, "typed_config": {"@type": TYPE + kind, **fields}}


def address(port, host=HOST):
    return {"socket_address": {"address": host, "port_value": port}}


def http_filter(routes, codec="AUTO", filters=(), **more):
    """A connection manager; `routes` is a list of routes of one virtual host."""
    return typed(
        "envoy.filters.network.http_connection_manager",
        "filters.network.http_connection_manager.v3.HttpConnectionManager",
        **{
            "stat_prefix": "in",
            "codec_type": codec,
            "http_filters": [*filters, typed("envoy.filters.http.router", "filters.http.router.v3.Router")],
            "route_config": {
                "name": "r",
                "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}],
            },
            **more,
        },
    )


def to(cluster, prefix="/", **more):
    return {"match": {"prefix": prefix}, "route": {"cluster": cluster, **more}}


def answer(status, body, prefix="/"):
    return {"match": {"prefix": prefix}, "direct_response": {"status": status, "body": {"inline_string": body}}}


def listener(name, port, network_filter, tls=None, **more):
    chain = {"filters": [network_filter]}
    if tls:
        chain["transport_socket"] = tls
    return {"name": name, "address": address(port), "filter_chains": [chain], **more}


def cluster(name, port, http2=False, **more):
    made = {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "2s",
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(port)}}]}],
        },
        **more,
    }
    if http2:
        options = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
        made["typed_extension_protocol_options"] = {
            options: {
                "@type": "type.googleapis.com/" + options,
                "explicit_http_config": {"http2_protocol_options": {}},
            }
        }
    return made


def bootstrap(listeners, clusters=(), admin=ADMIN, **more):
    return {
        "admin": {"address": address(admin)},
        "static_resources": {"listeners": list(listeners), "clusters": list(clusters)},
        **more,
    }


def server_tls(certificate, alpn=("h2", "http/1.1"), common=None, **more):
    """`certificate` is what `Authority.issue` gave."""
    return typed(
        "envoy.transport_sockets.tls",
        "transport_sockets.tls.v3.DownstreamTlsContext",
        common_tls_context={
            "tls_certificates": [certificate.config()],
            "alpn_protocols": list(alpn),
            **(common or {}),
        },
        **more,
    )


class Certificate:
    def __init__(self, chain, key):
        self.chain = chain
        self.key = key

    def config(self):
        return {
            "certificate_chain": {"filename": str(self.chain)},
            "private_key": {"filename": str(self.key)},
        }


class Authority:
    """A root that signs; openssl does the work."""

    def __init__(self, name="root"):
        self.root = WORK / f"{name}.pem"
        self.key = WORK / f"{name}.key"
        self._openssl(
            *"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 300 -sha256".split(),
            *("-subj", f"/CN={name}", "-keyout", self.key, "-out", self.root),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        )

    def issue(self, name, sans, key="P-256", days=90):
        """A leaf; `sans` as openssl writes them: DNS:a.test,URI:spiffe://a/b."""
        leaf = WORK / f"{name}.pem"
        own = WORK / f"{name}.key"
        request = WORK / f"{name}.csr"
        kind = ["rsa:2048"] if key == "RSA" else ["ec", "-pkeyopt", f"ec_paramgen_curve:{key}"]
        self._openssl("req", "-newkey", *kind, "-nodes", "-subj", f"/CN={name}", "-keyout", own, "-out", request)
        extensions = WORK / f"{name}.ext"
        extensions.write_text(
            f"subjectAltName={sans}\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n"
            "keyUsage=critical,digitalSignature,keyEncipherment\nsubjectKeyIdentifier=hash\n"
            "authorityKeyIdentifier=keyid\n"
        )
        self._openssl(
            *("x509", "-req", "-sha256", "-in", request, "-CA", self.root, "-CAkey", self.key, "-CAcreateserial"),
            *("-days", str(days), "-extfile", extensions, "-out", leaf),
        )
        return Certificate(leaf, own)

    @staticmethod
    def _openssl(*arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")

    def client_context(self, certificate=None, alpn=("http/1.1",)):
        context = ssl.create_default_context(cafile=str(self.root))
        context.set_alpn_protocols(list(alpn))
        if certificate:
            context.load_cert_chain(certificate.chain, certificate.key)
        return context


# Servers.


class _Echo(BaseHTTPRequestHandler):
    """Says who answered and what was asked; `/bytes/N` is N bytes, `/slow/MS` waits."""

    protocol_version = "HTTP/1.1"

    def serve(self):
        length = self.headers.get("content-length")
        if length:
            body = self.rfile.read(int(length))
        elif "chunked" in (self.headers.get("transfer-encoding") or ""):
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = b""
        parts = self.path.split("?")[0].split("/")
        if len(parts) > 2 and parts[1] == "slow":
            time.sleep(int(parts[2]) / 1000)
        if len(parts) > 2 and parts[1] == "bytes":
            text = b"x" * int(parts[2])
        else:
            text = f"{self.server.name} {self.command} {self.path} {len(body)}\n".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = serve

    def log_message(self, *_):
        pass


class _EchoServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_):
        pass  # clients go away, and some suites want that


def echo(name, port, host=HOST):
    """A small HTTP/1.1 server on a thread."""
    server = _EchoServer((host, port), _Echo)
    server.name = name
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def get(port, path="/", host="a.test", method="GET", body=None, headers=None, context=None, timeout=10):
    """Status, headers and body of one request on a connection of its own."""
    if context:
        connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
        connection._create_connection = lambda _, *more: socket.create_connection((HOST, port), timeout)
    else:
        connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers={"host": host, **(headers or {})})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def get_status(port, path="/", **more):
    """The status alone; what went wrong if there is none."""
    try:
        return get(port, path, **more)[0]
    except (OSError, http.client.HTTPException) as e:
        return type(e).__name__
