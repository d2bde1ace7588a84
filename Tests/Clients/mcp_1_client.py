"""What `test_mcp.py` has the older line of the official client do, in an environment of its own.

    python mcp_1_client.py ADDRESS TOKEN CALL asks|tells
"""

import asyncio
import json
import sys
from datetime import timedelta

from mcp import ClientSession, McpError, types
from mcp.client.streamable_http import streamablehttp_client

import seed
from conversation import play
from mcp_door import MCPDoor


async def main(address, token, call, way):
    asks = way == "asks"
    headers = {"Authorization": f"Bearer {token}", "X-Call-Id": call, "X-Caller-Phone": seed.CALLER_PHONE}
    told = asyncio.Queue()

    async def on_message(message):
        if isinstance(message, types.ServerNotification):
            told.put_nowait(message.root.method)

    async def on_question(context, params):
        return types.ElicitResult(**door.asked(params.message))

    async def call_tool(call, tool, arguments, meta):
        result = await session.call_tool(tool, arguments, meta=meta)
        return result.isError, result.content[0].text, result.structuredContent

    async with streamablehttp_client(address, headers=headers) as (reading, writing, session_id):
        async with ClientSession(
            reading,
            writing,
            read_timeout_seconds=timedelta(seconds=20),
            elicitation_callback=on_question if asks else None,
            message_handler=on_message,
        ) as session:
            door = MCPDoor(call_tool, asks=asks)
            initialized = await session.initialize()
            assert initialized.protocolVersion == "2025-11-25" and session_id()
            assert initialized.capabilities.tools.listChanged
            await session.send_ping()
            names = {tool.name for tool in (await session.list_tools()).tools}
            assert {*seed.ACTIONS, "confirm", "end_call"} <= names, names
            await play(seed.TURNS, door)
            try:
                await session.call_tool("nothing", {})
            except McpError as error:
                assert error.error.code == -32602, error
            else:
                raise AssertionError("An unknown tool was used.")
            wrong = await session.call_tool("schedule_event", {"Subject": "Callback"})
            assert wrong.isError and wrong.structuredContent["outcome"] == "invalid", wrong
            # The test changes what the agent may do as soon as it reads this.
            print(json.dumps({"questions": door.questions}), flush=True)
            assert await asyncio.wait_for(told.get(), 20) == "notifications/tools/list_changed"
            assert {tool.name for tool in (await session.list_tools()).tools} > names


asyncio.run(main(*sys.argv[1:]))
