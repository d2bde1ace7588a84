"""The HTTP API as its own description tells of it, tried with whatever schemathesis makes of that."""

import json
import subprocess
import sys

import pytest

from sandbox import switchboard_path
from server import PATIENT, running_server

# What would end what the other operations need: they are tried on what does not exist.
DESTRUCTIVE = [
    "removeConnection",
    "disconnectConnection",
    "reconnectConnection",
    "changeConnection",
    "removeAction",
    "replaceAction",
    "changeAgent",
    "removeAgent",
    "disableAction",
    "issueAgentToken",
    "revokeAgentToken",
    "endCall",
    "changePerson",
    "removePerson",
    "resetPassword",
    "revokeToken",
]

CONFIGURATION = """
base-url = {url}
headers = {{ Authorization = {owner} }}
request-timeout = 20

[generation]
# No text may hold U+0000, which JSON Schema has no plain way to say.
allow-x00 = false
max-examples = 12

[phases.coverage]
unexpected-methods = ["GET", "PUT", "POST", "DELETE", "PATCH"]

[phases.stateful]
enabled = false

[checks.positive_data_acceptance]
# What fits its schema may still make no sense here, meet an org that refuses, or be an old version's.
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "424", "429"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "412", "413", "415", "422", "429"]

[parameters]
{parameters}

[[operations]]
include-operation-id = {agent_operations}
headers = {{ Authorization = {agent} }}

[[operations]]
include-operation-id = {destructive}
parameters = {{ {nothing} }}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One of its own: other tests need theirs as they left it."""
    with running_server(switchboard_path(), tmp_path_factory.mktemp("server") / "data", *PATIENT) as server:
        yield server


@pytest.fixture(scope="module")
def workspace(server):
    """Something of every kind, for the operations to find."""
    connection = server.made("GET", "/v1/connections")["items"][0]["id"]
    templates = ["search_contact", "create_case", "log_call"]
    agent, token = server.agent("Tester", templates)
    headers = {"Authorization": f"Bearer {token}"}
    call = server.request("POST", "/v1/calls", json={"caller_phone": "+15552345678"}, headers=headers).json()["id"]
    asked = server.request(
        "POST",
        f"/v1/calls/{call}/invocations",
        json={"action": "create_case", "arguments": {"Subject": "Test"}},
        headers=headers,
    ).json()
    return {
        "agent_token": token,
        "connection_id": connection,
        "action_id": server.action(templates[0]),
        "agent_id": agent,
        "call_id": call,
        "confirmation_id": asked["confirmation_id"],
        "person_id": server.made("GET", "/v1/people")["items"][0]["id"],
        "token_id": server.made("GET", "/v1/tokens")["items"][0]["id"],
        "template": "search_contact",
        "object": "Contact",
    }


def test_the_description_holds(server, workspace, tmp_path):
    description = server.request("GET", "/openapi.json").json()
    agent_operations = [
        operation["operationId"]
        for path in description["paths"].values()
        for operation in path.values()
        if operation["security"] == [{"token": []}]
    ]
    parameters = {name: value for name, value in workspace.items() if name != "agent_token"}
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(
        CONFIGURATION.format(
            url=json.dumps(server.url),
            owner=json.dumps(f"Bearer {server.token}"),
            agent=json.dumps(f"Bearer {workspace['agent_token']}"),
            agent_operations=json.dumps(agent_operations),
            destructive=json.dumps(DESTRUCTIVE),
            parameters="\n".join(f'"path.{name}" = {json.dumps(value)}' for name, value in parameters.items()),
            nothing=", ".join(f'"path.{name}" = "nothing"' for name in parameters),
        )
    )
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)),
            *("run", f"{server.url}/openapi.json"),
            *("--checks", "all", "--seed", "1", "--max-time", "90", "--workers", "2", "--continue-on-failure"),
            *("--exclude-operation-id", "logOut", "--no-color"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]


def test_nothing_secret_is_answered(server, workspace):
    """What was given as a secret, or issued as a token, is in no later answer."""
    for path in ("/v1/connections", "/v1/tokens", "/v1/agents", "/v1/people", "/v1/workspace", "/v1/audit/export"):
        text = server.request("GET", path).text
        for secret in (server.token, workspace["agent_token"], "correct horse battery staple"):
            assert secret not in text, path
