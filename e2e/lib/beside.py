"""Envoy beside the proxy: both get the same configuration, on ports of their own."""

import json
import urllib.error
import urllib.request

from suite import *

ENVOY_ADMIN = 15100
SHIFT = 1000  # Envoy's ports are this much higher


def _shifted(tree, ports):
    """The same configuration with the proxy's own ports moved."""
    if isinstance(tree, dict):
        return {
            key: value + SHIFT if key == "port_value" and value in ports else _shifted(value, ports)
            for key, value in tree.items()
        }
    return [_shifted(one, ports) for one in tree] if isinstance(tree, list) else tree


class Envoy:
    """A real one; `ports` are those of the configuration that are its own, `admin` is where its own interface is."""

    started = 0

    def __init__(self, config, ports, admin=ENVOY_ADMIN):
        Envoy.started += 1
        config = _shifted(config, ports)
        config["admin"] = {"address": address(admin)}
        self.log = WORK / f"envoy-{Envoy.started}.log"
        path = WORK / f"beside-{Envoy.started}.json"
        path.write_text(json.dumps(config, indent=1))
        command = [PEERS / "bin" / "envoy", "-c", path, "--use-dynamic-base-id", "--concurrency", "1", "-l", "warning"]
        self.process = spawn([str(part) for part in command], self.log.name)
        self.admin_port = admin
        if not until(lambda: self.process.poll() is not None or self.admin("/ready").startswith("LIVE"), 30):
            check("Envoy starts", False, self.log.read_text(errors="replace")[-3000:])
            finish()

    admin = Proxy.admin
    stat = Proxy.stat

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def asked(port, path, post=False):
    """Status and body of an admin page, errors too."""
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", method="POST" if post else "GET")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()
