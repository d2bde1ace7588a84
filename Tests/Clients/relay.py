"""A telephone: Twilio's side of a relayed call, and a model whose every word and deed a test decides."""

import asyncio
import contextlib
import dataclasses
import json
import queue
import re
import uuid
import xml.etree.ElementTree as ElementTree

import requests
import websockets
from twilio.request_validator import RequestValidator

from scripted_model import ChatCompletions, outcome, serving_model

TOKEN = "twilio-auth-token-of-the-tests"
KEY = "sk-test"


def signed(url, form=None, token=TOKEN):
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, form or {})}


@dataclasses.dataclass
class Request:
    """What a model was asked, and where its answer goes."""

    body: dict
    answer: queue.Queue

    @property
    def heard(self):
        """What the caller said last."""
        lines = [message["content"] for message in self.body["messages"] if message["role"] == "user"]
        return lines[-1] if lines else ""

    @property
    def said(self):
        """What the agent is known to have said, in order."""
        return [message.get("content") or "" for message in self.body["messages"] if message["role"] == "assistant"]

    def outcomes(self):
        """What every use came to, by its id, in order."""
        return {
            message["tool_call_id"]: outcome(message["content"])
            for message in self.body["messages"]
            if message["role"] == "tool"
        }

    def respond(self, text="", uses=()):
        self.answer.put((text, list(uses)))


class LiveModel:
    """A model that answers when a test says so. Lines are told apart by the first thing the agent says on each."""

    def __init__(self):
        self.waiting = {}
        self.url = None

    def queue(self, line):
        return self.waiting.setdefault(line, queue.Queue())

    def respond(self, body, turn, outcomes):
        said = [message.get("content") or "" for message in body["messages"] if message["role"] == "assistant"]
        line = re.match(r"Line (\w+)", said[0])[1] if said else "new"
        request = Request(body, queue.Queue())
        self.queue(line).put(request)
        return request.answer.get(timeout=30)

    async def request(self, line, timeout=10):
        """The next request on a line."""
        return await asyncio.to_thread(self.queue(line).get, timeout=timeout)


@contextlib.contextmanager
def live_model():
    model = LiveModel()
    with serving_model(ChatCompletions, model.respond) as (url, problems):
        model.url = url
        yield model
    assert not problems, problems


class Phone:
    """Calls to an agent's number."""

    def __init__(self, server, agent, **wishes):
        self.server = server
        self.agent = agent
        query = "&".join(f"{name}={requests.utils.quote(value, safe='')}" for name, value in wishes.items())
        self.number = f"{server.url}/twilio/{agent}/call" + (f"?{query}" if query else "")

    def post(self, url, form, token=TOKEN):
        return requests.post(url, data=form, headers=signed(url, form, token), timeout=30)

    def ring(self, caller="+15552345678", sid=None, **form):
        """What Twilio is told to do with a call: its id, and the markup."""
        sid = sid or f"CA{uuid.uuid4().hex}"
        answer = self.post(self.number, {"CallSid": sid, "From": caller, "To": "+18005551212", **form})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].startswith("text/xml")
        return sid, ElementTree.fromstring(answer.text)

    @contextlib.asynccontextmanager
    async def call(self, caller="+15552345678", **options):
        """A call that is answered; the line is hung up with the context."""
        sid, markup = await asyncio.to_thread(self.ring, caller)
        async with self.connected(sid, markup, **options) as call:
            yield call

    @contextlib.asynccontextmanager
    async def connected(self, sid, markup, **options):
        relay = markup.find("Connect/ConversationRelay")
        url = relay.attrib["url"]
        async with websockets.connect(url, additional_headers=signed(url), **options) as socket:
            parameters = {item.attrib["name"]: item.attrib["value"] for item in relay.findall("Parameter")}
            call = RelayedCall(self, sid, markup, socket, parameters["call"])
            await call.send(
                {
                    "type": "setup",
                    "sessionId": f"VX{uuid.uuid4().hex}",
                    "callSid": sid,
                    "from": "+15552345678",
                    "direction": "inbound",
                    "customParameters": parameters,
                }
            )
            yield call

    def after(self, call, **form):
        """What Twilio is told to do when the relay has ended."""
        url = call.markup.find("Connect").attrib["action"]
        form = {"CallSid": call.sid, "CallStatus": "in-progress", "SessionStatus": "ended"} | form
        answer = self.post(url, form)
        assert answer.status_code == 200, answer.text
        return ElementTree.fromstring(answer.text)


class RelayedCall:
    def __init__(self, phone, sid, markup, socket, call_id):
        self.phone = phone
        self.sid = sid
        self.markup = markup
        self.socket = socket
        # As the server knows it.
        self.id = call_id

    async def send(self, message):
        await self.socket.send(json.dumps(message))

    async def say(self, words):
        await self.send({"type": "prompt", "voicePrompt": words, "lang": "en-US", "last": True})

    async def press(self, keys):
        for key in keys:
            await self.send({"type": "dtmf", "digit": key})

    async def interrupt(self, heard):
        await self.send({"type": "interrupt", "utteranceUntilInterrupt": heard, "durationUntilInterruptMs": 460})

    async def finish_speaking(self):
        """Tells that all that was sent has been heard."""
        for value in ("on", "off"):
            await self.send({"type": "info", "name": "agentSpeaking", "value": value})

    async def receive(self, timeout=10):
        return json.loads(await asyncio.wait_for(self.socket.recv(), timeout))

    async def hear(self):
        """What the agent says until it lets the caller speak."""
        words = ""
        while True:
            message = await self.receive()
            assert message["type"] == "text", message
            words += message["token"]
            if message["last"]:
                return words

    def invocations(self):
        return self.phone.server.made("GET", f"/v1/calls/{self.id}/invocations?limit=200")["items"]


@dataclasses.dataclass
class Line:
    """One call of a door, with the request of the model that waits for an answer."""

    call: object
    name: str
    pending: Request
    # What is used at the same time, and what that comes to.
    batch: list = dataclasses.field(default_factory=list)
    results: asyncio.Future | None = None


class SpokenDoor:
    """A door that the agent speaks through: a caller on a phone, and a model that does what a conversation says."""

    asks = False

    def __init__(self, phone, model):
        self.phone = phone
        self.model = model
        self.lines = {}
        self.stack = contextlib.AsyncExitStack()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        for line in self.lines.values():
            line.pending.respond("Goodbye.")
            await line.call.hear()
        await self.stack.aclose()

    async def line(self, number):
        if number not in self.lines:
            call = await self.stack.enter_async_context(self.phone.call())
            name = await greeted(call, self.model)
            await call.say("Hello.")
            self.lines[number] = Line(call, name, await self.model.request(name))
        return self.lines[number]

    async def spoke(self, number, words):
        line = await self.line(number)
        line.pending.respond("All right.")
        await line.call.hear()
        await line.call.say(words)
        line.pending = await self.model.request(line.name)

    async def use(self, number, tool, arguments, answer):
        line = await self.line(number)
        line.batch.append((tool, arguments))
        index = len(line.batch) - 1
        # Whatever is used at the same time goes into one response.
        await asyncio.sleep(0.01)
        if index == 0:
            line.results = asyncio.ensure_future(self.results(line, line.batch))
            line.batch = []
        return (await line.results)[index]

    async def results(self, line, uses):
        known = len(line.pending.outcomes())
        line.pending.respond("", uses)
        line.pending = await self.model.request(line.name)
        return list(line.pending.outcomes().values())[known:]


async def greeted(call, model):
    """Lets the agent speak first; gives the name that its line is known by from then on."""
    name = uuid.uuid4().hex[:8]
    first = await model.request("new")
    first.respond(f"Line {name}, hello.")
    assert f"Line {name}, hello. " in await call.hear()
    return name
