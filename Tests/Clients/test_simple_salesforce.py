import base64
import datetime
import time

import pytest
import requests
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from sandbox import CLIENT_ID, CLIENT_SECRET, CONTACTS, MY_DOMAIN, MY_DOMAIN_URL, PASSWORD, USERNAME
from samples import BEHIND_A_URL, LATER, SAMPLES, each_object, json_body, json_value, sample_id


@pytest.fixture(scope="module")
def salesforce(org):
    return Salesforce(
        username=USERNAME,
        password=PASSWORD,
        consumer_key=CLIENT_ID,
        consumer_secret=CLIENT_SECRET,
        domain=MY_DOMAIN,
    )


def grants(private_key):
    return {
        "SOAP with a security token": {"username": USERNAME, "password": PASSWORD, "security_token": ""},
        "SOAP at a My Domain": {
            "username": USERNAME, "password": PASSWORD, "security_token": "", "domain": MY_DOMAIN
        },
        "SOAP with the organization": {
            "username": USERNAME, "password": PASSWORD, "organizationId": "00D000000000001"
        },
        "password": {
            "username": USERNAME, "password": PASSWORD, "consumer_key": CLIENT_ID, "consumer_secret": CLIENT_SECRET
        },
        "JWT from a file": {
            "username": USERNAME, "consumer_key": CLIENT_ID, "privatekey_file": str(private_key)
        },
        "JWT at the sandboxes' host": {
            "username": USERNAME, "consumer_key": CLIENT_ID, "privatekey": private_key.read_text(), "domain": "test"
        },
        "client credentials": {
            "consumer_key": CLIENT_ID, "consumer_secret": CLIENT_SECRET, "domain": MY_DOMAIN
        },
    }


@pytest.mark.parametrize(
    "grant",
    [
        "SOAP with a security token",
        "SOAP at a My Domain",
        "SOAP with the organization",
        "password",
        "JWT from a file",
        "JWT at the sandboxes' host",
        "client credentials",
    ],
)
def test_every_grant_logs_in(org, private_key, grant):
    salesforce = Salesforce(**grants(private_key)[grant])
    assert salesforce.query("SELECT Id FROM Organization")["totalSize"] == 1
    assert salesforce.sf_instance.endswith(".salesforce.com")


def test_a_session_id_is_enough(org, salesforce):
    by_host = Salesforce(instance="acme.my.salesforce.com", session_id=salesforce.session_id)
    by_url = Salesforce(instance_url=MY_DOMAIN_URL, session_id=salesforce.session_id)
    assert by_host.is_sandbox() == by_url.is_sandbox()


# What the library has to say about a user who hasn't approved the app.
@pytest.mark.filterwarnings("ignore:\\s*If your connected app policy")
@pytest.mark.parametrize(
    ("grant", "wrong", "code"),
    [
        ("SOAP with a security token", {"password": "wrong"}, "INVALID_LOGIN"),
        ("password", {"password": "wrong"}, "invalid_grant"),
        ("JWT from a file", {"username": "nobody@sandbox.test"}, "invalid_grant"),
    ],
)
def test_a_refused_log_in_says_why(org, private_key, grant, wrong, code):
    with pytest.raises(SalesforceAuthenticationFailed) as refused:
        Salesforce(**grants(private_key)[grant] | wrong)
    assert refused.value.code == code


def test_an_ended_session_is_renewed(org):
    salesforce = Salesforce(
        username=USERNAME, password=PASSWORD, consumer_key=CLIENT_ID, consumer_secret=CLIENT_SECRET, domain=MY_DOMAIN
    )
    ended = salesforce.session_id
    org.revoke(ended)
    assert salesforce.query("SELECT Id FROM Organization")["totalSize"] == 1
    assert salesforce.session_id != ended


def test_a_session_that_cannot_be_renewed_has_expired(org):
    with pytest.raises(SalesforceExpiredSession) as expired:
        Salesforce(instance_url=MY_DOMAIN_URL, session_id="00D!gone").query("SELECT Id FROM Organization")
    assert expired.value.content == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


@each_object
def test_every_object_is_created_read_changed_and_deleted(org, salesforce, name):
    sample, sobject = SAMPLES[name], getattr(salesforce, name)
    fields = json_body(sample.body(org))
    created = sobject.create(fields)
    assert created["success"] is True and created["errors"] == [] and len(created["id"]) == 18

    record = sobject.get(created["id"])
    assert record["attributes"] == {
        "type": name, "url": f"/services/data/v59.0/sobjects/{name}/{created['id']}"
    }
    for field in fields.keys() - BEHIND_A_URL:
        assert record[field] == fields[field]

    if sample.change:
        assert sobject.update(created["id"], json_body(sample.change)) == 204
        assert sobject.get(created["id"]).items() >= json_body(sample.change).items()

    if sample.is_deletable:
        assert sobject.delete(created["id"]) == 204
        with pytest.raises(SalesforceResourceNotFound):
            sobject.get(created["id"])


def test_every_writable_object_has_a_sample(salesforce):
    described = salesforce.describe()["sobjects"]
    assert {sobject["name"] for sobject in described if sobject["createable"]} == SAMPLES.keys()


def test_a_query_of_many_rows_comes_in_pages(salesforce):
    first = salesforce.query("SELECT Id FROM Contact ORDER BY Id")
    assert len(first["records"]) == 2000 and first["done"] is False and first["totalSize"] > CONTACTS
    rest = salesforce.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert rest["done"] is True and "nextRecordsUrl" not in rest and rest["totalSize"] == first["totalSize"]
    by_locator = salesforce.query_more(first["nextRecordsUrl"].rsplit("/", 1)[1])
    assert by_locator["records"] == rest["records"]

    everything = salesforce.query_all("SELECT Id FROM Contact ORDER BY Id")
    ids = [record["Id"] for record in everything["records"]]
    assert ids == [record["Id"] for record in first["records"] + rest["records"]]
    assert ids == sorted(set(ids)) and len(ids) == first["totalSize"]
    assert [record["Id"] for record in salesforce.query_all_iter("SELECT Id FROM Contact ORDER BY Id")] == ids


def test_deleted_records_are_in_a_query_of_everything(org, salesforce):
    contact = sample_id(org, "Contact")
    salesforce.Contact.delete(contact)
    soql = format_soql("SELECT Id, IsDeleted FROM Contact WHERE Id = {}", contact)
    assert salesforce.query(soql)["records"] == []
    assert salesforce.query(soql, include_deleted=True)["records"][0]["IsDeleted"] is True


@pytest.mark.parametrize(
    "text", ["O'Brien", 'say "no"', "C:\\path", "two\nlines", "a\ttab", "100% _sure_", "Søren 日本 😀", "+1 (555)"]
)
def test_formatted_queries_find_every_text(salesforce, text):
    account = salesforce.Account.create({"Name": text, "Description": text})["id"]
    stored = salesforce.Account.get(account)
    assert stored["Description"] == text
    exact = salesforce.query(format_soql("SELECT Id FROM Account WHERE Name = {}", stored["Name"]))
    assert account in [record["Id"] for record in exact["records"]]
    like = salesforce.query(format_soql("SELECT Id FROM Account WHERE Name LIKE '%{:like}%'", stored["Name"]))
    assert account in [record["Id"] for record in like["records"]]


def test_formatted_queries_take_every_type(org, salesforce):
    task = sample_id(org, "Task", ReminderDateTime=json_value(LATER), IsReminderSet=True)
    soql = format_soql(
        "SELECT Id FROM Task WHERE Id IN {} AND ActivityDate = {} AND ReminderDateTime = {} AND IsReminderSet = {}"
        " AND WhatId = {}",
        [task], LATER.date(), LATER, True, None,
    )
    assert salesforce.query(soql)["totalSize"] == 1


def test_times_are_taken_in_every_zone_and_given_in_utc(org, salesforce):
    event = sample_id(org, "Event")
    for text, hour in [
        ("2027-01-31T10:00:00Z", 10), ("2027-01-31T10:00:00.000+0000", 10), ("2027-01-31T10:00:00+02:00", 8),
        ("2027-01-31T10:00:00.250-0530", 15),
    ]:
        salesforce.Event.update(event, {"StartDateTime": text, "DurationInMinutes": 30})
        read = datetime.datetime.strptime(salesforce.Event.get(event)["StartDateTime"], "%Y-%m-%dT%H:%M:%S.%f%z")
        assert (read.hour, read.utcoffset()) == (hour, datetime.timedelta())


def test_related_records_come_along(org, salesforce):
    account = sample_id(org, "Account", Name="Related Inc.")
    contact = sample_id(org, "Contact", AccountId=account, LastName="Related")
    childless = sample_id(org, "Account")
    parent = salesforce.query(f"SELECT Account.Name, ReportsTo.Name FROM Contact WHERE Id = '{contact}'")["records"][0]
    assert parent["Account"]["Name"] == "Related Inc." and parent["Account"]["attributes"]["type"] == "Account"
    assert parent["ReportsTo"] is None
    children = salesforce.query(
        f"SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id IN ('{account}', '{childless}')"
    )["records"]
    found = {record["Id"]: record["Contacts"] for record in children}
    assert found[account]["records"][0]["LastName"] == "Related" and found[account]["done"] is True
    assert found[childless] is None


def test_aggregates_are_records_of_their_own(salesforce):
    rows = salesforce.query("SELECT StageName, COUNT(Id) deals, SUM(Amount) FROM Opportunity GROUP BY StageName")
    assert all(list(row) == ["attributes", "StageName", "deals", "expr0"] for row in rows["records"])
    assert rows["records"][0]["attributes"] == {"type": "AggregateResult"}
    assert salesforce.query("SELECT COUNT() FROM Opportunity")["records"] == []


def test_searches_find_records(org, salesforce):
    word = org.unique("Zyzzyva").replace("-", "")
    contact = sample_id(org, "Contact", LastName=word)
    found = salesforce.search(f"FIND {{{word}}} IN NAME FIELDS RETURNING Contact(Id, LastName)")["searchRecords"]
    assert [(record["Id"], record["LastName"]) for record in found] == [(contact, word)]
    assert [record["Id"] for record in salesforce.quick_search(word)["searchRecords"]] == [contact]
    assert salesforce.quick_search("Nobody At All By That Name")["searchRecords"] == []


def test_an_upsert_creates_then_changes(org, salesforce):
    email = f"{org.unique('upsert')}@clients.test"
    assert salesforce.Contact.upsert(f"Email/{email}", {"LastName": "First"}) == 201
    assert salesforce.Contact.upsert(f"Email/{email}", {"LastName": "Second"}) == 200
    assert salesforce.Contact.get_by_custom_id("Email", email)["LastName"] == "Second"


def test_an_ambiguous_upsert_lists_the_candidates(org, salesforce):
    email = f"{org.unique('twice')}@clients.test"
    contacts = [sample_id(org, "Contact", Email=email) for _ in range(2)]
    with pytest.raises(SalesforceMoreThanOneRecord) as ambiguous:
        salesforce.Contact.upsert(f"Email/{email}", {"LastName": "Third"})
    assert sorted(ambiguous.value.content) == sorted(
        f"/services/data/v59.0/sobjects/Contact/{contact}" for contact in contacts
    )


def test_the_org_describes_itself(salesforce):
    described = salesforce.describe()
    assert described["maxBatchSize"] == 200 and "Contact" in {sobject["name"] for sobject in described["sobjects"]}
    assert salesforce.Contact.metadata()["objectDescribe"]["keyPrefix"] == "003"
    fields = {field["name"]: field for field in salesforce.Contact.describe()["fields"]}
    assert len(fields["LastName"]) == 57
    assert fields["LastName"]["nillable"] is False and fields["LastName"]["length"] == 80
    assert fields["AccountId"]["referenceTo"] == ["Account"]


def test_files_are_put_in_and_taken_out(tmp_path, salesforce):
    file = tmp_path / "file.bin"
    file.write_bytes(bytes(range(256)))
    version = salesforce.ContentVersion.create(
        {"Title": "Bytes", "PathOnClient": "file.bin", "VersionData": base64.b64encode(file.read_bytes()).decode()}
    )["id"]
    assert salesforce.ContentVersion.get_base64(version, base64_field="VersionData") == bytes(range(256))


def test_changes_of_a_span_of_time_are_listed(org, salesforce):
    updated, deleted = sample_id(org, "Lead"), sample_id(org, "Lead")
    salesforce.Lead.delete(deleted)
    now = datetime.datetime.now(datetime.timezone.utc)
    start, end = now - datetime.timedelta(minutes=5), now + datetime.timedelta(minutes=5)
    assert updated in salesforce.Lead.updated(start, end)["ids"]
    assert deleted in {record["id"] for record in salesforce.Lead.deleted(start, end)["deletedRecords"]}


def test_usage_is_read_from_every_answer(salesforce):
    salesforce.query("SELECT Id FROM Organization")
    before = salesforce.api_usage["api-usage"]
    salesforce.limits()
    after = salesforce.api_usage["api-usage"]
    assert after.used == before.used + 1 and after.total == before.total
    assert salesforce.limits()["DailyApiRequests"]["Max"] == after.total


def test_any_resource_is_reached(salesforce):
    collection = salesforce.restful(
        "composite/sobjects",
        method="POST",
        json={"allOrNone": False, "records": [
            {"attributes": {"type": "Account"}, "Name": "One"}, {"attributes": {"type": "Account"}},
        ]},
    )
    assert [row["success"] for row in collection] == [True, False]
    assert collection[1]["errors"] == [{
        "statusCode": "REQUIRED_FIELD_MISSING",
        "message": "Required fields are missing: [Name]",
        "fields": ["Name"],
    }]
    assert salesforce.oauth2("userinfo")["preferred_username"] == USERNAME


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        (lambda it: it.query("SELECT Nothing FROM Contact"), SalesforceMalformedRequest, "INVALID_FIELD"),
        (lambda it: it.query("SELECT Id FROM Nothing"), SalesforceMalformedRequest, "INVALID_TYPE"),
        (lambda it: it.query("SELECT"), SalesforceMalformedRequest, "MALFORMED_QUERY"),
        (lambda it: it.query_more("01g000000000000-2000"), SalesforceMalformedRequest, "INVALID_QUERY_LOCATOR"),
        (lambda it: it.search("Sarah"), SalesforceMalformedRequest, "MALFORMED_SEARCH"),
        (lambda it: it.Contact.create({}), SalesforceMalformedRequest, "REQUIRED_FIELD_MISSING"),
        (lambda it: it.Contact.create({"LastName": "X", "Nothing": 1}), SalesforceMalformedRequest, "INVALID_FIELD"),
        (lambda it: it.Contact.create({"LastName": "X", "Email": "X"}), SalesforceMalformedRequest,
         "INVALID_EMAIL_ADDRESS"),
        (lambda it: it.Contact.create({"LastName": "X" * 81}), SalesforceMalformedRequest, "STRING_TOO_LONG"),
        (lambda it: it.Contact.get("003000000000000AAA"), SalesforceResourceNotFound, "NOT_FOUND"),
        (lambda it: it.Contact.delete("003000000000000AAA"), SalesforceResourceNotFound,
         "INVALID_CROSS_REFERENCE_KEY"),
        (lambda it: it.Nothing.describe(), SalesforceResourceNotFound, "NOT_FOUND"),
        (lambda it: it.restful("sobjects/Contact", method="PUT", json={}), SalesforceGeneralError,
         "METHOD_NOT_ALLOWED"),
    ],
)
def test_every_error_has_its_class(salesforce, wrong, error, code):
    with pytest.raises(error) as raised:
        wrong(salesforce)
    assert type(raised.value) is error
    assert raised.value.content[0]["errorCode"] == code


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("requestLimit", SalesforceRefusedRequest, "REQUEST_LIMIT_EXCEEDED"),
        ("lockedRow", SalesforceMalformedRequest, "UNABLE_TO_LOCK_ROW"),
        ("serverError", SalesforceGeneralError, "UNKNOWN_EXCEPTION"),
        ("unavailable", SalesforceGeneralError, "SERVER_UNAVAILABLE"),
    ],
)
def test_an_org_in_trouble_raises_the_class_of_its_trouble(org, salesforce, fault, error, code):
    with org.fault(fault, pathContains="sobjects"), pytest.raises(error) as raised:
        salesforce.Account.create({"Name": "Trouble"})
    assert type(raised.value) is error and raised.value.content[0]["errorCode"] == code


def test_a_dropped_connection_is_one_to_the_client(org, salesforce):
    with org.fault("dropBeforeCommit", method="POST"), pytest.raises(requests.ConnectionError):
        salesforce.Account.create({"Name": org.unique("Dropped")})


def test_a_record_is_there_once_after_its_answer_was_lost(org, salesforce):
    name = org.unique("Lost")
    with org.fault("dropAfterCommit", method="POST", count=1), pytest.raises(requests.ConnectionError):
        salesforce.Account.create({"Name": name})
    assert salesforce.query(format_soql("SELECT Id FROM Account WHERE Name = {}", name))["totalSize"] == 1


@pytest.mark.parametrize("fault", ["latency", "slowBody"])
def test_an_org_that_takes_its_time_is_waited_for(org, salesforce, fault):
    with org.fault(fault, milliseconds=300, pathContains="limits"):
        start = time.monotonic()
        assert salesforce.limits()["DailyApiRequests"]
        assert time.monotonic() - start >= 0.3


def test_an_answer_that_is_cut_off_is_no_json(org, salesforce):
    with org.fault("malformedJSON", pathContains="limits"), pytest.raises(ValueError):
        salesforce.limits()


def test_a_session_that_ends_is_begun_again(org, salesforce):
    with org.fault("invalidSession", pathContains="limits", count=1):
        assert salesforce.limits()["DailyApiRequests"]


def test_a_password_that_is_set_is_the_one_to_log_in_with(org, salesforce):
    name = org.unique("person")
    profile = salesforce.query("SELECT Id FROM Profile LIMIT 1")["records"][0]["Id"]
    user = salesforce.User.create(
        {
            "Username": f"{name}@sandbox.test", "LastName": name, "CommunityNickname": name,
            "Email": "person@sandbox.test", "Alias": "person",
            "TimeZoneSidKey": "Europe/Stockholm", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8",
            "LanguageLocaleKey": "en_US", "ProfileId": profile, "IsActive": True,
        }
    )
    salesforce.set_password(user["id"], "tulips42")
    log_in = {"username": f"{name}@sandbox.test", "security_token": ""}
    with pytest.raises(SalesforceAuthenticationFailed):
        Salesforce(password=PASSWORD, **log_in)
    assert Salesforce(password="tulips42", **log_in).limits()
