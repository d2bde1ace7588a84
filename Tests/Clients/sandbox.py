"""The sandbox org that the libraries are tried on, under Salesforce's own host names."""

import contextlib
import dataclasses
import itertools
import os
import re
import signal
import socket
import subprocess

import requests

CLIENT_ID = "any-client"
CLIENT_SECRET = "any-secret"
USERNAME = "admin@sandbox.test"
PASSWORD = "sandbox"

MY_DOMAIN = "acme.my"
MY_DOMAIN_URL = "https://acme.my.salesforce.com"

CONTACTS = 2200


@dataclasses.dataclass(frozen=True)
class Org:
    """A running sandbox, and a plain way into it for what a test needs around the library it is about."""

    url: str
    tls_port: int
    certificate: str
    token: str
    numbers: itertools.count = dataclasses.field(default_factory=itertools.count)

    def request(self, method, path, **arguments):
        headers = {"Authorization": f"Bearer {self.token}"} | arguments.pop("headers", {})
        return requests.request(method, f"{self.url}{path}", headers=headers, timeout=30, **arguments)

    def create(self, name, fields):
        answer = self.request("POST", f"/services/data/v59.0/sobjects/{name}", json=fields)
        assert answer.status_code == 201, (name, fields, answer.text)
        return answer.json()["id"]

    def query(self, soql):
        answer = self.request("GET", "/services/data/v59.0/query", params={"q": soql})
        assert answer.status_code == 200, (soql, answer.text)
        return answer.json()["records"]

    @contextlib.contextmanager
    def fault(self, kind, **pattern):
        """Something that goes wrong with the requests of the pattern, for as long as the context lasts."""
        answer = requests.post(f"{self.url}/sandbox/faults", json={"kind": kind} | pattern, timeout=30)
        assert answer.status_code == 201, answer.text
        try:
            yield
        finally:
            requests.delete(f"{self.url}/sandbox/faults", timeout=30).raise_for_status()

    def revoke(self, token):
        """What an administrator does who ends a session."""
        requests.post(f"{self.url}/services/oauth2/revoke", data={"token": token}, timeout=30).raise_for_status()

    def unique(self, text):
        """The text with a number that no other text of this run has."""
        return f"{text}-{next(self.numbers)}"


@contextlib.contextmanager
def running_org(switchboard):
    """Starts a sandbox that ends with the context."""
    process = subprocess.Popen(
        [switchboard, "sandbox", "--port", "0", "--tls-port", "0", "--seed", str(CONTACTS)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        printed = ""
        patterns = {"url": r"(http://[\w.]+:\d+)", "tls_port": r"https://[\w.]+:(\d+)", "certificate": r"(/\S+\.pem)"}
        while not all(re.search(pattern, printed) for pattern in patterns.values()):
            line = process.stdout.readline()
            assert line, f"The sandbox ended before it listened, having printed: {printed}"
            printed += line
        found = {name: re.search(pattern, printed)[1] for name, pattern in patterns.items()}
        yield Org(found["url"], int(found["tls_port"]), found["certificate"], token=logged_in(found["url"]))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()


def logged_in(url):
    answer = requests.post(
        f"{url}/services/oauth2/token",
        data={
            "grant_type": "password",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "username": USERNAME,
            "password": PASSWORD,
        },
        timeout=30,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


def redirect_salesforce(org, monkeypatch):
    """Makes every Salesforce host name lead to the org, for whatever connects through Python's own sockets.

    The libraries ask for https://login.salesforce.com and the like; nothing of them is changed.
    """
    resolve = socket.getaddrinfo

    def getaddrinfo(host, port, *arguments, **keywords):
        if isinstance(host, str) and host.endswith(".salesforce.com"):
            return resolve("127.0.0.1", org.tls_port, *arguments, **keywords)
        return resolve(host, port, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", org.certificate)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def switchboard_path():
    return os.environ.get("SWITCHBOARD") or os.path.join(os.path.dirname(__file__), "../../.build/debug/switchboard")
