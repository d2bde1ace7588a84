"""Finds a contact and opens a case over MCP, with the official Python client: pip install mcp

    switchboard serve --sandbox     # then set up an agent, in the console or over the HTTP API
    python Examples/mcp_client.py http://127.0.0.1:8080/mcp swb_agent_…
"""

import asyncio
import sys
import uuid

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client


async def main(address, token):
    # The call is named by whoever runs the model, never by the model.
    headers = {"Authorization": f"Bearer {token}", "X-Call-Id": str(uuid.uuid4()), "X-Caller-Phone": "+15552345678"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        async with Client(streamable_http_client(address, http_client=http)) as client:
            print("Tools:", ", ".join(tool.name for tool in (await client.list_tools()).tools))

            found = await client.call_tool("search_contact", {"search_term": "+15552345678"})
            contact = found.structured_content["result"]["records"][0]
            print("Caller:", contact["FirstName"], contact["LastName"])

            case = {"Subject": "Invoice amount discrepancy", "ContactId": contact["Id"]}
            asked = (await client.call_tool("create_case", case)).structured_content
            print("Agent:", asked["say"])
            # Here the caller says yes.
            done = await client.call_tool("confirm", {"confirmation_id": asked["confirmation_id"]})
            print("Case:", done.structured_content["result"]["CaseNumber"])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
