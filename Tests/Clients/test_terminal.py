"""`switchboard call` on a running server: the caller is at a terminal, the call is the server's."""

import asyncio
import contextlib
import json
import os
import subprocess

import pytest

import protection
import relay
import seed
from conversation import play
from relay import SpokenDoor, greeted, live_model
from sandbox import switchboard_path


class Terminal:
    """Calls from a terminal to an agent of a server."""

    def __init__(self, server, token, model):
        self.arguments = [switchboard_path(), "call", "--url", server.url, "--phone", seed.CALLER_PHONE]
        self.arguments += ["--model", model.url, "--model-name", "live"]
        self.environment = os.environ | {"SWITCHBOARD_AGENT_TOKEN": token, "SWITCHBOARD_MODEL_KEY": relay.KEY}

    @contextlib.asynccontextmanager
    async def call(self):
        process = await asyncio.create_subprocess_exec(
            *self.arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment,
        )
        call = TerminalCall(process)
        try:
            yield call
        finally:
            process.stdin.close()
            call.rest = (await process.stdout.read()).decode()
            assert await process.wait() == 0, call.rest


class TerminalCall:
    def __init__(self, process):
        self.process = process
        # What was printed after the caller had hung up.
        self.rest = ""

    async def say(self, words):
        self.process.stdin.write(f"{words}\n".encode())
        await self.process.stdin.drain()

    async def hear(self):
        """What is printed until the caller is asked to speak."""
        return (await asyncio.wait_for(self.process.stdout.readuntil(b"\nCaller  "), 10)).decode()


@pytest.fixture(scope="module")
def model():
    with live_model() as model:
        yield model


async def test_the_seed_conversation_leaves_what_it_should(server, model):
    _, token = server.agent("Seed at a terminal", seed.ACTIONS, **seed.AGENT)
    with seed.leaves(server):
        async with SpokenDoor(Terminal(server, token, model), model) as door:
            await play(seed.TURNS, door)


@pytest.mark.parametrize("name", protection.CASES)
async def test_nothing_is_written_without_a_yes(server, model, name):
    number = list(protection.CASES).index(name)
    _, token = server.agent(f"Guarded at a terminal {number}", protection.ACTIONS)
    async with SpokenDoor(Terminal(server, token, model), model) as door:
        await protection.check(protection.CASES[name], door, server, f"Terminal-{number}")


async def test_the_agent_is_the_servers_and_what_it_leaves_is_kept_there(server, model):
    agent, token = server.agent("Alexandra", ["search_contact"], instructions="You work for Umbrella.")
    async with Terminal(server, token, model).call() as call:
        first = await model.request("new")
        prompt = first.body["messages"][0]["content"]
        assert "You are Alexandra" in prompt and "You work for Umbrella." in prompt
        assert {tool["function"]["name"] for tool in first.body["tools"]} == {"search_contact", "end_call"}
        first.respond("Line alexandra, hello.")
        await call.hear()
        await call.say("Find O'Brien.")
        request = await model.request("alexandra")
        request.respond("", [("search_contact", {"search_term": "O'Brien"})])
        request = await model.request("alexandra")
        request.respond("One moment.", [("end_call", {"hand_off": True, "summary": "Wants Mr. O'Brien."})])
    assert "search_contact" in call.rest and "A person takes over. Wants Mr. O'Brien." in call.rest
    kept = server.made("GET", f"/v1/calls?agent_id={agent}")["items"][0]
    assert kept["channel"] == "terminal" and not kept["open"]
    used = server.made("GET", f"/v1/calls/{kept['id']}/invocations")["items"]
    assert [use["action"] for use in used] == ["search_contact", "end_call"]
    assert used[-1]["arguments"]["summary"] == "Wants Mr. O'Brien."


async def test_a_lean_agent_finds_its_actions(server, model):
    _, token = server.agent("Lean at a terminal", ["search_contact", "create_lead"], lean=True)
    async with Terminal(server, token, model).call() as call:
        name = await greeted(call, model)
        await call.say("Is Sarah there?")
        request = await model.request(name)
        assert "search_contact" not in {tool["function"]["name"] for tool in request.body["tools"]}
        request.respond("", [("find_action", {"what": "search a contact"})])
        request = await model.request(name)
        found = list(request.outcomes().values())[-1]["result"]["actions"]
        assert found[0]["name"] == "search_contact"
        request.respond("", [("run_action", {"action": "search_contact", "arguments": '{"search_term": "Sarah"}'})])
        request = await model.request(name)
        assert list(request.outcomes().values())[-1]["result"]["records"][0]["FirstName"] == "Sarah"
        request.respond("She is.")
        await call.hear()


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"SWITCHBOARD_AGENT_TOKEN": "swb_agent_of_nobody"}, "not good"),
        ({"SWITCHBOARD_AGENT_TOKEN": ""}, "no token"),
    ],
)
def test_a_wrong_token_is_said_so(server, model, changes, reason):
    terminal = Terminal(server, "none", model)
    run = subprocess.run(
        terminal.arguments, env=terminal.environment | changes, input="", capture_output=True, text=True, timeout=30
    )
    assert run.returncode != 0 and reason in run.stderr, json.dumps([run.stdout, run.stderr])
