"""The mesh that `./mesh up` starts with the rules of examples/shop, for suites: start, ask, load, end."""

import re

from suite import *

GATEWAY = 8080
PILOT = 15014
TELEMETRY = 9093
MESH_DIR = WORK / "mesh"
ENVIRONMENT = {**os.environ, "MESH_DIR": str(MESH_DIR)}
STOCKS = {"stock-v1-1": "127.0.1.2", "stock-v1-2": "127.0.1.3", "stock-v2-1": "127.0.1.4"}


def mesh(*arguments, seconds=300):
    """The output of `./mesh ...`, and its exit code."""
    done = subprocess.run(
        ["./mesh", *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
    )
    return done.stdout.decode(errors="replace"), done.returncode


def up(*arguments):
    """Starts it in the background; ends the suite if that fails."""
    said, code = mesh("up", "-d", *arguments)
    print(said)
    atexit.register(lambda: mesh("down"))
    if not check("./mesh up -d reaches ready", code == 0 and "Ready after" in said, said[-3000:]):
        finish()
    return said


def status():
    """The table of `./mesh status`: the words of each line by app."""
    said, _ = mesh("status")
    lines = [line.split() for line in said.splitlines()[1:]]
    return {words[0]: words for words in lines if len(words) > 3}


def pid(app):
    return int(status()[app][1])


def fetch(host, port, path="/", method="GET", body=None, headers=None, timeout=10):
    """Status and text of an answer."""
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


def shop(**headers):
    """Status and text of a request through the gateway."""
    return fetch(HOST, GATEWAY, headers={name.replace("_", "-"): value for name, value in headers.items()})


def versions(count, **headers):
    """Which versions of the stock answered, and what else was answered, of so many requests on kept connections."""
    seen = {}
    lock = threading.Lock()

    def ask(times):
        connection = http.client.HTTPConnection(HOST, GATEWAY, timeout=10)
        for _ in range(times):
            connection.request("GET", "/", headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            text = response.read().decode()
            version = json.loads(text)["said"]["version"] if response.status == 200 else response.status
            with lock:
                seen[version] = seen.get(version, 0) + 1
        connection.close()

    threads = [threading.Thread(target=ask, args=[count // 4]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


class Load:
    """Requests at a fixed rate through the gateway, for so many seconds."""

    def __init__(self, rate, seconds):
        self.log = WORK / f"load-{time.time_ns()}.log"
        self.child = spawn(
            ["h2load", "--h1", "-c", "50", "-t", "1", f"--rps={rate // 50}", "-D", str(seconds), f"http://{HOST}:{GATEWAY}/"],
            self.log.name,
        )

    def end(self, what):
        """Waits for its end; no request may have failed."""
        self.child.wait(400)
        said = self.log.read_text(errors="replace")
        total = re.search(r"requests: (\d+) total, (\d+) started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored", said)
        codes = re.search(r"status codes: .*", said)
        print(f"        {total.group(0) if total else said[-500:]}; {codes.group(0) if codes else ''}")
        fine = total and codes and " 0 3xx, 0 4xx, 0 5xx" in codes.group(0) and total.group(5) == "0" and total.group(6) == "0"
        check(what, fine and int(total.group(4)) > 0, said[-800:])
        return int(total.group(4)) if total else 0


def edges():
    """The edges of telemetry's service graph: names of two workloads."""
    graph = json.loads(fetch(HOST, TELEMETRY, "/api/v1/graph")[1])
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    return {(names[edge["source"]], names[edge["target"]]) for edge in graph["edges"]}


def nothing_left():
    """Processes that belong to this mesh."""
    left = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(MESH_DIR) in line or ("mesh.cli.demo.DemoService" in line and str(ROOT) in line):
                left.append(f"{folder.name} {line[:200]}")
    return left
