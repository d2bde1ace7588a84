import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import redirect_salesforce, running_org, switchboard_path
from server import running_server


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


# Tests ask faster than people do.
PATIENT = [
    option for who in ("agent", "person", "stranger") for option in ("--set", f"limits.{who}_per_second=100000")
]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running_server(switchboard_path(), tmp_path_factory.mktemp("server") / "data", *PATIENT) as server:
        yield server
