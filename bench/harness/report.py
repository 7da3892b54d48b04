"""Tables in Markdown."""

import platform
import re
import time

from . import places
from .cases import ENVOY
from .load import TCP_BODY


def head(command, effort):
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    changed = len(places.output_of(["git", "status", "--porcelain", "--untracked-files=no"]).splitlines())
    print(f"- command: `{command}`, {time.strftime('%Y-%m-%d %H:%M')}")
    print(f"- machine: {cpu}, 2 cores used of {len(__import__('os').sched_getaffinity(0))},"
          f" {platform.system()} {platform.release()}")
    print(f"- commit: {places.output_of(['git', 'rev-parse', '--short=10', 'HEAD'])}"
          + (f" with {changed} changed files" if changed else ""))
    print("- versions: " + ", ".join(_versions()))
    print(f"- {effort.rounds} rounds of {effort.round_seconds} s in turns; medians; the proxy alone on one core,"
          " backend and load on the other\n", flush=True)


def _versions():
    yield "JDK " + places.output_of([places.java(), "-version"]).split('"')[1]
    yield "Envoy " + re.search(r"/(\d+\.\d+\.\d+)[-/]", places.output_of([places.peer("envoy"), "--version"]))[1]
    yield places.output_of([places.peer("nginx"), "-v"]).split(": ")[1]
    yield "HAProxy " + places.output_of([places.peer("haproxy"), "-v"]).split()[2]
    yield places.output_of([places.peer("wrk"), "-v"]).split(" [")[0]
    yield places.output_of([places.peer("h2load"), "--version"])


def case(case, medians):
    print(f"### {case.name}: {case.title}\n")
    envoy = medians.get(ENVOY)
    if case.load == "tcp":
        _tcp(medians, envoy)
        return
    unit = "connection" if case.load == "connect" else "request"
    print(f"| | CPU us/{unit} | × Envoy | {unit}s/s | p50 ms | p99 ms | RSS MB | errors |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, turn in medians.items():
        ratio = f"{turn.cpu_micros / envoy.cpu_micros:.2f}" if envoy else ""
        print(f"| {name} | {turn.cpu_micros:.1f} | {ratio} | {turn.per_second:.0f} | {turn.p50_ms:.2f} |"
              f" {turn.p99_ms:.2f} | {turn.rss_mb:.0f} | {turn.errors} |")
    print(flush=True)


def _tcp(medians, envoy):
    print("| | MB per CPU second | × Envoy | MB/s | RSS MB | errors |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, turn in medians.items():
        ratio = f"{envoy.cpu_micros / turn.cpu_micros:.2f}" if envoy else ""
        print(f"| {name} | {TCP_BODY / turn.cpu_micros:.0f} | {ratio} | {turn.per_second * TCP_BODY / 1e6:.0f} |"
              f" {turn.rss_mb:.0f} | {turn.errors} |")
    print(flush=True)


def scale(found, endpoints):
    print(f"### scale: clusters with {endpoints} endpoints each, static, one of them used\n")
    print("| clusters | proxy | RSS MB | × Envoy | s to first answer |")
    print("|---:|---|---:|---:|---:|")
    for (size, name), one in found.items():
        ratio = one["rss_mb"] / found[(size, ENVOY)]["rss_mb"]
        print(f"| {size} | {name} | {one['rss_mb']:.0f} | {ratio:.2f} | {one['seconds']:.1f} |")
    print(flush=True)


def service(name, title, one):
    print(f"### {name}: {title}\n")
    print("| per second and core | CPU us each | per second | RSS MB |")
    print("|---:|---:|---:|---:|")
    print(f"| {one['per_cpu_second']:.0f} | {one['cpu_micros']:.1f} | {one['per_second']:.0f} | {one['rss_mb']:.0f} |\n",
          flush=True)


def startup(medians):
    _starts("startup: process start to first proxied answer, on both cores", medians)


def apps(medians):
    _starts("apps: process start to readiness with the AOT cache, on both cores", medians)


def _starts(title, medians):
    print(f"### {title}\n")
    print("| | s | CPU s | RSS MB |")
    print("|---|---:|---:|---:|")
    for way, one in medians.items():
        print(f"| {way} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f} | {one['rss_mb']:.0f} |")
    print(flush=True)


def sidecars(medians, per_second):
    print(f"### sidecars: a pair with mutual TLS between them, full chain, {per_second} requests/s\n")
    print("| | p50 ms | p99 ms | added p50 | added p99 | CPU us/request, both | requests/s | errors |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, one in medians.items():
        print(f"| {name} | {one['p50_ms']:.2f} | {one['p99_ms']:.2f} | {one['added_p50_ms']:.2f} | {one['added_p99_ms']:.2f} |"
              f" {one['cpu_micros']:.0f} | {one['per_second']:.0f} | {one['errors']:.0f} |")
    print(flush=True)


def als(found):
    print("### als: access-log entries that the telemetry app takes, attributes, metrics, graph and ring; one core\n")
    print("| entries/s | entries per CPU second | RSS MB |")
    print("|---:|---:|---:|")
    print(f"| {found['per_second']:.0f} | {found['per_cpu_second']:.0f} | {found['rss_mb']:.0f} |\n", flush=True)


def pilot(found, proxies, services):
    print(f"### pilot: {proxies} proxies, {services} services\n")
    print("| | p50 ms | p99 ms |")
    print("|---|---:|---:|")
    print(f"| endpoint change → last ACK | {found['endpoint_p50']:.0f} | {found['endpoint_p99']:.0f} |")
    print(f"| rule change → last ACK | {found['rule_p50']:.0f} | {found['rule_p99']:.0f} |\n")
    print("The time starts with the request to the Rules API: its checks, the write to disk, and the 20 ms in which Pilot"
          " waits for more changes are in it.")
    print(f"All proxies connected and in sync after {found['synced_ms'] / 1000:.1f} s, Pilot cold. Pilot's RSS"
          f" {found['rss_mb']:.0f} MB, CPU {found['cpu_seconds']:.0f} s from the first connection to the last change.\n",
          flush=True)
