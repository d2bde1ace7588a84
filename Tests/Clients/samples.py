"""The least that each object of the org takes, and something to change about it."""

import base64
import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

import pytest

LATER = datetime.datetime(2027, 3, 14, 15, 9, 26, tzinfo=datetime.timezone.utc)


@dataclasses.dataclass(frozen=True)
class Sample:
    fields: Callable[..., dict[str, Any]]
    change: dict[str, Any]
    is_deletable: bool = True

    def body(self, org):
        """The fields of a new record, with the records it belongs to made first."""
        return self.fields(org)


def sample_id(org, name, **fields):
    """The id of a new record of the object."""
    return org.create(name, json_body(SAMPLES[name].body(org) | fields))


def json_body(fields):
    """The fields as JSON has them; times with the seconds' fraction that Salesforce writes."""
    return {name: json_value(value) for name, value in fields.items()}


def json_value(value):
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.000%z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def standard_pricebook(org):
    return org.query("SELECT Id FROM Pricebook2 WHERE IsStandard = true")[0]["Id"]


def user_fields(org):
    name = org.unique("user")
    return {
        "Username": f"{name}@clients.test",
        "LastName": "Client",
        "Email": "user@clients.test",
        "Alias": name[-8:],
        "CommunityNickname": name,
        "TimeZoneSidKey": "America/Los_Angeles",
        "LocaleSidKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
        "ProfileId": org.query("SELECT Id FROM Profile LIMIT 1")[0]["Id"],
    }


SAMPLES = {
    "Account": Sample(lambda org: {"Name": "Clients Inc."}, {"NumberOfEmployees": 12}),
    "Campaign": Sample(lambda org: {"Name": "Spring", "IsActive": True}, {"StartDate": datetime.date(2027, 3, 1)}),
    "CampaignMember": Sample(
        lambda org: {"CampaignId": sample_id(org, "Campaign"), "ContactId": sample_id(org, "Contact")},
        {"Status": "Responded"},
    ),
    "CampaignMemberStatus": Sample(
        lambda org: {"CampaignId": sample_id(org, "Campaign"), "Label": "Called", "SortOrder": 7},
        {"HasResponded": True},
    ),
    "Case": Sample(lambda org: {"Subject": "It doesn't work", "Origin": "Phone"}, {"Status": "Working"}),
    "CaseComment": Sample(
        lambda org: {"ParentId": sample_id(org, "Case"), "CommentBody": "Called back"}, {"IsPublished": True}
    ),
    "Contact": Sample(lambda org: {"LastName": "O'Brien \\ Søn"}, {"Birthdate": datetime.date(1980, 2, 29)}),
    "ContentDocumentLink": Sample(
        lambda org: {
            "ContentDocumentId": sample_id(org, "ContentNote"),
            "LinkedEntityId": sample_id(org, "Account"),
            "ShareType": "V",
        },
        {"ShareType": "C"},
    ),
    "ContentNote": Sample(
        lambda org: {"Title": "About it", "Content": base64.b64encode(b"<p>Said so</p>").decode()},
        {"Title": "About that"},
    ),
    "ContentVersion": Sample(
        lambda org: {
            "Title": "A file",
            "PathOnClient": "file.txt",
            "VersionData": base64.b64encode(b"in it").decode(),
        },
        {"Description": "A file with something in it"},
        is_deletable=False,
    ),
    "Event": Sample(
        lambda org: {"Subject": "Meeting", "StartDateTime": LATER, "DurationInMinutes": 30},
        {"Location": "Upstairs"},
    ),
    "Group": Sample(lambda org: {"Name": org.unique("Group"), "Type": "Regular"}, {"DoesIncludeBosses": True}),
    "GroupMember": Sample(
        lambda org: {"GroupId": sample_id(org, "Group"), "UserOrGroupId": sample_id(org, "User")}, {}
    ),
    "Knowledge__kav": Sample(
        lambda org: {"Title": "How to", "UrlName": org.unique("how-to")}, {"Summary": "Like this"}, is_deletable=False
    ),
    "Lead": Sample(lambda org: {"LastName": "Lead", "Company": "Clients Inc."}, {"Status": "Working - Contacted"}),
    "Note": Sample(lambda org: {"ParentId": sample_id(org, "Account"), "Title": "A note"}, {"Body": "It says so"}),
    "Opportunity": Sample(
        lambda org: {"Name": "A deal", "StageName": "Prospecting", "CloseDate": LATER.date()}, {"Amount": 1250.5}
    ),
    "OpportunityContactRole": Sample(
        lambda org: {"OpportunityId": sample_id(org, "Opportunity"), "ContactId": sample_id(org, "Contact")},
        {"IsPrimary": True},
    ),
    "OpportunityLineItem": Sample(
        lambda org: {
            "OpportunityId": sample_id(org, "Opportunity"),
            "PricebookEntryId": sample_id(org, "PricebookEntry"),
            "Quantity": 2.0,
            "UnitPrice": 19.99,
        },
        {"Quantity": 3.0},
    ),
    "Pricebook2": Sample(lambda org: {"Name": org.unique("Book")}, {"IsActive": True}),
    "PricebookEntry": Sample(
        lambda org: {
            "Pricebook2Id": standard_pricebook(org),
            "Product2Id": sample_id(org, "Product2"),
            "UnitPrice": 20.0,
            "IsActive": True,
        },
        {"UnitPrice": 25.0},
    ),
    "Product2": Sample(lambda org: {"Name": "Clock", "IsActive": True}, {"ProductCode": "C-1"}),
    "QueueSobject": Sample(
        lambda org: {"QueueId": sample_id(org, "Group", Type="Queue"), "SobjectType": "Case"}, {}
    ),
    "Task": Sample(
        lambda org: {"Subject": "Call back", "ActivityDate": LATER.date(), "Priority": "High"},
        {"ReminderDateTime": LATER},
    ),
    "User": Sample(user_fields, {"Title": "Agent"}, is_deletable=False),
    "UserRole": Sample(lambda org: {"Name": org.unique("Role")}, {"RollupDescription": "What they do"}),
}

# A test of each object of the table.
each_object = pytest.mark.parametrize("name", SAMPLES)

# What is read back otherwise than it was written: the bytes of a file stand behind a URL.
BEHIND_A_URL = {"Content", "VersionData"}
