"""Sends access-log entries to a telemetry app as fast as it takes them; prints how many it took, as JSON.

usage: als.py JAR FOLDER GRPC-PORT HTTP-PORT PID SECONDS WARM-UP-SECONDS     (Python of the peers: it has grpcio)

The messages are made before the clock starts. Each holds 100 entries as sidecars write them, of 4 workloads with 3 callers each;
2 streams send them in turns, as two proxies would. The app's own counter says what it took, /proc what that cost.
"""

import json
import os
import pathlib
import sys
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "e2e" / "lib"))

import accesslogs  # noqa: E402

jar, folder, port, http_port, pid = sys.argv[1:6]
seconds, warm_up = float(sys.argv[6]), float(sys.argv[7])


def messages(als, app, address):
    node = accesslogs.Node(als, app, "v1", address)
    entries = [
        node.entry(
            200 if n % 50 else 503, f"/api/v1/items/{n}?page=2", 3 + n % 40, peer=("shop", "cart", "gateway")[n % 3],
            upstream="127.0.2.1", request_id=f"6c0f5b2e-9a1d-4c8e-b8c7-{n:012d}", authority=f"{app}.shop.svc.cluster.local")
        for n in range(1000)
    ]
    made = [node.first]
    for at in range(0, len(entries), 100):
        message = als.StreamAccessLogsMessage()
        message.http_logs.log_entry.extend(entries[at:at + 100])
        made.append(message)
    return [message.SerializeToString() for message in made]


def send(feed, prepared, stop):
    def stream():
        for each in prepared:
            yield each[0]
            break
        while not stop.is_set():
            for each in prepared:
                yield from each[1:]

    feed.call(stream())


def taken():
    with urllib.request.urlopen(f"http://127.0.0.1:{http_port}/actuator/prometheus", timeout=10) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith('mesh_telemetry_als_entries_total{type="http"}'):
                return float(line.rsplit(" ", 1)[1])
    return 0.0


def cpu():
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


als = accesslogs.protos(jar, folder)
prepared = [[messages(als, f"stock{n}{m}", f"127.0.1.{10 * n + m}") for m in range(2)] for n in range(2)]
stop = threading.Event()
feeds = [accesslogs.Feed(port) for _ in prepared]
threads = [threading.Thread(target=send, args=(feed, each, stop)) for feed, each in zip(feeds, prepared)]
for thread in threads:
    thread.start()
time.sleep(warm_up)
begin, entries, work = time.monotonic(), taken(), cpu()
time.sleep(seconds)
entries, work, took = taken() - entries, cpu() - work, time.monotonic() - begin
stop.set()
for thread in threads:
    thread.join()
print(json.dumps({"per_second": entries / took, "per_cpu_second": entries / work, "cores": work / took}))
