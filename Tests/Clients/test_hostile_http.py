"""What is no proper HTTP, sent through a bare socket: a clear answer or a closed connection, and never a hang."""

import contextlib
import socket
import time
import urllib.parse

import pytest


def exchange(server, data, timeout=20):
    """Sends bytes and reads until the other end closes, or says nothing for a while."""
    address = urllib.parse.urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=timeout) as connection:
        # The server may refuse before everything was sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        received = b""
        connection.settimeout(3)
        while True:
            try:
                part = connection.recv(65536)
            except (TimeoutError, ConnectionError):
                return received
            if not part:
                return received
            received += part


def statuses(received):
    return [int(line.split(b" ")[1]) for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(2000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_cannot_be_read_is_refused(server, data):
    received = exchange(server, data)
    assert all(400 <= status < 500 for status in statuses(received)), received
    assert b"Swift" not in received and b"Fatal" not in received
    # Where there is an answer at all, it says what is wrong, as every other does.
    if received:
        assert b"application/problem+json" in received and b'"detail":"' in received, received
        assert b"\r\nContent-Length: 0\r\n" not in received, received
    assert server.request("GET", "/v1/templates").status_code == 200


@pytest.mark.parametrize("host", ["", "Host: localhost\r\nHost: localhost\r\n"])
@pytest.mark.parametrize("line", ["POST /mcp", "GET /v1/templates", "GET /console", "POST /v1/session", "GET /nowhere"])
def test_whoever_does_not_name_the_server_once_is_refused(server, line, host):
    received = exchange(server, f"{line} HTTP/1.1\r\n{host}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    assert statuses(received) == [400] and b"host_not_once" in received, received


def test_a_probe_that_speaks_older_http_names_no_server(server):
    received = exchange(server, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert b" 200 OK\r\n" in received, received


@pytest.mark.parametrize("line", ["TRACE /v1/agents", "TRACE /nowhere", "CONNECT example.com:443", "CONNECT /v1/agents"])
def test_what_is_no_method_of_ours_is_not_allowed(server, line):
    received = exchange(server, f"{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert statuses(received) == [405], received
    assert b"application/problem+json" in received and b"\r\nAllow: " in received, received


def test_a_request_is_not_smuggled_behind_another(server):
    smuggled = b"GET /v1/connections HTTP/1.1\r\nHost: a\r\n\r\n"
    received = exchange(
        server,
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(smuggled)) + smuggled,
    )
    # Either is a request of its own, as chunks say, and asked for its credential; or the connection is closed.
    assert all(400 <= status < 500 for status in statuses(received)), received


def test_a_body_that_is_announced_too_long_is_refused_before_it_comes(server):
    received = exchange(
        server,
        f"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Content-Length: {10**12}\r\n\r\n".encode(),
    )
    assert statuses(received) == [413]


def test_an_endless_body_is_cut_off(server):
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    received = exchange(
        server,
        b"POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunk * 64,
    )
    assert statuses(received)[:1] == [413]


def test_many_who_say_nothing_keep_nobody_waiting(server):
    address = urllib.parse.urlsplit(server.url)
    silent = [socket.create_connection((address.hostname, address.port)) for _ in range(200)]
    try:
        for connection in silent[::2]:
            connection.sendall(b"GET /v1/templates HTTP/1.1\r\nHost: a\r\n")
        start = time.monotonic()
        assert server.request("GET", "/v1/templates").status_code == 200
        assert time.monotonic() - start < 2
    finally:
        for connection in silent:
            connection.close()
