"""A running Switchboard with a sandbox org inside, and a plain way into it."""

import contextlib
import dataclasses
import re
import signal
import subprocess
import threading

import requests

from sandbox import Org, logged_in

EMAIL = "owner@acme.test"
PASSWORD = "correct horse battery staple"


@dataclasses.dataclass(frozen=True)
class Server:
    url: str
    # Of an owner.
    token: str
    # The sandbox org inside, and a token of it.
    org_url: str
    org_token: str

    def request(self, method, path, **arguments):
        headers = {"Authorization": f"Bearer {self.token}"} | arguments.pop("headers", {})
        return requests.request(method, f"{self.url}{path}", headers=headers, timeout=30, **arguments)

    def made(self, method, path, json=None):
        answer = self.request(method, path, json=json)
        assert answer.ok, (method, path, json, answer.text)
        return answer.json() if answer.content else None

    def count(self, soql):
        """How many records of the sandbox org a query counts."""
        answer = requests.get(
            f"{self.org_url}/services/data/v59.0/query",
            params={"q": soql},
            headers={"Authorization": f"Bearer {self.org_token}"},
            timeout=30,
        )
        assert answer.ok, (soql, answer.text)
        return answer.json()["totalSize"]

    def fault(self, kind, **pattern):
        """Something that goes wrong in the sandbox org, for as long as the context lasts."""
        return Org(self.org_url, 0, "", self.org_token).fault(kind, **pattern)

    def action(self, template):
        """The action of a template, as all tests share it; gives its id."""
        for action in self.made("GET", "/v1/actions?limit=200")["items"]:
            if action["name"] == template:
                return action["id"]
        connection = self.made("GET", "/v1/connections")["items"][0]["id"]
        return self.made("POST", "/v1/actions", {"connection_id": connection, "template": template})["id"]

    def agent(self, name, templates, **settings):
        """Makes an agent with actions; gives its id and its token."""
        actions = [{"action": self.action(template)} for template in templates]
        agent = self.made("POST", "/v1/agents", {"name": name, "actions": actions} | settings)["id"]
        return agent, self.made("POST", f"/v1/agents/{agent}/token")["token"]


# Tests ask faster than people do.
PATIENT = [
    option for who in ("agent", "person", "stranger") for option in ("--set", f"limits.{who}_per_second=100000")
]


@contextlib.contextmanager
def running_server(switchboard, data, *options):
    """Starts a server that ends with the context, and sets it up as its first owner."""
    with new_server(switchboard, data, *options) as (url, link, org):
        yield Server(url, set_up(url, link), org, logged_in(org))


@contextlib.contextmanager
def new_server(switchboard, data, *options):
    """Starts a server that ends with the context; gives where it is, its set-up token, and where its sandbox org is."""
    process = subprocess.Popen(
        [switchboard, "serve", "--sandbox", "--set", "sandbox.port=0", "--port", "0", "--data", str(data), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    reader = threading.Thread(target=process.stdout.read, daemon=True)
    try:
        printed = ""
        patterns = [
            r"Switchboard listens on\D*(http://[\w.]+:\d+)",
            r"(swb_setup_\w+)",
            r"sandbox org listens on (http://[\w.]+:\d+) and is connected",
        ]
        while not all(re.search(pattern, printed) for pattern in patterns):
            line = process.stdout.readline()
            assert line, f"The server ended before it listened, having printed: {printed}"
            printed += line
        found = [re.search(pattern, printed)[1] for pattern in patterns]
        # Nobody else reads what is printed, and a full pipe would stop the server.
        reader.start()
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        reader.join()
        process.stdout.close()


def set_up(url, token):
    """Becomes the first owner, and takes a token that programs use."""
    with requests.Session() as browser:
        answer = browser.post(
            f"{url}/v1/setup", json={"token": token, "email": EMAIL, "name": "Owner", "password": PASSWORD}, timeout=30
        )
        assert answer.ok, answer.text
        answer = browser.post(f"{url}/v1/tokens", json={"name": "tests", "role": "owner"}, timeout=30)
        assert answer.ok, answer.text
        return answer.json()["token"]
