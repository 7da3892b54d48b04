"""The bootstrap that Envoy and our proxy both run: JSON, which is YAML too."""

import json

_TYPE = "type.googleapis.com/envoy.extensions."


def _typed(name, kind, **fields):
    return {"name": name, "typed_config": {"@type": _TYPE + kind, **fields}}


def _address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _tls_common(pki, http2):
    return {
        "tls_params": {"tls_minimum_protocol_version": "TLSv1_3", "tls_maximum_protocol_version": "TLSv1_3"},
        "alpn_protocols": ["h2"] if http2 else ["http/1.1"],
    }


def _certificate(pki, name):
    return [{"certificate_chain": {"filename": f"{pki}/{name}.crt"}, "private_key": {"filename": f"{pki}/{name}.key"}}]


def _trust(pki):
    return {"trusted_ca": {"filename": f"{pki}/ca.crt"}}


def _front_socket(case, pki):
    common = {**_tls_common(pki, case.http2), "tls_certificates": _certificate(pki, "server")}
    if case.front == "mtls":
        common["validation_context"] = _trust(pki)
    return _typed(
        "envoy.transport_sockets.tls",
        "transport_sockets.tls.v3.DownstreamTlsContext",
        common_tls_context=common,
        require_client_certificate=case.front == "mtls",
    )


def _back_socket(case, pki):
    common = {
        **_tls_common(pki, case.http2),
        "tls_certificates": _certificate(pki, "client"),
        "validation_context": {
            **_trust(pki),
            "match_typed_subject_alt_names": [{"san_type": "URI", "matcher": {"exact": "spiffe://bench/server"}}],
        },
    }
    return _typed(
        "envoy.transport_sockets.tls",
        "transport_sockets.tls.v3.UpstreamTlsContext",
        common_tls_context=common,
        sni="localhost",
    )


def _full_filters():
    allow = {
        "permissions": [{"and_rules": {"rules": [
            {"header": {"name": ":method", "string_match": {"exact": "GET"}}},
            {"url_path": {"path": {"prefix": "/"}}},
        ]}}],
        "principals": [{"any": True}],
    }
    bucket = {"max_tokens": 1000000000, "tokens_per_fill": 1000000000, "fill_interval": "1s"}
    always = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
    return [
        _typed("envoy.filters.http.rbac", "filters.http.rbac.v3.RBAC",
               rules={"action": "ALLOW", "policies": {"get": allow}}),
        _typed("envoy.filters.http.local_ratelimit", "filters.http.local_ratelimit.v3.LocalRateLimit",
               stat_prefix="limit", token_bucket=bucket, filter_enabled=always, filter_enforced=always),
    ]


def _istio_stats():
    return {"name": "istio.stats", "typed_config": {
        "@type": "type.googleapis.com/udpa.type.v1.TypedStruct", "type_url": "type.googleapis.com/stats.PluginConfig", "value": {}}}


def _als():
    return _typed("envoy.access_loggers.http_grpc", "access_loggers.grpc.v3.HttpGrpcAccessLogConfig",
                  common_config={"log_name": "bench", "transport_api_version": "V3",
                                 "grpc_service": {"envoy_grpc": {"cluster_name": "als"}}})


def _tracing():
    return {
        "random_sampling": {"value": 1},
        "provider": {"name": "envoy.tracers.zipkin", "typed_config": {
            "@type": "type.googleapis.com/envoy.config.trace.v3.ZipkinConfig", "collector_cluster": "zipkin",
            "collector_endpoint": "/api/v2/spans", "collector_endpoint_version": "HTTP_JSON"}},
    }


def _http(case, folder, istio=False):
    fields = {
        "stat_prefix": "bench",
        "route_config": {"name": "bench", "virtual_hosts": [{
            "name": "all",
            "domains": ["*"],
            "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "backend"}}],
        }]},
        "http_filters": (_full_filters() if case.full else [])
        + ([_istio_stats()] if istio and case.telemetry else [])
        + [_typed("envoy.filters.http.router", "filters.http.router.v3.Router")],
    }
    if case.full:
        fields["access_log"] = [_typed("envoy.access_loggers.file", "access_loggers.file.v3.FileAccessLog",
                                       path=f"{folder}/access.log")]
    if case.telemetry:
        fields["access_log"].append(_als())
        fields["tracing"] = _tracing()
    return _typed("envoy.filters.network.http_connection_manager",
                  "filters.network.http_connection_manager.v3.HttpConnectionManager", **fields)


def _tcp():
    return _typed("envoy.filters.network.tcp_proxy", "filters.network.tcp_proxy.v3.TcpProxy",
                  stat_prefix="bench", cluster="backend")


def _cluster(name, ports):
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "5s",
        "load_assignment": {"cluster_name": name, "endpoints": [{
            "lb_endpoints": [{"endpoint": {"address": _address(port)}} for port in ports]}]},
    }


def _http2():
    options = {"explicit_http_config": {"http2_protocol_options": {}}}
    return {"typed_extension_protocol_options": {
        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
            "@type": _TYPE + "upstreams.http.v3.HttpProtocolOptions", **options}}}


def write(case, port, backend, pki, folder, sinks=None, istio=False):
    """Writes a case's bootstrap into `folder` and returns its path. `sinks`: ports of a telemetry app; `istio`: has Istio's filters."""
    cluster = _cluster("backend", [backend])
    if case.back == "mtls":
        cluster["transport_socket"] = _back_socket(case, pki)
    if case.http2:
        cluster.update(_http2())
    others = []
    if case.telemetry:
        others = [{**_cluster("als", [sinks["grpc"]]), **_http2()}, _cluster("zipkin", [sinks["zipkin"]])]
    chain = {"filters": [_tcp() if case.load == "tcp" else _http(case, folder, istio)]}
    if case.front != "plain":
        chain["transport_socket"] = _front_socket(case, pki)
    listener = {"name": "front", "address": _address(port), "filter_chains": [chain]}
    return _write(folder, [listener], [cluster, *others])


def write_scale(clusters, endpoints, port, backend, folder):
    """A bootstrap with many clusters, of which one is used."""
    from .cases import Case  # only here: a plain HTTP/1.1 listener

    plain = _http(Case("scale", "", "http1", ()), folder)
    listener = {"name": "front", "address": _address(port), "filter_chains": [{"filters": [plain]}]}
    ports = [20000 + at for at in range(endpoints)]
    unused = [_cluster(f"service-{at}.default.svc.cluster.local", ports) for at in range(clusters)]
    return _write(folder, [listener], [_cluster("backend", [backend])] + unused)


def _write(folder, listeners, clusters):
    path = folder / "bootstrap.yaml"
    path.write_text(json.dumps(
        {"node": {"id": "bench", "cluster": "bench"},
         "static_resources": {"listeners": listeners, "clusters": clusters}},
        indent=1))
    return path
