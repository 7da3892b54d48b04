"""What is measured. A case is one kind of traffic through one configuration."""

from dataclasses import dataclass

OURS, ENVOY, NGINX, HAPROXY, GATEWAY = "mesh", "envoy", "nginx", "haproxy", "gateway"


@dataclass(frozen=True)
class Case:
    """`front` and `back`: plain, tls (TLS 1.3) or mtls. `load`: http1, http2, connect (a TLS handshake each) or tcp.

    `telemetry`: every request to the telemetry app as an ALS entry, one of 100 as a span; ours counts it as Istio does, too.
    """

    name: str
    title: str
    load: str
    peers: tuple
    front: str = "plain"
    back: str = "plain"
    full: bool = False
    telemetry: bool = False

    @property
    def http2(self):
        return self.load == "http2"


ALL = (
    Case("h1", "HTTP/1.1, router alone", "http1", (OURS, ENVOY, NGINX, HAPROXY, GATEWAY)),
    Case("h1-full", "HTTP/1.1, rbac, local rate limit, router, access log, stats", "http1", (OURS, ENVOY), full=True),
    Case("h2", "HTTP/2 to HTTP/2, router alone", "http2", (OURS, ENVOY)),
    Case("h2-full", "HTTP/2 to HTTP/2, rbac, local rate limit, router, access log, stats", "http2", (OURS, ENVOY), full=True),
    Case("tls", "HTTP/1.1, TLS 1.3 in front", "http1", (OURS, ENVOY, NGINX, HAPROXY, GATEWAY), front="tls"),
    Case("mtls", "HTTP/1.1, mutual TLS 1.3 on both sides, full chain", "http1", (OURS, ENVOY), "mtls", "mtls", True),
    Case("mtls-h2", "HTTP/2, mutual TLS 1.3 on both sides, full chain", "http2", (OURS, ENVOY), "mtls", "mtls", True),
    Case("telemetry", "HTTP/1.1, mutual TLS on both sides, full chain, ALS, Zipkin", "http1", (OURS, ENVOY), "mtls", "mtls", True, True),
    Case("connect", "new TLS 1.3 connection for each request", "connect", (OURS, ENVOY, NGINX, HAPROXY), front="tls"),
    Case("connect-mtls", "new mutual TLS 1.3 connection for each request", "connect", (OURS, ENVOY), front="mtls"),
    Case("tcp", "TCP proxy, bodies of 1 MiB", "tcp", (OURS, ENVOY, HAPROXY)),
)

TABLES = ("scale", "startup", "apps", "sidecars", "als", "pilot", "ca", "ratelimit")  # beside the cases


def chosen(names):
    """The cases and the tables that are named; all of them if nothing is."""
    known = [case.name for case in ALL] + list(TABLES)
    for name in names:
        if name not in known:
            raise SystemExit(f"bench/run: no case {name!r} (expected: {' '.join(known)})")
    names = names or known
    return [case for case in ALL if case.name in names], [table for table in TABLES if table in names]
