import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from console import chromium
from sandbox import redirect_salesforce, running_org, switchboard_path
from server import PATIENT, running_server


@pytest.fixture(scope="session")
def private_key(tmp_path_factory):
    """The file with a connected app's private key, which signs its assertions."""
    file = tmp_path_factory.mktemp("keys") / "private.pem"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


@pytest.fixture(scope="session")
def org():
    with running_org(switchboard_path()) as org, pytest.MonkeyPatch.context() as monkeypatch:
        redirect_salesforce(org, monkeypatch)
        yield org


@pytest.fixture
def signed_in(browser, server):
    """The browser with an owner signed in, at the overview."""
    browser.origin = server.url
    browser.look("light")
    browser.open("/").wait(lambda: browser.all("h1"), "There is no page")
    # A session is good for all tests but those that end it: signing in takes a moment.
    if browser.path != "/":
        browser.sign_in().says("How everything stands")
    # What it had to complain about before is another test's.
    browser.complaints()
    return browser


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running_server(switchboard_path(), tmp_path_factory.mktemp("server") / "data", *PATIENT) as server:
        yield server
