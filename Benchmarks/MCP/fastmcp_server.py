"""What one would write without Switchboard: FastMCP with simple-salesforce, at its fastest settings.

    python fastmcp_server.py PORT ORG TOKEN

It searches as the action `search_contact` does for a name, and checks nothing: who asks, how often, what the value holds
beside quotes, nor does it write anything down.
"""

import sys

from fastmcp import FastMCP
from simple_salesforce import Salesforce

port, org, token = sys.argv[1:]
salesforce = Salesforce(instance_url=org, session_id=token, version="59.0")
# The library knows only https; the org of the benchmark speaks plain HTTP to all.
salesforce.base_url = f"{org}/services/data/v59.0/"
server = FastMCP("crm")

FIELDS = "Id, FirstName, LastName, Title, Email, Phone, MobilePhone, AccountId, Account.Name"


@server.tool
def search_contact(search_term: str) -> dict:
    """Find contacts by name, email or phone."""
    term = search_term.replace("\\", "\\\\").replace("'", "\\'")
    found = salesforce.query(
        f"SELECT {FIELDS} FROM Contact WHERE Name LIKE '%{term}%' OR Email LIKE '%{term}%' "
        "ORDER BY LastModifiedDate DESC LIMIT 10"
    )
    return {"totalSize": found["totalSize"], "records": found["records"]}


server.run(
    transport="http",
    host="127.0.0.1",
    port=int(port),
    stateless_http=True,
    json_response=True,
    show_banner=False,
    log_level="error",
    uvicorn_config={"access_log": False},
)
