"""The command that carries MCP over standard input and output, with the official client."""

import json
import subprocess

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import ElicitResult

import seed
from conversation import play
from mcp_door import MCPDoor
from sandbox import switchboard_path

MODES = ["auto", "legacy"]


@pytest.fixture(scope="module")
def desk(server):
    """An agent for the seed conversation: its id and its token."""
    return server.agent("Seed over a pipe", seed.ACTIONS, **seed.AGENT)


@pytest.mark.parametrize("asks", [False, True], ids=["in two steps", "by elicitation"])
@pytest.mark.parametrize("mode", MODES)
async def test_the_seed_conversation_over_standard_input_and_output(server, desk, mode, asks):
    async def on_question(context, params):
        return ElicitResult(**door.asked(params.message))

    async def call_tool(call, tool, arguments, meta):
        result = await calls.call_tool(tool, arguments, meta=meta)
        return result.is_error, result.content[0].text, result.structured_content

    command = StdioServerParameters(
        command=switchboard_path(),
        args=["mcp", "--url", server.url, "--phone", seed.CALLER_PHONE],
        env={"SWITCHBOARD_AGENT_TOKEN": desk[1]},
    )
    door = MCPDoor(call_tool, asks)
    with seed.leaves(server):
        async with Client(command, mode=mode, elicitation_callback=on_question if asks else None) as calls:
            await play(seed.TURNS, door)


async def test_a_client_over_standard_input_and_output_hears_of_a_new_action(server):
    agent, token = server.agent("Heard over a pipe", ["search_contact"])
    command = StdioServerParameters(
        command=switchboard_path(), args=["mcp", "--url", server.url], env={"SWITCHBOARD_AGENT_TOKEN": token}
    )
    async with Client(command) as calls, calls.listen(tools_list_changed=True) as changes:
        server.made("PUT", f"/v1/agents/{agent}/actions/{server.action('create_lead')}", {})
        with anyio.fail_after(20):
            async for _ in changes:
                break


@pytest.mark.parametrize("mode", MODES)
async def test_a_message_can_name_a_call_of_its_own(server, desk, mode):
    async def on_question(context, params):
        return ElicitResult(action="accept", content={"confirm": True})

    marker = f"Metacase-{mode}"
    command = StdioServerParameters(
        command=switchboard_path(), args=["mcp", "--url", server.url], env={"SWITCHBOARD_AGENT_TOKEN": desk[1]}
    )
    async with Client(command, mode=mode, elicitation_callback=on_question) as calls:
        with anyio.fail_after(15):
            meta = {"switchboard/call_id": marker}
            done = await calls.call_tool("create_case", {"Subject": marker}, meta=meta)
        assert done.structured_content["outcome"] == "completed", done
    assert server.count(f"SELECT COUNT() FROM Case WHERE Subject = '{marker}'") == 1


@pytest.mark.parametrize("mode", MODES)
async def test_a_call_given_to_the_command_is_no_other(server, desk, mode):
    command = StdioServerParameters(
        command=switchboard_path(),
        args=["mcp", "--url", server.url, "--call-id", f"given {mode}"],
        env={"SWITCHBOARD_AGENT_TOKEN": desk[1]},
    )
    async with Client(command, mode=mode) as calls:
        search = {"search_term": "Sarah"}
        same = await calls.call_tool("search_contact", search, meta={"switchboard/call_id": f"given {mode}"})
        assert same.structured_content["outcome"] == "completed", same
        with pytest.raises(MCPError):
            await calls.call_tool("search_contact", search, meta={"switchboard/call_id": "another"})


@pytest.mark.parametrize("mode", MODES)
async def test_there_is_a_sandbox_org_to_try_it_on(mode):
    command = StdioServerParameters(
        command=switchboard_path(), args=["mcp", "--sandbox", "--actions", "search_contact", "create_case"], env={}
    )
    async with Client(command, mode=mode) as calls:
        assert len((await calls.list_tools()).tools) == 4
        found = await calls.call_tool("search_contact", {"search_term": "Sarah Johnson"})
        assert found.structured_content["result"]["records"][0]["LastName"] == "Johnson"


def test_lines_that_are_no_messages_are_answered(server, desk):
    lines = ["{", '{"jsonrpc": "2.0", "id": 1, "method": "nothing"}', "[]", '{"id": 2}', '"text"']
    run = subprocess.run(
        [switchboard_path(), "mcp", "--url", server.url],
        input="\n".join(lines) + "\n",
        env={"SWITCHBOARD_AGENT_TOKEN": desk[1]},
        capture_output=True,
        text=True,
        timeout=30,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    codes = sorted(answer["error"]["code"] for answer in answers)
    assert codes == [-32700, -32601, -32600, -32600, -32600], run.stdout
    assert run.returncode == 0, run.stderr


def test_a_wrong_token_is_answered(server):
    run = subprocess.run(
        [switchboard_path(), "mcp", "--url", server.url],
        input='{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}\n',
        env={"SWITCHBOARD_AGENT_TOKEN": "swb_agent_of_nobody"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    error = json.loads(run.stdout)["error"]
    assert error["code"] == -32603 and "401" in error["message"], run.stdout
