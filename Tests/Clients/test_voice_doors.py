"""The conversations that every door plays, as voice platforms would send them."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
import uuid

import pytest
import requests

import protection
import seed
from conversation import play

SECRET = "a-secret-of-the-voice-platforms"


class Platform:
    """Calls on a platform: it keeps the transcript, and our server counts the caller's turns in it."""

    asks = False

    def __init__(self, server, agent):
        self.base = f"{server.url}/voice"
        self.agent = agent
        self.ids = {}
        self.said = {}

    def call(self, number):
        return self.ids.setdefault(number, str(uuid.uuid4()))

    async def spoke(self, call, line):
        self.said.setdefault(call, []).append(line)

    async def use(self, call, tool, arguments, answer):
        return await asyncio.to_thread(self.used, call, tool, arguments)

    def post(self, path, body, **headers):
        content = json.dumps(body).encode()
        answer = requests.post(
            f"{self.base}/{path}",
            data=content,
            headers={"Content-Type": "application/json"} | self.proof(content) | headers,
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def proof(self, content):
        return {"Authorization": f"Bearer {SECRET}"}

    def messages(self, call, key):
        said = [[{"role": "agent", key: "Yes, please?"}, {"role": "user", key: line}] for line in self.said.get(call, [])]
        return sum(said, [])


class Vapi(Platform):
    numbers = itertools.count()

    def proof(self, content):
        now = str(int(time.time()))
        code = hmac.new(SECRET.encode(), f"{now}.".encode() + content, hashlib.sha256).hexdigest()
        return {"X-Signature": code, "X-Timestamp": now}

    def used(self, call, tool, arguments):
        use = f"call_{next(self.numbers)}"
        message = {
            "type": "tool-calls",
            "timestamp": int(time.time() * 1000),
            "toolCallList": [
                {"id": use, "type": "function", "function": {"name": tool, "arguments": json.dumps(arguments)}}
            ],
            "call": {"id": self.call(call), "type": "inboundPhoneCall", "assistantId": "asst_1"},
            "customer": {"number": seed.CALLER_PHONE},
            "artifact": {"messages": self.messages(call, "message")},
        }
        result = self.post(f"vapi/{self.agent}", {"message": message})["results"][0]
        assert result["toolCallId"] == use and result["name"] == tool and "\n" not in result["result"]
        return json.loads(result["result"])


class Retell(Platform):
    def proof(self, content):
        now = str(int(time.time() * 1000))
        code = hmac.new(SECRET.encode(), content + now.encode(), hashlib.sha256).hexdigest()
        return {"X-Retell-Signature": f"v={now},d={code}"}

    def used(self, call, tool, arguments):
        details = {
            "call_id": self.call(call),
            "agent_id": "agent_1",
            "call_type": "phone_call",
            "direction": "inbound",
            "from_number": seed.CALLER_PHONE,
            "to_number": "+15550001111",
            "transcript_object": self.messages(call, "content"),
        }
        return self.post(f"retell/{self.agent}", {"name": tool, "args": arguments, "call": details})


class ElevenLabs(Platform):
    def used(self, call, tool, arguments):
        history = {"system__conversation_history": json.dumps(self.messages(call, "message"))}
        return self.post(
            f"elevenlabs/{self.agent}/tools/{tool}",
            arguments | history,
            **{"X-Call-Id": self.call(call), "X-Caller-Phone": seed.CALLER_PHONE},
        )


class Generic(Platform):
    def used(self, call, tool, arguments):
        about = {"id": self.call(call), "caller_phone": seed.CALLER_PHONE, "turns": len(self.said.get(call, []))}
        return self.post(f"generic/{self.agent}/tools", {"call": about, "tool": tool, "arguments": arguments})


PLATFORMS = [Vapi, Retell, ElevenLabs, Generic]


def agent_on(server, platform, name, actions, **settings):
    agent, _ = server.agent(f"{name} on {platform.__name__}", actions, **settings)
    server.made("PUT", f"/v1/agents/{agent}/channels/{platform.__name__.lower()}", {"secret": SECRET})
    return agent


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_the_seed_conversation_leaves_what_it_should(server, platform):
    agent = agent_on(server, platform, "Seed", seed.ACTIONS, **seed.AGENT)
    with seed.leaves(server):
        await play(seed.TURNS, platform(server, agent))


class Lean:
    """A model that finds every action before it runs it."""

    asks = False

    def __init__(self, platform):
        self.platform = platform

    async def spoke(self, call, line):
        await self.platform.spoke(call, line)

    async def use(self, call, tool, arguments, answer):
        if tool == "confirm":
            return await self.platform.use(call, tool, arguments, answer)
        found = await self.platform.use(call, "find_action", {"what": tool.replace("_", " ")}, None)
        assert tool in [action["name"] for action in found["result"]["actions"]], found
        run = {"action": tool, "arguments": json.dumps(arguments)}
        return await self.platform.use(call, "run_action", run, answer)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_lean_agent_leaves_the_same(server, platform):
    agent = agent_on(server, platform, "Lean", seed.ACTIONS, lean=True, **seed.AGENT)
    with seed.leaves(server):
        await play(seed.TURNS, Lean(platform(server, agent)))


def over_mcp(server, token, method, **params):
    about = "io.modelcontextprotocol"
    params["_meta"] = {f"{about}/protocolVersion": "2026-07-28", f"{about}/clientCapabilities": {}}
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": method,
        "X-Call-Id": "lean-1",
    }
    if "name" in params:
        headers["Mcp-Name"] = params["name"]
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = requests.post(f"{server.url}/mcp", json=body, headers=headers, timeout=30)
    assert answer.ok, answer.text
    return answer.json()["result"]


def test_a_lean_agent_is_lean_over_mcp_too(server):
    _, token = server.agent("Lean on a voice platform, over MCP", seed.ACTIONS, lean=True)
    tools = over_mcp(server, token, "tools/list")["tools"]
    assert [tool["name"] for tool in tools] == ["find_action", "run_action", "confirm", "end_call"]
    found = over_mcp(server, token, "tools/call", name="find_action", arguments={"what": "open a case"})
    assert found["structuredContent"]["result"]["actions"][0]["name"] == "create_case"
    run = {"action": "create_case", "arguments": json.dumps({"Subject": "Lean", "Origin": "Phone"})}
    asked = over_mcp(server, token, "tools/call", name="run_action", arguments=run)
    assert asked["structuredContent"]["outcome"] == "confirmation_required"


@pytest.fixture(scope="module", params=PLATFORMS)
def guarded(request, server):
    return request.param, agent_on(server, request.param, "Guarded", protection.ACTIONS)


@pytest.mark.parametrize("name", protection.CASES)
async def test_nothing_is_written_without_a_yes(server, guarded, name):
    platform, agent = guarded
    marker = f"{platform.__name__}son-{list(protection.CASES).index(name)}"
    await protection.check(protection.CASES[name], platform(server, agent), server, marker)
