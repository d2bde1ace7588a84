"""The door for MCP, as the official client opens it: its current line in both of its modes, and its older line."""

import contextlib
import json
import pathlib
import subprocess
import sys

import anyio
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult

import protection
import seed
from conversation import play
from mcp_door import MCPDoor

# The older line can't be in one environment with the current one.
OLDER = pathlib.Path(sys.prefix) / "mcp-1" / "bin" / "python"


@contextlib.asynccontextmanager
async def client(server, token, mode="auto", call=None, on_question=None, **arguments):
    headers = {"Authorization": f"Bearer {token}", "X-Caller-Phone": seed.CALLER_PHONE}
    if call:
        headers["X-Call-Id"] = call
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
        async with Client(transport, mode=mode, elicitation_callback=on_question, **arguments) as client:
            yield client


@contextlib.asynccontextmanager
async def door(server, token, mode, name, asks=False, reports_turns=True, calls=1):
    """The door with calls of a name, which nobody else has."""

    async def on_question(context, params):
        return ElicitResult(**door.asked(params.message))

    async def call_tool(call, tool, arguments, meta):
        result = await clients[call].call_tool(tool, arguments, meta=meta)
        return result.is_error, result.content[0].text, result.structured_content

    async with contextlib.AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                client(server, token, mode, f"{name} {number}", on_question if asks else None)
            )
            for number in range(calls)
        ]
        door = MCPDoor(call_tool, asks, reports_turns)
        yield door


@pytest.fixture(scope="module")
def desk(server):
    """An agent for the seed conversation: its id and its token."""
    return server.agent("Seed over MCP", seed.ACTIONS, **seed.AGENT)


@pytest.fixture(scope="module")
def guarded(server):
    return server.agent("Guarded over MCP", protection.ACTIONS)[1]


MODES = ["auto", "legacy"]


@pytest.mark.parametrize("asks", [False, True], ids=["in two steps", "by elicitation"])
@pytest.mark.parametrize("mode", MODES)
async def test_the_seed_conversation_leaves_what_it_should(server, desk, mode, asks):
    with seed.leaves(server):
        async with door(server, desk[1], mode, f"seed {mode} {asks}", asks) as calls:
            await play(seed.TURNS, calls)
    assert len(calls.questions) == (3 if asks else 0), calls.questions


@pytest.mark.parametrize("name", protection.CASES)
@pytest.mark.parametrize("mode", MODES)
async def test_nothing_is_written_without_a_yes(server, guarded, mode, name):
    number = list(protection.CASES).index(name)
    async with door(server, guarded, mode, f"guarded {mode} {number}", calls=2) as calls:
        await protection.check(protection.CASES[name], calls, server, f"Mcpson-{mode}-{number}")


@pytest.mark.parametrize("name", [name for name in protection.CASES if name not in protection.NEEDS_TURNS])
async def test_a_client_that_reports_no_turns_needs_a_question_all_the_same(server, guarded, name):
    number = list(protection.CASES).index(name)
    async with door(server, guarded, "auto", f"turnless {number}", reports_turns=False, calls=2) as calls:
        await protection.check(protection.CASES[name], calls, server, f"Turnlesson-{number}")


@pytest.mark.parametrize("answer", ["decline", "cancel"])
@pytest.mark.parametrize("mode", MODES)
async def test_a_person_who_does_not_say_yes_stops_a_write(server, guarded, mode, answer):
    async def on_question(context, params):
        return ElicitResult(action=answer)

    marker = f"Declineson-{mode}-{answer}"
    async with client(server, guarded, mode, marker, on_question) as calls:
        result = await calls.call_tool("create_lead", {"LastName": marker, "Company": "Acme"})
        assert result.is_error and result.structured_content["outcome"] == "refused", result
    assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{marker}'") == 0


@pytest.mark.parametrize("mode", MODES)
async def test_two_questions_at_once_take_an_answer_each(server, guarded, mode):
    asked = []
    both = anyio.Event()

    async def on_question(context, params):
        asked.append(params.message)
        if len(asked) == 2:
            both.set()
        with anyio.fail_after(10):
            await both.wait()
        return ElicitResult(action="accept", content={"confirm": True})

    results = {}

    async def create(calls, name):
        results[name] = await calls.call_tool("create_lead", {"LastName": name, "Company": "Acme"})

    names = [f"Parallelson-{mode}-{number}" for number in range(2)]
    async with client(server, guarded, mode, f"parallel {mode}", on_question) as calls:
        async with anyio.create_task_group() as tasks:
            for name in names:
                tasks.start_soon(create, calls, name)
    for name in names:
        assert results[name].structured_content["outcome"] == "completed", results[name]
        assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{name}'") == 1
    assert len(asked) == 2, asked


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_names_no_call_can_still_say_yes(server, guarded, mode):
    marker = f"Nameless-{mode}"
    async with client(server, guarded, mode) as calls:
        asked = await calls.call_tool("create_lead", {"LastName": marker, "Company": "Acme"})
        assert asked.structured_content["outcome"] == "confirmation_required", asked
        yes = {"confirmation_id": asked.structured_content["confirmation_id"]}
        done = await calls.call_tool("confirm", yes)
        assert done.structured_content["outcome"] == "completed", done
        # Should the answer get lost, the same yes says again what came of it.
        again = await calls.call_tool("confirm", yes)
        assert again.structured_content["replayed"] is True, again
    assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{marker}'") == 1


@pytest.mark.parametrize("mode", MODES)
async def test_tools_say_all_that_is_to_be_known(server, desk, mode):
    async with client(server, desk[1], mode) as calls:
        tools = {tool.name: tool for tool in (await calls.list_tools()).tools}
    assert [name for name in tools if name in seed.ACTIONS] == seed.ACTIONS
    for tool in tools.values():
        hints = tool.annotations.model_dump(exclude={"title"})
        assert all(isinstance(hint, bool) for hint in hints.values()), (tool.name, hints)
        assert tool.title and tool.description and tool.output_schema["type"] == "object"
    assert tools["search_contact"].annotations.read_only_hint
    assert not tools["create_case"].annotations.destructive_hint


async def test_a_lean_agent_finds_its_actions(server):
    marker = "Leanson"
    _, token = server.agent("Lean over MCP", ["search_contact", "create_lead"], lean=True)
    async with client(server, token, "auto", marker) as calls:
        tools = (await calls.list_tools()).tools
        assert [tool.name for tool in tools] == ["find_action", "run_action", "confirm", "end_call"]
        found = await calls.call_tool("find_action", {"what": "create a lead"})
        assert found.structured_content["result"]["actions"][0]["name"] == "create_lead", found
        lead = {"action": "create_lead", "arguments": json.dumps({"LastName": marker, "Company": "Acme"})}
        asked = await calls.call_tool("run_action", lead)
        yes = {"confirmation_id": asked.structured_content["confirmation_id"]}
        assert (await calls.call_tool("confirm", yes)).structured_content["outcome"] == "completed"
    assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{marker}'") == 1


@pytest.mark.parametrize("mode", MODES)
async def test_errors_are_the_protocols_own(server, desk, mode):
    async with client(server, desk[1], mode) as calls:
        with pytest.raises(MCPError) as unknown:
            await calls.call_tool("nothing", {})
        assert unknown.value.error.code == -32602
        wrong = await calls.call_tool("schedule_event", {"Subject": "Callback"})
        assert wrong.is_error and wrong.structured_content["outcome"] == "invalid"
        # The call is none the worse for it.
        found = await calls.call_tool("search_contact", {"search_term": "O'Brien"})
        assert not found.is_error, found


@pytest.mark.parametrize("mode", MODES)
async def test_slow_work_says_that_it_goes_on(server, desk, mode):
    said = []

    async def on_progress(progress, total, message):
        said.append((progress, message))

    async with client(server, desk[1], mode, f"slow {mode}") as calls:
        with server.fault("latency", milliseconds=2500, pathContains="query"):
            found = await calls.call_tool("search_contact", {"search_term": "Sarah"}, progress_callback=on_progress)
        assert found.structured_content["outcome"] == "completed", found
        quick = await calls.call_tool("search_contact", {"search_term": "Sarah"}, progress_callback=on_progress)
        assert quick.structured_content["outcome"] == "completed", quick
    assert [progress for progress, _ in said] == [1, 2] and all(message for _, message in said), said


async def test_a_client_that_disappears_leaves_the_write_to_be_made_once(server, guarded):
    marker = "Disappearson"
    async with client(server, guarded, "auto", marker) as calls:
        asked = await calls.call_tool("create_lead", {"LastName": marker, "Company": "Acme"})
        yes = {"confirmation_id": asked.structured_content["confirmation_id"]}
        with server.fault("latency", milliseconds=1500, pathContains="sobjects/Lead"):
            with anyio.move_on_after(0.5) as gone:
                await calls.call_tool("confirm", yes)
            assert gone.cancelled_caught
    async with client(server, guarded, "auto", marker) as calls:
        again = await calls.call_tool("create_lead", {"LastName": marker, "Company": "Acme"})
        assert again.structured_content["outcome"] == "completed" and again.structured_content["replayed"], again
    assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{marker}'") == 1


def test_the_example_runs(server, desk):
    example = pathlib.Path(__file__).parent.parent.parent / "Examples" / "mcp_client.py"
    run = subprocess.run(
        [sys.executable, "-B", example, f"{server.url}/mcp", desk[1]], capture_output=True, text=True, timeout=30
    )
    assert run.returncode == 0, run.stderr
    assert "Caller: Sarah Johnson" in run.stdout and "Case: 0" in run.stdout, run.stdout


async def test_instructions_tell_who_is_calling(server, desk):
    async with client(server, desk[1], "auto", "briefed") as calls:
        assert "confirmation_required" in calls.instructions
        assert "It is not known who is calling." in calls.instructions


async def test_a_listening_client_hears_of_a_new_action(server):
    agent, token = server.agent("Heard over MCP", ["search_contact"])
    async with client(server, token) as calls:
        names = {tool.name for tool in (await calls.list_tools()).tools}
        async with calls.listen(tools_list_changed=True) as changes:
            server.made("PUT", f"/v1/agents/{agent}/actions/{server.action('create_lead')}", {})
            with anyio.fail_after(20):
                async for _ in changes:
                    break
        assert {tool.name for tool in (await calls.list_tools()).tools} == names | {"create_lead", "confirm"}


async def test_a_client_with_a_session_hears_of_a_new_action(server):
    agent, token = server.agent("Heard over older MCP", ["search_contact"])
    heard = anyio.Event()

    async def on_message(message):
        if getattr(message, "method", "") == "notifications/tools/list_changed":
            heard.set()

    async with client(server, token, "legacy", message_handler=on_message) as calls:
        await calls.list_tools()
        # What the client listens with is opened after it has been let in, so one change could come before.
        with anyio.fail_after(20):
            for template in ["create_lead", "create_case", "log_call", "update_case"]:
                server.made("PUT", f"/v1/agents/{agent}/actions/{server.action(template)}", {})
                with anyio.move_on_after(2):
                    await heard.wait()
        assert heard.is_set()


@pytest.mark.parametrize("way", ["tells", "asks"])
def test_the_older_line_of_the_client(server, way):
    agent, token = server.agent(f"Older client that {way}", seed.ACTIONS, **seed.AGENT)
    with seed.leaves(server):
        process = subprocess.Popen(
            [OLDER, "-B", "mcp_1_client.py", f"{server.url}/mcp", token, f"older {way}", way],
            cwd=pathlib.Path(__file__).parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = process.stdout.readline()
        if said:
            server.made("PUT", f"/v1/agents/{agent}/actions/{server.action('create_lead')}", {})
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert len(json.loads(said)["questions"]) == (3 if way == "asks" else 0)


@pytest.mark.parametrize("mode", MODES)
async def test_a_call_named_in_meta_takes_its_answer(server, guarded, mode):
    async def on_question(context, params):
        return ElicitResult(action="accept", content={"confirm": True})

    marker = f"Metason-{mode}"
    async with client(server, guarded, mode, on_question=on_question) as calls:
        with anyio.fail_after(15):
            lead = {"LastName": marker, "Company": "Acme"}
            done = await calls.call_tool("create_lead", lead, meta={"switchboard/call_id": marker})
        assert done.structured_content["outcome"] == "completed", done
    assert server.count(f"SELECT COUNT() FROM Lead WHERE LastName = '{marker}'") == 1


@pytest.mark.parametrize("ids", [["räum".encode("latin-1")], [b"t1", b"t2"]], ids=["Latin-1", "two"])
def test_an_id_that_could_be_another_is_refused(server, desk, ids):
    headers = [("Authorization", f"Bearer {desk[1]}"), *(("X-Call-Id", id) for id in ids)]
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx2.post(f"{server.url}/mcp", headers=headers, json=message).json()
    assert "X-Call-Id" in answer["error"]["message"], answer


def test_an_id_may_have_any_letter(server, desk):
    headers = [("Authorization", f"Bearer {desk[1]}"), ("X-Call-Id", "räum 漢".encode())]
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert "result" in httpx2.post(f"{server.url}/mcp", headers=headers, json=message).json()


def test_mcpcheck_passes_strictly(server, desk):
    checker = pathlib.Path(sys.executable).with_name("jbt-mcpcheck")
    run = subprocess.run(
        [checker, f"{server.url}/mcp", "--token", desk[1], "--legacy-probes", "--strict"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
