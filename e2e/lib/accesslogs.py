"""Access-log entries as proxies of a shop send them by gRPC, made with the protos of our own jar.

Needs grpcio and grpcio-tools; knows nothing of the suites, so that bench/ can use it, too.
"""

import importlib
import sys
import zipfile
from io import BytesIO
from pathlib import Path

METHOD = "/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs"


def protos(jar, folder):
    """Compiles what the service needs; the module of its messages."""
    import grpc_tools
    from grpc_tools import protoc

    source, made = Path(folder) / "protos", Path(folder) / "python"
    if not made.exists():
        with zipfile.ZipFile(jar) as outer:
            name = next(n for n in outer.namelist() if n.startswith("BOOT-INF/lib/api-"))
            with zipfile.ZipFile(BytesIO(outer.read(name))) as inner:
                wanted = [n for n in inner.namelist() if n.endswith(".proto")]
                inner.extractall(source, wanted)
            for name in outer.namelist():  # validate/validate.proto and its kind come in jars of their own
                if name.startswith("BOOT-INF/lib/") and ("pgv" in name or "proto-google-common" in name):
                    with zipfile.ZipFile(BytesIO(outer.read(name))) as inner:
                        inner.extractall(source, [n for n in inner.namelist() if n.endswith(".proto")])
        made.mkdir(parents=True)
        known = Path(grpc_tools.__file__).parent / "_proto"
        todo, done = ["envoy/service/accesslog/v3/als.proto"], set()
        while todo:  # only what is imported: all of Envoy's protos take a minute
            name = todo.pop()
            if name in done or (known / name).exists():
                continue
            done.add(name)
            for line in (source / name).read_text().splitlines():
                if line.startswith("import "):
                    todo.append(line.split('"')[1])
        if protoc.main(["protoc", f"-I{source}", f"-I{known}", f"--python_out={made}", *sorted(done)]) != 0:
            raise SystemExit("the protos of the access log service do not compile")
    for package in [made / "envoy", *(made / "envoy").rglob("*/")]:  # PyPI has a package of this name, which would win
        (package / "__init__.py").touch()
    sys.path.insert(0, str(made))
    return importlib.import_module("envoy.service.accesslog.v3.als_pb2")


class Node:
    """A proxy: its stream begins with who it is."""

    def __init__(self, als, app, version="v1", address="127.0.1.1", kind="sidecar", log="", namespace="shop"):
        self.als = als
        self.app = app
        self.address = address
        self.first = als.StreamAccessLogsMessage()
        node = self.first.identifier.node
        node.id = f"{kind}~{address}~{app}-{version}.{namespace}~{namespace}.svc.cluster.local"
        node.cluster = f"{app}.{namespace}"
        node.metadata.update({
            "NAMESPACE": namespace,
            "WORKLOAD_NAME": f"{app}-{version}" if version else app,
            "SERVICE_ACCOUNT": app,
            "LABELS": {"app": app, "version": version},
        })
        self.first.identifier.log_name = log or ("gateway" if kind == "router" else "inbound")

    def entry(self, code=200, path="/", millis=5, peer="", cluster="", upstream="", details="via_upstream", flags=(), method=1,
              request_id="", authority="stock", failure=""):
        entry = self.als.StreamAccessLogsMessage.HTTPAccessLogEntries().log_entry.add()
        common = entry.common_properties
        common.start_time.GetCurrentTime()
        common.duration.FromMicroseconds(int(millis * 1000))
        common.upstream_cluster = cluster or "inbound|8080||"
        common.upstream_transport_failure_reason = failure
        for flag in flags:
            setattr(common.response_flags, flag, True)
        local = common.downstream_local_address.socket_address
        local.address, local.port_value = self.address, 8080
        if upstream:
            remote = common.upstream_remote_address.socket_address
            remote.address, remote.port_value = upstream, 8080
        if peer:
            uri = f"spiffe://cluster.local/ns/shop/sa/{peer}"
            common.tls_properties.peer_certificate_properties.subject_alt_name.add().uri = uri
        entry.request.request_method = method
        entry.request.path = path
        entry.request.authority = authority
        entry.request.user_agent = "curl/8"
        entry.request.request_id = request_id
        entry.request.request_headers_bytes = 210
        if code:
            entry.response.response_code.value = code
        entry.response.response_code_details = details
        entry.response.response_headers_bytes = 120
        entry.response.response_body_bytes = 700
        return entry


class Feed:
    """Sends entries of several nodes; each call is a stream of its own."""

    def __init__(self, port):
        import grpc

        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.call = self.channel.stream_unary(METHOD, request_serializer=lambda bytes_: bytes_)

    def send(self, node, entries):
        messages = [node.first]
        for at in range(0, len(entries), 100):
            message = node.als.StreamAccessLogsMessage()
            message.http_logs.log_entry.extend(entries[at:at + 100])
            messages.append(message)
        self.call(iter([m.SerializeToString() for m in messages]), timeout=30)

    def close(self):
        self.channel.close()


def shop(als):
    """The proxies of the demo."""
    return {
        "gateway": Node(als, "gateway", "v1", "127.0.0.1", "router"),
        "shop": Node(als, "shop", "v1", "127.0.1.1"),
        "shop-out": Node(als, "shop", "v1", "127.0.1.1", log="outbound"),
        "stock-v1": Node(als, "stock", "v1", "127.0.1.2"),
        "stock-v2": Node(als, "stock", "v2", "127.0.1.3"),
    }
