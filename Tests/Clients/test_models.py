"""The conversation with a model, on both wires, and the exported tools, as OpenAI's and Anthropic's own clients type them."""

import json
import os
import subprocess

import anthropic.types
import openai.types.chat
import openai.types.responses
import pytest

from sandbox import switchboard_path
from scripted_model import WIRES, checked, scripted_model


@pytest.mark.parametrize(
    "dialect, kind",
    [
        ("openai", openai.types.chat.ChatCompletionFunctionToolParam),
        ("openai-responses", openai.types.responses.FunctionToolParam),
        ("anthropic", anthropic.types.ToolParam),
    ],
)
def test_every_exported_tool_is_one_to_the_client(dialect, kind):
    printed = subprocess.run(
        [switchboard_path(), "actions", "schema", "--dialect", dialect], check=True, capture_output=True
    ).stdout
    tools = json.loads(printed)
    assert len(tools) == 56
    for tool in tools:
        checked(kind, tool)


CALLER = """\
I have noise on my line.
Yes, please.
That's all.
"""


def script(last_name):
    """A call that finds a contact, asks before it opens a case, and ends."""

    def find(outcomes):
        return "One moment.", [("search_contact", {"search_term": last_name}), ("search_case", {"search_term": "x"})]

    def ask_to_open(outcomes):
        assert outcomes["search_contact"]["outcome"] == "completed", outcomes
        contact = outcomes["search_contact"]["result"]["records"][0]["Id"]
        return "", [("create_case", {"Subject": f"Noise for {last_name}", "ContactId": contact})]

    def confirm(outcomes):
        return "", [("confirm", {"confirmation_id": outcomes["create_case"]["confirmation_id"]})]

    def tell(outcomes):
        assert outcomes["confirm"]["written"] == "yes", outcomes
        return f"It is case {outcomes['confirm']['result']['CaseNumber']}.", []

    return [
        lambda outcomes: ("Hello, how can I help?", []),
        find,
        ask_to_open,
        lambda outcomes: ("Shall I open a case?", []),
        confirm,
        tell,
        lambda outcomes: ("Goodbye!", [("end_call", {})]),
    ]


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_a_whole_call_runs_on_the_wire(org, wire):
    last_name = org.unique("Wireman")
    contact = org.create("Contact", {"LastName": last_name})
    with scripted_model(wire, script(last_name)) as (url, problems):
        call = subprocess.run(
            [switchboard_path(), "call", "--org", org.url]
            + ["--model", url, "--model-name", "scripted", "--model-wire", wire.name],
            input=CALLER,
            env=os.environ | {"SWITCHBOARD_TOKEN": org.token, "SWITCHBOARD_MODEL_KEY": "sk-test"},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert not problems, problems
    assert call.returncode == 0, call.stdout + call.stderr
    cases = org.query(f"SELECT CaseNumber, ContactId FROM Case WHERE Subject = 'Noise for {last_name}'")
    assert [case["ContactId"] for case in cases] == [contact]
    assert f"It is case {cases[0]['CaseNumber']}." in call.stdout
    assert "6300 tokens read" in call.stdout and "210 written" in call.stdout
    assert "sk-test" not in call.stdout + call.stderr
