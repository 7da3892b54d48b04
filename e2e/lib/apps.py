"""The apps beside the proxy as child processes, on their usual ports."""

from suite import *

PORTS = {"mesh-ca-app": 8061, "mesh-pilot-app": 15014, "mesh-telemetry-app": 9093}


class App:
    """An app that is ready; `args` are properties without the dashes: mesh.ca.ttl=1h."""

    started = 0

    def __init__(self, name, *args, heap="128m", seconds=90):
        App.started += 1
        self.name = name
        self.port = PORTS[name]
        self.log = WORK / f"{name}-{App.started}.log"
        jar = ROOT / name / "target" / f"{name}.jar"
        if not jar.exists():
            check(f"{name} is built", False, f"no {jar} (expected: ./mvnw package was run)")
            finish()
        self.process = spawn(
            [JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{heap}", "--enable-native-access=ALL-UNNAMED"]
            + ["-jar", str(jar), *("--" + one for one in args)],
            self.log.name,
            cwd=WORK,
        )
        until(lambda: self.process.poll() is not None or self.ready(), seconds, 0.2)
        if not self.ready():
            check(f"{name} starts", False, self.text()[-3000:])
            finish()

    def ready(self):
        return get_status(self.port, "/actuator/health/readiness") == 200

    def text(self):
        return self.log.read_text(errors="replace")

    def page(self, path):
        """The body of a page; empty if it is not there."""
        status, _, body = get(self.port, path)
        return body.decode() if status == 200 else ""

    def metric(self, name, **labels):
        """The sum of the series of a metric that have these labels."""
        total = 0.0
        for line in self.page("/actuator/prometheus").splitlines():
            series, _, value = line.rpartition(" ")
            if series.partition("{")[0] == name and all(f'{key}="{one}"' in series for key, one in labels.items()):
                total += float(value)
        return total

    def stop(self, seconds=30):
        check(f"{self.name} is alive to the end", self.process.poll() is None, self.text()[-2000:])
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            check(f"{self.name} ends on SIGTERM", False, f"still there after {seconds} s")
