"""Writing actions in the console: typed in as the reference shows it, previewed as one types, tried and saved."""

import pytest
from selenium.webdriver.common.keys import Keys

from console import chromium

ENDPOINT = (
    "/services/data/v59.0/query/?q=SELECT+Id,FirstName,LastName,Email,Phone,Account.Name+FROM+Contact"
    "+WHERE+Phone='{{caller_phone}}'+LIMIT+5"
)
DESCRIPTION = (
    "Look up the customer in Salesforce by their phone number. Called automatically at the start of an interaction."
)


@pytest.fixture(scope="module")
def owner(server):
    with chromium() as browser:
        browser.origin = server.url
        browser.look("light")
        browser.sign_in().says("Overview")
        yield browser


def write(browser, **fields):
    """Types into fields, in the place of what is in them."""
    for name, value in fields.items():
        field = browser.wait(lambda: browser.all(f'[name="{name}"]'), f"There is no field {name}")[0]
        field.send_keys(Keys.CONTROL, "a", Keys.BACK_SPACE)
        field.send_keys(value)
    return browser


def test_a_custom_action_is_typed_in_as_the_reference_shows_it(owner, server):
    owner.open("/actions").press("Custom action").says("What the agent fills in")
    owner.fill(name="identify_customer", description=DESCRIPTION, target=ENDPOINT)
    # Nothing was pressed: the preview follows.
    owner.says("It has everything that is used here")
    assert "FROM Contact\nWHERE Phone LIKE '%555%234%5678%'" in owner.find("#preview pre").get_attribute("textContent")
    assert owner.find("#preview .s-word").text.strip() == "SELECT"
    assert owner.find("#preview .wire").text.startswith("GET /services/data/v59.0/query/?q=SELECT%20Id%2C")
    assert "Nothing is sent: The caller's number is withheld" in owner.find("#preview").text

    write(owner, target=ENDPOINT.replace("Email", "Emial"))
    assert owner.says("Contact has no field `Emial`. Did you mean `Email`?")
    write(owner, target=ENDPOINT.replace("LIMIT", "LIMITED"))
    assert owner.says("endpoint") and owner.wait(lambda: owner.all("#preview .error"), "No mistake is shown")
    write(owner, target=ENDPOINT)
    owner.says("It has everything that is used here")
    owner.tick('[name="runs"]')

    # Without any sample typed in, the caller's number is all there is.
    owner.press("Try it")
    assert owner.says("completed")
    assert "Johnson" in owner.find(".tried").text

    owner.press("Save")
    assert owner.says("identify_customer is saved.")
    saved = next(a for a in server.made("GET", "/v1/actions?limit=200")["items"] if a["name"] == "identify_customer")
    assert saved["runs"] == "call_start"
    assert saved["parameters"] == []
    details = server.made("GET", f"/v1/actions/{saved['id']}")
    assert details["definition"]["endpoint"] == ENDPOINT


def test_a_template_is_reviewed_tried_with_a_yes_and_saved(owner, server):
    owner.open("/actions/add").wait(lambda: owner.all("#templates"), "There are no templates")
    owner.fill(q="create contact")
    owner.find('[href="/actions/new?template=create_contact"]').click()
    owner.says("Create Contact")
    write(owner, name="add_person", p0_sample='<b>Zoë</b>', p1_sample="O'Hostile\"")
    assert owner.wait(lambda: "<b>Zoë</b>" in owner.find("#preview").text, "The preview does not follow")
    assert owner.all("#preview b") == []
    before = server.count("SELECT Id FROM Contact WHERE LastName = 'O\\'Hostile\"'")
    owner.press("Try it")
    assert owner.says("confirmation required")
    assert server.count("SELECT Id FROM Contact WHERE LastName = 'O\\'Hostile\"'") == before
    owner.press("Yes, do it in Sandbox org")
    assert owner.says("What was sent")
    assert "completed" in owner.find(".tried").text
    assert server.count("SELECT Id FROM Contact WHERE LastName = 'O\\'Hostile\"'") == before + 1
    audit = server.made("GET", "/v1/audit?limit=20")["items"]
    assert any(entry.get("action") == "add_person" and entry.get("outcome") == "completed" for entry in audit)
    owner.press("Save")
    assert owner.says("add_person is saved.")


def test_actions_are_written_without_scripts(owner, server):
    with owner.without_scripts():
        owner.open("/actions/new").fill(
            name="find_by_priority", kind="soql", target="SELECT Id FROM Case WHERE Priority = '{{priority}}'"
        )
        owner.press("Add a parameter").fill(p0_sample="High", p0_description="How urgent")
        owner.press("Update the preview")
        assert owner.says("'High'")
        assert owner.says("fits")
        # Enter shows the preview, and saves nothing.
        owner.fill(p0_sample="Low").find("#p0_sample").send_keys(Keys.ENTER)
        assert owner.says("'Low'")
        assert not any(a["name"] == "find_by_priority" for a in server.made("GET", "/v1/actions?limit=200")["items"])
        owner.press("Remove priority")
        owner.wait(lambda: not owner.all('[name="p0_name"]'), "The parameter is still there")
        owner.press("Save")
        assert owner.says("find_by_priority is saved.")
        owner.press("Edit").says("Edit find_by_priority")
        owner.fill(target="SELECT Id FORM Case").press("Save")
        assert owner.says("Something has to be put right first")
    names = [action["name"] for action in server.made("GET", "/v1/actions?limit=200")["items"]]
    assert "find_by_priority" in names


def test_a_workspace_goes_out_as_yaml_and_comes_back(owner, server):
    exported = server.request("GET", "/v1/workspace").text
    owner.open("/actions").says("Export")
    assert owner.find('[href="/v1/workspace"]').get_attribute("download") == "workspace.yaml"
    owner.press("Import").says("Workspace, as YAML")
    owner.driver.execute_script("document.getElementById('yaml').value = arguments[0]", exported)
    owner.press("Show what it would do")
    assert owner.says("Nothing: all of it is here already.")
