import base64
import datetime
import ssl

import httpx
import pytest
from aiosalesforce import ClientCredentialsFlow, JwtBearerFlow, Salesforce, SoapLogin, format_soql
from aiosalesforce.exceptions import (
    AuthenticationError,
    MoreThanOneRecordError,
    NotFoundError,
    RequestLimitExceededError,
    SalesforceError,
    SalesforceWarning,
    ServerError,
)

from sandbox import CLIENT_ID, CLIENT_SECRET, CONTACTS, MY_DOMAIN_URL, PASSWORD, USERNAME
from samples import BEHIND_A_URL, LATER, SAMPLES, each_object, json_body, json_value, sample_id


class Redirected(httpx.AsyncHTTPTransport):
    """Connects to the org whatever host is asked for; httpx resolves names where they can't be redirected."""

    def __init__(self, org):
        super().__init__(verify=ssl.create_default_context(cafile=org.certificate))
        self.port = org.tls_port

    async def handle_async_request(self, request):
        request.extensions = request.extensions | {"sni_hostname": request.url.host}
        request.url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return await super().handle_async_request(request)


@pytest.fixture
async def http(org):
    async with httpx.AsyncClient(transport=Redirected(org), trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def salesforce(http):
    return Salesforce(http, MY_DOMAIN_URL, ClientCredentialsFlow(CLIENT_ID, CLIENT_SECRET))


async def rows(records):
    return [record async for record in records]


GRANTS = {
    "client credentials": lambda key: ClientCredentialsFlow(CLIENT_ID, CLIENT_SECRET),
    "JWT": lambda key: JwtBearerFlow(CLIENT_ID, USERNAME, key),
    "SOAP": lambda key: SoapLogin(USERNAME, PASSWORD, ""),
}


@pytest.mark.parametrize("grant", GRANTS)
@pytest.mark.parametrize(
    "url",
    [
        MY_DOMAIN_URL,
        "https://acme--uat.sandbox.my.salesforce.com",
        "https://acme-dev-ed.develop.my.salesforce.com",
    ],
)
async def test_every_grant_logs_in_at_every_kind_of_host(http, private_key, grant, url):
    salesforce = Salesforce(http, url, GRANTS[grant](private_key))
    assert len(await rows(salesforce.query("SELECT Id FROM Organization"))) == 1


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        (lambda key: SoapLogin(USERNAME, "wrong", ""), "INVALID_LOGIN"),
        (lambda key: JwtBearerFlow(CLIENT_ID, "nobody@sandbox.test", key), "invalid_grant"),
    ],
)
async def test_a_refused_log_in_says_why(http, private_key, auth, code):
    salesforce = Salesforce(http, MY_DOMAIN_URL, auth(private_key), retry_policy=None)
    with pytest.raises(AuthenticationError) as refused:
        await salesforce.get_limits()
    assert refused.value.error_code == code


async def test_an_ended_session_is_renewed(org, salesforce):
    ended = await salesforce.auth.get_access_token(salesforce)
    org.revoke(ended)
    assert len(await rows(salesforce.query("SELECT Id FROM Organization"))) == 1
    assert await salesforce.auth.get_access_token(salesforce) != ended


@each_object
async def test_every_object_is_created_read_changed_and_deleted(org, salesforce, name):
    sample = SAMPLES[name]
    fields = json_body(sample.body(org))
    created = await salesforce.sobject.create(name, fields)
    chosen = await salesforce.sobject.get(name, created, fields=["Id", *fields])
    assert list(chosen) == ["attributes", "Id", *fields]
    assert all(chosen[field] == fields[field] for field in fields.keys() - BEHIND_A_URL)

    if sample.change:
        await salesforce.sobject.update(name, created, json_body(sample.change))
        record = await salesforce.sobject.get(name, created)
        assert record.items() >= json_body(sample.change).items()

    if sample.is_deletable:
        await salesforce.sobject.delete(name, created)
        with pytest.raises(NotFoundError):
            await salesforce.sobject.get(name, created)


async def test_a_query_of_many_rows_comes_in_pages(salesforce):
    ids = [record["Id"] async for record in salesforce.query("SELECT Id FROM Contact ORDER BY Id")]
    assert len(ids) > CONTACTS and ids == sorted(set(ids))


async def test_deleted_records_are_in_a_query_of_everything(org, salesforce):
    contact = sample_id(org, "Contact")
    await salesforce.sobject.delete("Contact", contact)
    soql = format_soql("SELECT IsDeleted FROM Contact WHERE Id = {}", contact)
    assert await rows(salesforce.query(soql)) == []
    assert [record["IsDeleted"] for record in await rows(salesforce.query(soql, include_all_records=True))] == [True]


async def test_formatted_queries_take_every_type(org, salesforce):
    subject = org.unique("It's 100% \\ \"sure\"")
    task = sample_id(org, "Task", Subject=subject, ReminderDateTime=json_value(LATER), IsReminderSet=True)
    soql = format_soql(
        "SELECT Id FROM Task WHERE Id IN {ids} AND Subject = {subject} AND ActivityDate = {date}"
        " AND ReminderDateTime = {time} AND IsReminderSet = {yes} AND WhatId = {none} AND Subject LIKE '%{part:like}%'",
        ids=[task], subject=subject, date=LATER.date(), time=LATER, yes=True, none=None, part="100% \\",
    )
    assert [record["Id"] for record in await rows(salesforce.query(soql))] == [task]


async def test_times_are_taken_in_every_zone_and_given_in_utc(org, salesforce):
    local = datetime.datetime(2027, 1, 31, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    event = sample_id(org, "Event", StartDateTime=local.isoformat())
    record = await salesforce.sobject.get("Event", event, fields=["StartDateTime", "EndDateTime"])
    assert record["StartDateTime"] == "2027-01-31T08:00:00.000+0000"
    assert record["EndDateTime"] == "2027-01-31T08:30:00.000+0000"


async def test_an_upsert_tells_whether_it_created(org, salesforce):
    email = f"{org.unique('upsert')}@clients.test"
    first = await salesforce.sobject.upsert(
        "Contact", email, external_id_field="Email", data={"LastName": "First", "Email": email}
    )
    second = await salesforce.sobject.upsert("Contact", email, external_id_field="Email", data={"LastName": "Second"})
    assert (first.created, second.created, second.id) == (True, False, first.id)
    record = await salesforce.sobject.get("Contact", email, external_id_field="Email", fields=["LastName"])
    assert record["LastName"] == "Second"
    await salesforce.sobject.delete("Contact", email, external_id_field="Email")
    with pytest.raises(NotFoundError):
        await salesforce.sobject.get("Contact", first.id)


async def test_an_ambiguous_upsert_is_an_error_of_its_own(org, salesforce):
    email = f"{org.unique('twice')}@clients.test"
    contacts = [sample_id(org, "Contact", Email=email) for _ in range(2)]
    with pytest.raises(MoreThanOneRecordError) as ambiguous:
        await salesforce.sobject.upsert("Contact", email, external_id_field="Email", data={"LastName": "Third"})
    assert all(contact in str(ambiguous.value) for contact in contacts)


async def test_limits_name_the_requests_of_a_day(salesforce):
    requests = (await salesforce.get_limits())["DailyApiRequests"]
    assert requests["Max"] >= requests["Remaining"] > 0


async def test_an_old_version_warns_and_a_retired_one_is_gone(http):
    def salesforce(version):
        return Salesforce(http, MY_DOMAIN_URL, ClientCredentialsFlow(CLIENT_ID, CLIENT_SECRET), version=version)

    assert await salesforce("60.0").get_limits()
    with pytest.warns(SalesforceWarning, match="deprecated"):
        assert await salesforce("31.0").get_limits()
    with pytest.raises(SalesforceError) as gone:
        await salesforce("30.0").get_limits()
    assert gone.value.response.status_code == 410


async def test_a_composite_request_refers_to_earlier_results(org, salesforce):
    name = "Marks & Sons' <Ltd>"
    async with salesforce.composite(all_or_none=True, autoraise=True) as composite:
        account = composite.sobject.create("Account", {"Name": name})
        contact = composite.sobject.create("Contact", {"LastName": "Marks", "AccountId": str(account.reference.id)})
        changed = composite.sobject.update("Contact", str(contact.reference.id), {"Title": "Owner"})
        read = composite.sobject.get("Contact", str(contact.reference.id), fields=["AccountId", "Title"])
        found = composite.query(f"SELECT Name FROM Account WHERE Id = '{account.reference.id}'")
        removed = composite.sobject.delete("Contact", str(contact.reference.id))
    assert (changed.status_code, removed.status_code) == (204, 204)
    assert changed.response_body is None
    assert account.response_http_headers["Location"].endswith(f"/sobjects/Account/{account.id}")
    assert (read.record["AccountId"], read.record["Title"]) == (account.id, "Owner")
    assert [record["Name"] for record in found.records] == [name]
    assert (await salesforce.sobject.get("Account", account.id))["Name"] == name


async def test_a_composite_request_of_all_or_none_leaves_nothing(org, salesforce):
    name = org.unique("Nothing of it")
    async with salesforce.composite(all_or_none=True) as composite:
        good = composite.sobject.create("Account", {"Name": name})
        bad = composite.sobject.create("Contact", {"FirstName": "Nameless"})
        halted = composite.sobject.create("Account", {"Name": name})
    assert [each.status_code for each in (good, bad, halted)] == [400, 400, 400]
    assert bad.response_body[0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert good.response_body[0]["errorCode"] == halted.response_body[0]["errorCode"] == "PROCESSING_HALTED"
    assert await rows(salesforce.query(format_soql("SELECT Id FROM Account WHERE Name = {}", name))) == []


async def test_a_composite_upsert_tells_whether_it_created(org, salesforce):
    email = f"{org.unique('composite')}@clients.test"
    async with salesforce.composite() as composite:
        first = composite.sobject.upsert("Contact", email, external_id_field="Email", data={"LastName": "First"})
        second = composite.sobject.upsert("Contact", email, external_id_field="Email", data={"LastName": "Second"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.created, second.created, second.id) == (True, False, first.id)


async def test_a_batch_answers_each_of_its_requests(org, salesforce):
    contact = sample_id(org, "Contact", LastName="Batch & Co")
    async with salesforce.composite.batch() as batch:
        created = batch.sobject.create("Account", {"Name": "Batch"})
        read = batch.sobject.get("Contact", contact, fields=["LastName"])
        missing = batch.sobject.get("Contact", "003000000000000AAA")
        changed = batch.sobject.update("Contact", contact, {"Title": "Batched"})
        found = batch.query(f"SELECT Title FROM Contact WHERE Id = '{contact}'")
        removed = batch.sobject.delete("Contact", contact)
    assert read.record["LastName"] == "Batch & Co" and found.records[0]["Title"] == "Batched"
    assert [each.status_code for each in (created, read, missing, changed, found, removed)] == [
        201, 200, 404, 204, 200, 204
    ]
    with pytest.raises(NotFoundError):
        missing.raise_for_status()
    assert (await salesforce.sobject.get("Account", created.id))["Name"] == "Batch"


async def test_a_batch_halts_at_an_error_when_told_to(salesforce):
    async with salesforce.composite.batch(halt_on_error=True) as batch:
        bad = batch.sobject.create("Contact", {})
        halted = batch.sobject.create("Account", {"Name": "Never"})
    assert (bad.status_code, halted.status_code) == (400, 412)
    assert halted.result[0]["errorCode"] == "BATCH_PROCESSING_HALTED"


async def test_files_are_put_in_and_taken_out(salesforce):
    content = bytes(range(256))
    version = await salesforce.sobject.create(
        "ContentVersion",
        {"Title": "Bytes", "PathOnClient": "file.bin", "VersionData": base64.b64encode(content).decode()},
    )
    record = await salesforce.sobject.get("ContentVersion", version, fields=["VersionData"])
    answer = await salesforce.request("GET", f"{MY_DOMAIN_URL}{record['VersionData']}")
    assert answer.content == content


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        (lambda it: rows(it.query("SELECT Nothing FROM Contact")), SalesforceError, "INVALID_FIELD"),
        (lambda it: rows(it.query("SELECT Id FROM Nothing")), SalesforceError, "INVALID_TYPE"),
        (lambda it: rows(it.query("SELECT")), SalesforceError, "MALFORMED_QUERY"),
        (lambda it: it.sobject.create("Contact", {}), SalesforceError, "REQUIRED_FIELD_MISSING"),
        (lambda it: it.sobject.create("Contact", {"LastName": 1, "No": 1}), SalesforceError, "INVALID_FIELD"),
        (lambda it: it.sobject.create("Contact", b"{not JSON"), SalesforceError, "JSON_PARSER_ERROR"),
        (lambda it: it.sobject.create("Nothing", {}), NotFoundError, "NOT_FOUND"),
        (lambda it: it.sobject.get("Contact", "003000000000000AAA"), NotFoundError, "NOT_FOUND"),
    ],
)
async def test_every_error_has_its_class(salesforce, wrong, error, code):
    with pytest.raises(error) as raised:
        await wrong(salesforce)
    assert type(raised.value) is error
    assert raised.value.error_code == code


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("requestLimit", RequestLimitExceededError),
        ("serverError", ServerError),
        ("unavailable", ServerError),
        ("lockedRow", SalesforceError),
    ],
)
async def test_an_org_in_trouble_raises_the_class_of_its_trouble(org, http, fault, error):
    impatient = Salesforce(
        http, MY_DOMAIN_URL, ClientCredentialsFlow(CLIENT_ID, CLIENT_SECRET), retry_policy=None
    )
    with org.fault(fault, pathContains="sobjects"), pytest.raises(error) as raised:
        await impatient.sobject.create("Account", {"Name": "Trouble"})
    assert type(raised.value) is error


@pytest.mark.parametrize("fault", ["invalidSession", "requestLimit", "lockedRow", "unavailable", "dropBeforeCommit"])
async def test_passing_trouble_is_overcome(org, salesforce, fault):
    name = org.unique("Overcome")
    with org.fault(fault, pathContains="sobjects", count=1):
        await salesforce.sobject.create("Account", {"Name": name})
    assert len(await rows(salesforce.query(format_soql("SELECT Id FROM Account WHERE Name = {}", name)))) == 1
