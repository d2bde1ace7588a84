"""The conversations that every door plays, over the HTTP API."""

import asyncio

import pytest
import requests

import protection
import seed
from conversation import play


class HTTPDoor:
    """Calls whose caller's turns are reported."""

    asks = False

    def __init__(self, server, token):
        self.url = server.url
        self.headers = {"Authorization": f"Bearer {token}"}
        self.calls = {}

    def ask(self, path, json=None):
        answer = requests.post(f"{self.url}{path}", json=json, headers=self.headers, timeout=30)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def call(self, number):
        if number not in self.calls:
            opened = self.ask("/v1/calls", {"caller_phone": seed.CALLER_PHONE, "reports_turns": True})
            self.calls[number] = opened["id"]
        return f"/v1/calls/{self.calls[number]}"

    async def spoke(self, call, line):
        self.ask(f"{self.call(call)}/turns")

    async def use(self, call, tool, arguments, answer):
        path = self.call(call)
        if tool == "confirm":
            # A confirmation without an id is none of the API's.
            given = arguments.get("confirmation_id") or "none"
            return await asyncio.to_thread(self.ask, f"{path}/confirmations/{given}")
        return await asyncio.to_thread(
            self.ask, f"{path}/invocations", {"action": tool, "arguments": arguments}
        )


async def test_the_seed_conversation_leaves_what_it_should(server):
    _, token = server.agent("Seed over HTTP", seed.ACTIONS, **seed.AGENT)
    with seed.leaves(server):
        await play(seed.TURNS, HTTPDoor(server, token))


@pytest.fixture(scope="module")
def guarded(server):
    return server.agent("Guarded over HTTP", protection.ACTIONS)[1]


@pytest.mark.parametrize("name", protection.CASES)
async def test_nothing_is_written_without_a_yes(server, guarded, name):
    number = list(protection.CASES).index(name)
    await protection.check(protection.CASES[name], HTTPDoor(server, guarded), server, f"Httpson-{number}")
