import datetime
import decimal
import io
import re

import pytest

import models
from browser import allow
from models import Account, Contact, Event, Opportunity
from sandbox import CONTACTS, USERNAME
from samples import BEHIND_A_URL, LATER, SAMPLES, each_object, sample_id

from django.core.management import call_command
from django.db import connections
from django.db.models import Avg, Count, Max, Q
from salesforce.auth import RefreshTokenAuth, SalesforceAuthError
from salesforce.dbapi import driver
from salesforce.dbapi.exceptions import SalesforceError


@pytest.fixture(scope="module", autouse=True)
def connection(org):
    yield connections["salesforce"]
    connections.close_all()


@pytest.fixture
def connect(org):
    """Opens a connection of the library's driver, which works without Django's models."""
    opened = []

    def connect(**changes):
        opened.append(driver.connect(alias=org.unique("alias"), settings_dict=models.DATABASE | changes))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def fetched(connection, soql, parameters=()):
    cursor = connection.cursor()
    cursor.execute(soql, parameters)
    return cursor.fetchall()


@pytest.mark.parametrize(
    "auth", ["SalesforcePasswordAuth", "SimpleSfPasswordAuth", "SalesforceClientCredentialsAuth"]
)
def test_every_grant_logs_in(connect, auth):
    connection = connect(AUTH=f"salesforce.auth.{auth}")
    assert len(fetched(connection, "SELECT Id FROM Organization")) == 1


def test_another_password_is_refused(connect):
    for auth in ["SalesforcePasswordAuth", "SimpleSfPasswordAuth"]:
        with pytest.raises(SalesforceAuthError):
            fetched(connect(AUTH=f"salesforce.auth.{auth}", PASSWORD="wrong"), "SELECT Id FROM Organization")


def test_an_ended_session_is_renewed(org, connect):
    connection = connect()
    ended = connection.sf_auth.get_auth()["access_token"]
    org.revoke(ended)
    assert len(fetched(connection, "SELECT Id FROM Organization")) == 1
    assert connection.sf_auth.get_auth()["access_token"] != ended


def test_a_user_allows_the_app_in_a_browser_once_and_it_refreshes_from_then_on(org):
    settings = models.DATABASE | {
        "AUTH": "salesforce.auth.RefreshTokenAuth",
        "REFRESH_TOKEN": "?",
        "CALLBACK_URL": "https://localhost:1717/OauthRedirect",
    }
    app = RefreshTokenAuth(org.unique("alias"), settings)
    tokens = app.authorization_code_processing(allow(app.get_auth_redirect_url()))

    settings |= {"REFRESH_TOKEN": tokens["refresh_token"]}
    later = RefreshTokenAuth(org.unique("alias"), settings)
    first = later.get_auth()["access_token"]
    org.revoke(first)
    assert later.reauthenticate() not in (first, tokens["access_token"])
    assert later.instance_url == models.DATABASE["HOST"]

    with pytest.raises(SalesforceAuthError, match="Invalid refresh token"):
        RefreshTokenAuth(org.unique("alias"), settings | {"REFRESH_TOKEN": "5Aep!gone"}).get_auth()


def test_the_org_identifies_its_user(connect):
    cursor = connect().cursor()
    assert cursor.id_request()["username"] == USERNAME
    assert cursor.urls_request()["identity"] == cursor.id_request()["id"]
    assert "59.0" in [version["version"] for version in cursor.versions_request()]
    assert connect(API_VERSION="MAX").api_ver == cursor.versions_request()[-1]["version"]


@each_object
def test_every_object_is_created_read_changed_and_deleted(org, name):
    sample = SAMPLES[name]
    fields = sample.body(org)
    model = models.sample_model(name, fields | sample.change)
    created = model.objects.create(**fields)
    assert len(created.pk) == 18
    objects = model.objects.sf(minimal_aliases=True).filter(pk=created.pk)
    if name == "ContentDocumentLink":
        objects = model.objects.sf(minimal_aliases=True).filter(ContentDocumentId=fields["ContentDocumentId"])

    record = objects.get(pk=created.pk)
    for field in fields.keys() - BEHIND_A_URL:
        assert getattr(record, field) == fields[field]

    if sample.change:
        assert model.objects.filter(pk=created.pk).update(**sample.change) == 1
        changed = objects.get(pk=created.pk)
        assert {field: getattr(changed, field) for field in sample.change} == sample.change

    if sample.is_deletable:
        record.delete()
        assert not objects.filter(pk=created.pk).exists()


def test_models_are_written_from_what_the_org_says_of_itself():
    code = io.StringIO()
    call_command("inspectdb", database="salesforce", stdout=code)
    compile(code.getvalue(), "models.py", "exec")
    assert SAMPLES.keys() <= set(re.findall(r"db_table = '(\w+)'", code.getvalue()))


def test_a_query_of_many_rows_comes_in_pages(connect):
    ids = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    assert len(ids) > CONTACTS and ids == sorted(set(ids))
    assert Contact.objects.count() == len(ids)


def test_a_cursor_jumps_to_any_row(connect):
    cursor = connect().cursor()
    cursor.execute("SELECT Id FROM Contact ORDER BY Id")
    ids = [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT Id FROM Contact ORDER BY Id")
    # Each outside of the page before: within one, the library forgets where it jumped to.
    for number in [CONTACTS - 10, 3, 2100, 2001, 1999]:
        cursor.scroll(number, mode="absolute")
        assert [row[0] for row in cursor.fetchmany(5)] == ids[number : number + 5]


def test_a_jump_beyond_the_rows_is_an_error(connect):
    cursor = connect().cursor()
    cursor.execute("SELECT Id FROM Contact")
    with pytest.raises(SalesforceError, match="INVALID_QUERY_LOCATOR"):
        cursor.scroll(cursor.rowcount + 1, mode="absolute")


def test_related_records_are_joined_and_filtered_by(org):
    account = Account.objects.create(name="Django's \\ Inc.")
    contact = Contact.objects.create(last_name="Related", account=account)
    found = Contact.objects.select_related("account").get(account__name="Django's \\ Inc.")
    assert (found.pk, found.account.name) == (contact.pk, "Django's \\ Inc.")
    assert list(Account.objects.filter(pk__in=Contact.objects.filter(pk=contact.pk).values("account_id"))) == [account]


@pytest.mark.parametrize(
    "condition",
    [
        Q(last_name="o'look \\ up"),
        Q(email__iexact="LOOKUP@CLIENTS.TEST"),
        Q(last_name__startswith="O'Look"),
        Q(last_name__contains="Look \\"),
        Q(last_name__endswith="\\ Up"),
        Q(last_name__in=["O'Look \\ Up", "Another"]),
        Q(first_name__isnull=True),
        Q(birthdate__gte=datetime.date(1980, 2, 29)) & Q(birthdate__lt=datetime.date(1980, 3, 1)),
        Q(created_date__gt=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)),
        ~Q(last_name="Another") & ~Q(email__isnull=True),
        Q(last_name="Another") | Q(email="lookup@clients.test"),
        Q(is_deleted=False),
        Q(account=None),
    ],
)
def test_every_lookup_finds_the_contact(org, condition):
    contact = Contact.objects.create(
        last_name="O'Look \\ Up", email="lookup@clients.test", birthdate=datetime.date(1980, 2, 29)
    )
    assert Contact.objects.filter(condition, pk=contact.pk).get() == contact


def test_orders_slices_and_counts_are_the_orgs(org):
    prefix = org.unique("Slice")
    Account.objects.bulk_create(
        [Account(name=f"{prefix} {letter}", number_of_employees=number) for number, letter in enumerate("CAB")]
    )
    accounts = Account.objects.filter(name__startswith=prefix)
    assert [account.name[-1] for account in accounts.order_by("-name")[:2]] == ["C", "B"]
    assert [account.name[-1] for account in accounts.order_by("name")[1:3]] == ["B", "C"]
    assert accounts.count() == 3 and accounts.exists()
    assert accounts.aggregate(Max("number_of_employees"))["number_of_employees__max"] == 2
    assert accounts.aggregate(mean=Avg("number_of_employees"))["mean"] == 1
    assert list(accounts.values("number_of_employees").annotate(all=Count("pk")).order_by("number_of_employees")) == [
        {"number_of_employees": number, "all": 1} for number in range(3)
    ]


def test_values_come_back_as_they_went(org):
    opportunity = Opportunity.objects.create(
        name="Values", stage_name="Prospecting", close_date=datetime.date(2028, 2, 29),
        amount=decimal.Decimal("1234567.89"), is_private=True,
    )
    read = Opportunity.objects.get(pk=opportunity.pk)
    assert (read.close_date, read.amount, read.is_private) == (
        datetime.date(2028, 2, 29), decimal.Decimal("1234567.89"), True
    )
    start = datetime.datetime(2027, 7, 4, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=-4)))
    event = Event.objects.create(subject="Values", start_date_time=start, duration_in_minutes=45)
    assert Event.objects.get(pk=event.pk).start_date_time == start
    assert Event.objects.filter(pk=event.pk, start_date_time=start).exists()
    assert not Event.objects.filter(pk=event.pk, start_date_time__lt=start).exists()


def test_a_field_left_to_the_org_is_filled_by_it(org):
    contact = Contact.objects.create(last_name="Owned")
    assert Contact.objects.get(pk=contact.pk).owner_id.startswith("005")


def test_many_records_are_created_changed_and_deleted_at_once(org):
    prefix = org.unique("Bulk")
    accounts = Account.objects.bulk_create([Account(name=f"{prefix} {number}") for number in range(250)])
    found = Account.objects.filter(name__startswith=f"{prefix} ")
    assert len(accounts) == found.count() == 250

    assert found.filter(name__endswith="1").update(annual_revenue=decimal.Decimal(1000)) == 25
    assert found.filter(annual_revenue=1000).count() == 25

    changed = list(found.order_by("name")[:30])
    for number, account in enumerate(changed):
        account.number_of_employees = number
    Account.objects.bulk_update(changed, ["number_of_employees"])
    assert [account.number_of_employees for account in found.order_by("name")[:30]] == list(range(30))

    found.filter(pk__in=[account.pk for account in changed]).delete()
    assert found.count() == 220


def test_a_bulk_of_all_or_none_leaves_nothing_when_one_fails(org):
    name = org.unique("All or none")
    contacts = [Contact(last_name=name), Contact(last_name=name, email="no address"), Contact(last_name=name)]
    with pytest.raises(SalesforceError, match="INVALID_EMAIL_ADDRESS"):
        Contact.objects.sf(all_or_none=True).bulk_create(contacts)
    assert not Contact.objects.filter(last_name=name).exists()
    with pytest.raises(SalesforceError, match="success=2"):
        Contact.objects.bulk_create(contacts)
    assert Contact.objects.filter(last_name=name).count() == 2


def test_a_query_too_long_for_a_url_goes_through_composite(org):
    contact = Contact.objects.create(last_name="Long")
    texts = [f"{number:>018}" for number in range(900)]
    assert list(Contact.objects.filter(Q(last_name__in=["Long", *texts]), pk=contact.pk)) == [contact]


def test_deleted_records_are_in_a_query_of_everything(org):
    contact = Contact.objects.create(last_name="Deleted")
    key = contact.pk
    contact.delete()
    assert not Contact.objects.filter(pk=key).exists()
    assert Contact.objects.query_all().get(pk=key).is_deleted is True


def test_deleting_what_is_gone_is_only_a_warning(org, connection):
    contact = sample_id(org, "Contact")
    for key in [contact, contact, "003000000000000AAA"]:
        Contact.objects.filter(pk=key).delete()


def test_usage_is_read_from_every_answer(connect):
    connection = connect()
    fetched(connection, "SELECT Id FROM Organization")
    used = connection.api_usage.api_usage
    fetched(connection, "SELECT Id FROM Organization")
    assert connection.api_usage.api_usage == used + 1


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Nothing FROM Contact", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Id FROM Contact WHERE", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
    ],
)
def test_refused_queries_say_why(connect, soql, code):
    with pytest.raises(SalesforceError, match=code):
        fetched(connect(), soql)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Contact.objects.create(first_name="Nameless"), "REQUIRED_FIELD_MISSING"),
        (lambda: Contact.objects.create(last_name="X" * 81), "STRING_TOO_LONG"),
        (lambda: Contact.objects.create(last_name="X", account_id="001000000000000AAA"), "INVALID_CROSS_REFERENCE_KEY"),
        (lambda: Contact.objects.filter(pk="003000000000000AAA").update(last_name="X"), "NOT_FOUND"),
    ],
)
def test_refused_changes_say_why(change, code):
    with pytest.raises(SalesforceError, match=code):
        change()


def test_an_org_in_trouble_raises_its_trouble(org):
    for fault, code in [("requestLimit", "REQUEST_LIMIT_EXCEEDED"), ("lockedRow", "UNABLE_TO_LOCK_ROW")]:
        with org.fault(fault, pathContains="sobjects"), pytest.raises(SalesforceError, match=code):
            Account.objects.create(name="Trouble")


def test_a_session_that_ends_in_between_is_renewed(org):
    with org.fault("invalidSession", count=1):
        assert Account.objects.create(name="Renewed").pk
