"""The seed conversation, the one of `switchboard demo`: Sarah's invoice is wrong. Every door leaves the same behind."""

import contextlib
import datetime

from conversation import Turn, Use

CALLER_PHONE = "+15552345678"
ACTIONS = ["search_contact", "create_case", "log_call", "schedule_event"]
# How the agent has to be set up beside that: what it leaves behind says when "tomorrow at 10am" is.
AGENT = {"time_zone": "UTC"}


def first(outcomes):
    """Sarah's record."""
    return outcomes["search_contact"]["result"]["records"][0]


def a_case(outcomes, **more):
    return {"Subject": "Invoice amount discrepancy", "ContactId": first(outcomes)["Id"], "Origin": "Phone"} | more


TURNS = [
    Turn(None, [Use("search_contact", lambda outcomes: {"search_term": CALLER_PHONE})]),
    Turn(
        "Yes, that's me. I'm having an issue with my latest invoice. The amount doesn't match what we agreed on.",
        [Use("create_case", a_case, ends=["confirmation_required"], answer=False)],
    ),
    # A yes to something else than what was read back: what was kept is void, and the agent asks once more.
    Turn(
        "Yes, and mark it as high priority please.",
        [
            Use(
                "create_case",
                lambda outcomes: a_case(outcomes, Priority="High"),
                ends=["confirmation_required"],
                answer=True,
            )
        ],
    ),
    Turn(
        "Yes, please.",
        [
            Use(
                "confirm",
                lambda outcomes: {"confirmation_id": outcomes["create_case"]["confirmation_id"]},
            ),
            Use(
                "log_call",
                lambda outcomes: {
                    "Subject": "Inbound call - invoice discrepancy",
                    "CallType": "Inbound",
                    "CallDisposition": "Connected",
                    "Description": "The amount of the latest invoice does not match what was agreed.",
                    "WhoId": first(outcomes)["Id"],
                    "WhatId": outcomes["confirm"]["result"]["Id"],
                },
            ),
        ],
    ),
    Turn(
        "Great. Can someone call me back tomorrow morning to follow up?",
        [
            Use(
                "schedule_event",
                lambda outcomes: {
                    "Subject": "Callback - invoice discrepancy follow-up",
                    "StartDateTime": "tomorrow at 10am",
                    "EndDateTime": "tomorrow at 10:30am",
                    "Location": "Phone",
                    "WhoId": first(outcomes)["Id"],
                    "WhatId": outcomes["confirm"]["result"]["Id"],
                },
                ends=["confirmation_required"],
                answer=True,
            )
        ],
    ),
    Turn(
        "Perfect.",
        [
            Use(
                "confirm",
                lambda outcomes: {"confirmation_id": outcomes["schedule_event"]["confirmation_id"]},
                name="second_confirm",
            )
        ],
    ),
    Turn("No, that's everything. Thanks!", []),
]


def left_behind():
    """What the conversation leaves behind: how many more records there are of each."""
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    return {
        "SELECT COUNT() FROM Case": 1,
        "SELECT COUNT() FROM Case WHERE Subject = 'Invoice amount discrepancy' AND Priority = 'High' "
        "AND Origin = 'Phone' AND Contact.Name = 'Sarah Johnson'": 1,
        "SELECT COUNT() FROM Task": 1,
        "SELECT COUNT() FROM Task WHERE Subject = 'Inbound call - invoice discrepancy' AND CallType = 'Inbound' "
        "AND TaskSubtype = 'Call' AND Status = 'Completed' AND Who.Name = 'Sarah Johnson'": 1,
        "SELECT COUNT() FROM Event": 1,
        "SELECT COUNT() FROM Event WHERE Subject = 'Callback - invoice discrepancy follow-up' "
        f"AND StartDateTime = {tomorrow}T10:00:00Z AND DurationInMinutes = 30 AND Who.Name = 'Sarah Johnson'": 1,
    }


@contextlib.contextmanager
def leaves(server):
    """Checks what is in the sandbox org of a server after the context that was not there before."""
    expected = left_behind()
    before = {soql: server.count(soql) for soql in expected}
    yield
    after = {soql: server.count(soql) - before[soql] for soql in expected}
    assert after == expected, "\n".join(f"{after[soql]}, not {expected[soql]}: {soql}" for soql in expected)
