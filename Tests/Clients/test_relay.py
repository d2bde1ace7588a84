"""Telephone calls as Twilio relays them, with a model whose words and deeds each test decides."""

import asyncio
import contextlib
import http.server
import json
import queue
import re
import threading
import uuid

import pytest
import requests
import websockets

import protection
import relay
import seed
from conversation import play
from relay import Phone, SpokenDoor, greeted, live_model, signed
from sandbox import switchboard_path
from server import running_server

IDENTIFY = {
    "name": "identify_customer",
    "description": "Find who is calling by the caller's number.",
    "soql": "SELECT Id, FirstName, LastName, Phone, AccountId, Account.Name FROM Contact "
    "WHERE Phone LIKE '{{caller_phone|phone}}' LIMIT 5",
    "runs": "call_start",
}


@contextlib.contextmanager
def code_service():
    """The company's own service that sends codes on: gives a queue of what it is told to send, and its address."""
    messages = queue.Queue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            messages.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    try:
        yield messages, f"http://127.0.0.1:{service.server_address[1]}/codes"
    finally:
        service.shutdown()
        service.server_close()


def options(model):
    return [
        option
        for setting in (
            f"telephone.model_url={model.url}",
            "telephone.model_name=live",
            f"telephone.model_key={relay.KEY}",
            "limits.person_per_second=100000",
            "limits.stranger_per_second=100000",
        )
        for option in ("--set", setting)
    ]


@pytest.fixture(scope="module")
def model():
    with live_model() as model:
        yield model


@pytest.fixture(scope="module")
def codes():
    with code_service() as codes:
        yield codes


@pytest.fixture(scope="module")
def exchange(tmp_path_factory, model, codes):
    """A server that takes telephone calls."""
    webhook = ("--set", f"codes.webhook_url={codes[1]}", "--set", "codes.webhook_secret=of-the-code-service")
    data = tmp_path_factory.mktemp("exchange") / "data"
    with running_server(switchboard_path(), data, *options(model), *webhook) as server:
        yield server


def telephone(server, agent, **wishes):
    server.made("PUT", f"/v1/agents/{agent}/channels/twilio", {"secret": relay.TOKEN})
    return Phone(server, agent, **wishes)


@pytest.fixture(scope="module")
def phone(exchange):
    agent, _ = exchange.agent("Lines", ["search_contact", "create_lead", "create_case", "log_call"])
    return telephone(exchange, agent, handOff="+18005550100")


@contextlib.contextmanager
def slow_writes(server, milliseconds):
    """Writes of leads take so long in the org, for as long as the context lasts."""
    faults = f"{server.org_url}/sandbox/faults"
    fault = {"kind": "latency", "milliseconds": milliseconds, "method": "POST", "pathContains": "Lead"}
    requests.post(faults, json=fault, timeout=30).raise_for_status()
    try:
        yield
    finally:
        requests.delete(faults, timeout=30).raise_for_status()


def marker(name):
    return f"{name}{uuid.uuid4().hex[:10]}"


def leads(server, last_name):
    return server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{last_name}'")


async def asked_for_a_lead(call, model, last_name):
    """A call up to the question whether to write a lead; gives the line's name and the confirmation's id."""
    name = await greeted(call, model)
    await call.say("Note me down.")
    request = await model.request(name)
    request.respond("One moment.", [("create_lead", {"LastName": last_name, "Company": "Acme"})])
    assert await call.hear() == "One moment. "
    request = await model.request(name)
    asked = list(request.outcomes().values())[-1]
    assert asked["outcome"] == "confirmation_required", asked
    request.respond("Shall I note you down?")
    assert await call.hear() == "Shall I note you down? "
    return name, asked["confirmation_id"]


# A whole call


async def test_a_caller_cuts_in_while_a_write_is_under_way(exchange, phone, model):
    last_name = marker("Cutting")
    async with phone.call() as call:
        name, confirmation = await asked_for_a_lead(call, model, last_name)
        await call.say("Yes, please.")
        with slow_writes(exchange, 1000):
            request = await model.request(name)
            request.respond("I'll do that now, it takes a moment.", [("confirm", {"confirmation_id": confirmation})])
            assert await call.hear() == "I'll do that now, it takes a moment. "
            await asyncio.sleep(0.3)
            assert leads(exchange, last_name) == 0, "The write is under way, and not done yet."
            await call.interrupt("I'll do that now,")
            await call.say("Wait, one more thing.")
            request = await model.request(name)
        # The write went on, once; the model knows how it ended, what was heard, and what came after it.
        assert leads(exchange, last_name) == 1
        assert list(request.outcomes().values())[-1]["written"] == "yes"
        assert request.said[-1] == "I'll do that now, —"
        assert "Wait, one more thing." in request.heard
        request.respond("You are noted down. What else?")
        assert await call.hear() == "You are noted down. What else? "

        await call.say("Nothing, bye.")
        request = await model.request(name)
        request.respond("Goodbye!", [("end_call", {})])
        assert await call.hear() == "Goodbye! "
        await call.finish_speaking()
        message = await call.receive()
        assert message["type"] == "end"
        handed = json.loads(message["handoffData"])
        assert handed == {"call_id": call.id, "reason": "agent", "hand_off": False}
    markup = await asyncio.to_thread(phone.after, call, HandoffData=message["handoffData"])
    assert [element.tag for element in markup] == ["Hangup"]
    used = [(use["action"], use["outcome"]) for use in call.invocations()]
    assert used == [("create_lead", "confirmation_required"), ("confirm", "completed"), ("end_call", "completed")]
    shown = exchange.made("GET", f"/v1/calls/{call.id}")
    assert shown["ended_at"] and shown["channel"] == "twilio" and shown["external_id"] == call.sid


async def test_a_caller_who_cuts_in_hears_no_more_of_it(phone, model):
    async with phone.call() as call:
        name = await greeted(call, model)
        await call.say("Tell me everything.")
        # The model is cut short, too: what it says later goes nowhere.
        late = await model.request(name)
        await call.interrupt("")
        await call.say("No, stop.")
        request = await model.request(name)
        late.respond("All of this nobody wants to hear.")
        assert "Tell me everything." in json.dumps(request.body) and "No, stop." in request.heard
        request.respond("All right.")
        assert await call.hear() == "All right. "


async def test_a_person_takes_over_and_hears_a_summary(phone, model):
    async with phone.call() as call:
        name = await greeted(call, model)
        await call.say("I want a person.")
        request = await model.request(name)
        summary = "Omar <Haddad> & his invoice."
        request.respond("One moment.", [("end_call", {"hand_off": True, "summary": summary})])
        assert await call.hear() == "One moment. "
        await call.finish_speaking()
        message = await call.receive()
        assert json.loads(message["handoffData"])["summary"] == summary
    markup = await asyncio.to_thread(phone.after, call, HandoffData=message["handoffData"])
    number = markup.find("Dial/Number")
    assert number.text == "+18005550100"
    answer = phone.post(number.attrib["url"], {"CallSid": "CAperson", "ParentCallSid": call.sid})
    assert relay.ElementTree.fromstring(answer.text).find("Say").text == summary


async def test_a_code_is_typed_on_the_keypad(exchange, codes, model):
    connection = exchange.made("GET", "/v1/connections")["items"][0]["id"]
    exchange.made("POST", "/v1/actions", {"connection_id": connection, "definition": IDENTIFY})
    actions = [{"action": exchange.action("identify_customer")}]
    actions.append({"action": exchange.action("update_contact"), "assurance": "verified"})
    agent = exchange.made(
        "POST", "/v1/agents", {"name": "Codes", "actions": actions, "verification": {"facts": [], "code": True}}
    )["id"]
    async with telephone(exchange, agent).call() as call:
        name = await greeted(call, model)
        await call.say("Change my title.")
        request = await model.request(name)
        assert "Sarah" in request.body["messages"][0]["content"], "What was found as the call opened is known."
        request.respond("", [("send_code", {})])
        request = await model.request(name)
        assert list(request.outcomes().values())[-1]["outcome"] == "completed"
        request.respond("Type the code.")
        await call.hear()
        code = (await asyncio.to_thread(codes[0].get, timeout=10))["code"]
        # A slip is taken back with a star; without a hash the number ends when no more comes.
        await call.press("99*" + code)
        request = await model.request(name)
        assert code in request.heard
        request.respond("", [("verify_caller", {"code": code})])
        request = await model.request(name)
        assert list(request.outcomes().values())[-1]["outcome"] == "completed"
        request.respond("Thank you.")
        await call.hear()
        await call.press("12#")
        request = await model.request(name)
        assert "<caller>12</caller>" in request.heard
        request.respond("Well.")
        await call.hear()
    assert exchange.made("GET", f"/v1/calls/{call.id}")["assurance"] == "verified"


# The conversations that every door plays


async def test_the_seed_conversation_leaves_what_it_should(exchange, model):
    agent, _ = exchange.agent("Seed by telephone", seed.ACTIONS, **seed.AGENT)
    with seed.leaves(exchange):
        async with SpokenDoor(telephone(exchange, agent), model) as door:
            await play(seed.TURNS, door)


@pytest.mark.parametrize("name", protection.CASES)
async def test_nothing_is_written_without_a_yes(exchange, phone, model, name):
    async with SpokenDoor(phone, model) as door:
        await protection.check(protection.CASES[name], door, exchange, marker("Protected"))


# Trouble


async def test_a_connection_breaks_in_the_middle_of_a_write_and_the_call_goes_on(exchange, phone, model):
    last_name = marker("Broken")
    with slow_writes(exchange, 800):
        async with phone.call() as call:
            name, confirmation = await asked_for_a_lead(call, model, last_name)
            await call.say("Yes.")
            request = await model.request(name)
            request.respond("Now.", [("confirm", {"confirmation_id": confirmation})])
            assert await call.hear() == "Now. "
            await asyncio.sleep(0.2)
            call.socket.transport.abort()
        markup = await asyncio.to_thread(phone.after, call, SessionStatus="failed")
    # The caller is still there: they are connected once more, and the agent goes on where it was.
    async with phone.connected(call.sid, markup) as again:
        assert again.id == call.id
        request = await model.request(name)
        assert list(request.outcomes().values())[-1]["written"] == "yes"
        request.respond("There you are. You are noted down.")
        assert await again.hear() == "There you are. You are noted down. "
        assert leads(exchange, last_name) == 1
    markup = await asyncio.to_thread(phone.after, again, SessionStatus="completed", CallStatus="completed")
    assert [element.tag for element in markup] == ["Hangup"]
    assert exchange.made("GET", f"/v1/calls/{call.id}")["ended_at"]


async def test_a_connection_that_breaks_again_and_again_leads_to_a_person(phone):
    sid, markup = await asyncio.to_thread(phone.ring)
    call = relay.RelayedCall(phone, sid, markup, None, None)
    for _ in range(2):
        call.markup = await asyncio.to_thread(phone.after, call, SessionStatus="failed")
        assert call.markup.find("Connect") is not None
    markup = await asyncio.to_thread(phone.after, call, SessionStatus="failed")
    assert markup.find("Dial/Number").text == "+18005550100"


async def test_what_is_no_message_changes_nothing_until_it_is_too_much(phone, model):
    async with phone.call() as call:
        name = await greeted(call, model)
        for bad in ("hello", "{", "[]", '{"type":"prompt"}', '{"type":"dtmf","digit":"12"}', '{"type":"prompt","voicePrompt":7}'):
            await call.socket.send(bad)
        await call.send({"type": "of next year", "voicePrompt": "x"})
        await call.send({"type": "prompt", "voicePrompt": "half a sent", "last": False})
        await call.send({"type": "error", "description": "Invalid message received"})
        await call.say("Hello?")
        request = await model.request(name)
        assert "Hello?" in request.heard and "half" not in json.dumps(request.body)
        request.respond("Yes?")
        assert await call.hear() == "Yes? "
        for _ in range(10):
            await call.socket.send("nonsense")
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await call.hear()
        assert closed.value.rcvd.code == 1008
    assert is_open(phone, call)


def is_open(phone, call):
    return not phone.server.made("GET", f"/v1/calls/{call.id}").get("ended_at")


@pytest.mark.parametrize(
    "message, code",
    [("x" * 70_000, 1009), (b"\x00\x01", 1003), (json.dumps({"type": "prompt", "voicePrompt": "x" * 80_000}), 1009)],
    ids=["long", "binary", "long words"],
)
async def test_what_no_relay_sends_ends_the_connection_and_not_the_call(phone, model, message, code):
    async with phone.call(max_size=None) as call:
        await greeted(call, model)
        await call.socket.send(message)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await call.hear()
        assert closed.value.rcvd.code == code
    assert is_open(phone, call)


@pytest.mark.parametrize(
    "setup",
    [
        "hello",
        {"type": "prompt", "voicePrompt": "Hello?"},
        {"type": "setup", "callSid": "{sid}"},
        {"type": "setup", "callSid": "CAother", "customParameters": {"call": "{call}"}},
        {"type": "setup", "callSid": "{sid}", "customParameters": {"call": "call_made_up"}},
    ],
    ids=lambda setup: json.dumps(setup)[:60],
)
async def test_a_socket_that_is_about_no_call_of_the_agent_is_closed(phone, setup):
    sid, markup = await asyncio.to_thread(phone.ring)
    url = markup.find("Connect/ConversationRelay").attrib["url"]
    parameter = markup.find("Connect/ConversationRelay/Parameter").attrib["value"]
    text = json.dumps(setup).replace("{sid}", sid).replace("{call}", parameter)
    async with websockets.connect(url, additional_headers=signed(url)) as socket:
        await socket.send(text)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)
        assert closed.value.rcvd.code == 1008


async def test_nothing_happens_without_the_signature_of_the_account(exchange, phone):
    sid, markup = await asyncio.to_thread(phone.ring)
    url = markup.find("Connect/ConversationRelay").attrib["url"]
    other = exchange.agent("Another", ["search_contact"])[0]
    attempts = [
        (url, {}),
        (url, signed(url, token="another account's token")),
        (url, signed(url + "x")),
        (url.replace("/relay", "/relay?x=1"), signed(url)),
        (url.replace(phone.agent, other), signed(url.replace(phone.agent, other))),
        (url.replace(phone.agent, "agt_none"), signed(url.replace(phone.agent, "agt_none"))),
    ]
    for address, headers in attempts:
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(address, additional_headers=headers)
        assert refused.value.response.status_code == 403
    form = {"CallSid": sid, "From": "+15552345678"}
    for path in ("call", "ended?call=x", "summary?call=x"):
        address = f"{exchange.url}/twilio/{phone.agent}/{path}"
        for headers in ({}, signed(address, form, "another token"), signed(address, form | {"From": "+15550000000"})):
            answer = requests.post(address, data=form, headers=headers, timeout=30)
            assert answer.status_code == 403, (path, headers, answer.text)
            assert answer.json()["code"] == "signature_refused"


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "Restricted", ""])
async def test_a_withheld_number_is_none(phone, caller):
    _, markup = await asyncio.to_thread(phone.ring, caller)
    call = markup.find("Connect/ConversationRelay/Parameter").attrib["value"]
    assert phone.server.made("GET", f"/v1/calls/{call}").get("caller_phone") is None


async def test_ringing_twice_is_one_call(phone):
    sid, markup = await asyncio.to_thread(phone.ring)
    _, again = await asyncio.to_thread(phone.ring, sid=sid)
    assert relay.ElementTree.tostring(markup) == relay.ElementTree.tostring(again)


async def test_a_server_without_a_model_says_so(server):
    agent, _ = server.agent("Without a model", ["search_contact"])
    _, markup = await asyncio.to_thread(telephone(server, agent).ring)
    assert [element.tag for element in markup] == ["Say", "Hangup"]


async def test_a_model_that_is_away_is_apologised_for_and_a_person_takes_over(tmp_path):
    settings = ("telephone.model_url=http://127.0.0.1:9/v1", "telephone.model_name=none", "telephone.model_key=k")
    arguments = [argument for setting in settings for argument in ("--set", setting)]
    with running_server(switchboard_path(), tmp_path / "data", *arguments) as server:
        agent, _ = server.agent("Speechless", ["search_contact"])
        async with telephone(server, agent, welcomeGreeting="Hello there.").call() as call:
            await call.say("Hello?")
            assert "again" in await call.hear()
            await call.say("Hello!")
            assert "colleague" in await call.hear()
            await call.finish_speaking()
            handed = json.loads((await call.receive())["handoffData"])
            assert handed["reason"] == "model" and handed["hand_off"] is True


async def test_who_calls_while_all_lines_are_busy_is_told_so(tmp_path, model):
    arguments = (*options(model), "--set", "telephone.calls=1")
    with running_server(switchboard_path(), tmp_path / "data", *arguments) as server:
        agent, _ = server.agent("Busy", ["search_contact"])
        phone = telephone(server, agent)
        async with phone.call() as call:
            name = await greeted(call, model)
            sid, markup = await asyncio.to_thread(phone.ring, "+15559094400")
            assert [element.tag for element in markup] == ["Say", "Hangup"]
            assert "busy" in markup.find("Say").text
            metrics = requests.get(f"{server.url}/metrics", timeout=30).text
            assert re.search(r"^switchboard_relay_calls 1(\.0)?$", metrics, re.MULTILINE), metrics
            assert re.search(r"^switchboard_relay_calls_refused_total 1(\.0)?$", metrics, re.MULTILINE), metrics
            assert re.search(r"^switchboard_relay_words_total [1-9]", metrics, re.MULTILINE), metrics
            assert re.search(r"^switchboard_relay_first_word_seconds_count [1-9]", metrics, re.MULTILINE), metrics
        await asyncio.to_thread(phone.after, call, CallStatus="completed")
        async with phone.call() as call:
            await greeted(call, model)


def test_a_webhook_that_is_too_long_is_refused(exchange, phone):
    answer = requests.post(phone.number, data=b"a=" + b"a" * 70_000, timeout=30)
    assert answer.status_code == 413, answer.text


async def test_callers_are_handed_on_when_the_server_stops(tmp_path, model):
    running = running_server(switchboard_path(), tmp_path / "data", *options(model))
    server = running.__enter__()
    agent, _ = server.agent("Stopping", ["create_lead"])
    async with telephone(server, agent).call() as call:
        name, confirmation = await asked_for_a_lead(call, model, marker("Stopping"))
        await call.say("Yes.")
        with slow_writes(server, 700):
            request = await model.request(name)
            request.respond("Now.", [("confirm", {"confirmation_id": confirmation})])
            assert await call.hear() == "Now. "
            await asyncio.sleep(0.2)
            stopped = asyncio.ensure_future(asyncio.to_thread(running.__exit__, None, None, None))
            # What is under way is finished first.
            assert "colleague" in await call.hear()
        await call.finish_speaking()
        handed = json.loads((await call.receive())["handoffData"])
        assert handed["reason"] == "server" and handed["hand_off"] is True
        assert "Done in this call" in handed["summary"]
    await stopped
