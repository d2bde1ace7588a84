"""The console as people use it: in a browser, with a mouse and without, in light and dark, on a desk and on a phone."""

import pytest
import requests
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from console import LOOKS, OPEN_PAGES, PAGES, as_shown
from sandbox import PASSWORD as ORG_PASSWORD
from sandbox import USERNAME as ORG_USERNAME
from sandbox import switchboard_path
from seed import CALLER_PHONE
from server import EMAIL, PASSWORD, new_server


@pytest.fixture(scope="module")
def world(server):
    """Something of every kind, by the names the paths of pages use."""
    agent, token = server.agent(
        "Service desk",
        ["search_contact", "create_case", "log_call", "delete_contact"],
        instructions="You answer the phone of Acme.",
        time_zone="Europe/Berlin",
    )
    headers = {"Authorization": f"Bearer {token}"}
    calls = f"{server.url}/v1/calls"
    call = requests.post(calls, json={"caller_phone": CALLER_PHONE}, headers=headers, timeout=30).json()["id"]
    for action, arguments in [
        ("search_contact", {"search_term": "Sarah"}),
        ("create_case", {"Subject": "<script>alert(1)</script> \u202eanything\u202c"}),
    ]:
        used = {"action": action, "arguments": arguments}
        requests.post(f"{calls}/{call}/invocations", json=used, headers=headers, timeout=30).raise_for_status()
    return {
        "call": call,
        "connection": server.made("GET", "/v1/connections")["items"][0]["id"],
        "action": server.made("GET", "/v1/actions")["items"][0]["id"],
        "agent": agent,
        "person": server.made("GET", "/v1/people")["items"][0]["id"],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_looks_well(page, signed_in, world):
    """In every look: nothing is cut off, axe finds nothing, and the browser has nothing to complain about."""
    for look in LOOKS:
        signed_in.look(look)
        signed_in.open(page.path.format(**world))
        assert_well(signed_in, page, look)


@pytest.mark.parametrize("page", OPEN_PAGES, ids=lambda page: page.name)
def test_a_page_for_visitors_looks_well(page, browser, server):
    browser.origin = server.url
    cookies = browser.driver.get_cookies()
    browser.driver.delete_all_cookies()
    for look in LOOKS:
        browser.look(look)
        browser.open(page.path)
        assert_well(browser, page, look)
    for cookie in cookies:
        browser.driver.add_cookie(cookie)


def assert_well(browser, page, look):
    browser.picture(f"{page.name}-{look}")
    assert browser.accessibility_faults(LOOKS[look][3]) == []
    width, shown = browser.driver.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= shown, f"{width - shown} pixels are cut off"
    weight = browser.driver.execute_script("return performance.getEntriesByType('navigation')[0].decodedBodySize")
    assert 0 < weight < 50_000, "A page is light"
    complaints = [text for text in browser.complaints() if page.name != "nothing" or "404" not in text]
    assert complaints == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_works_by_keyboard(page, signed_in, world):
    """Everything that can be pressed or filled in is reached with Tab, in order, and shows that it has the focus."""
    signed_in.look("light")
    signed_in.open(page.path.format(**world))
    count = signed_in.driver.execute_script(
        """
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
        // Of a group of radio buttons Tab reaches the chosen one, and the arrows the others.
        const stops = all.filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility()
            && (e.type !== "radio" || e.checked));
        stops.forEach((e, index) => e.dataset.stop = index);
        return stops.length;
        """
    )
    reached = []
    # A date is filled in with more than one stop.
    for _ in range(4 * count):
        if len(reached) == count:
            break
        ActionChains(signed_in.driver).send_keys(Keys.TAB).perform()
        stop = signed_in.driver.execute_script(
            """
            const e = document.activeElement, style = getComputedStyle(e);
            return [Number(e.dataset.stop), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
            """
        )
        if not reached or stop[0] != reached[-1][0]:
            reached.append(stop)
    assert reached == [[stop, True] for stop in range(count)]


def test_from_an_empty_install_to_an_agent_at_work(browser, tmp_path):
    """The reference's three steps: connect and allow, add actions from templates, enable them on an agent."""
    with new_server(switchboard_path(), tmp_path / "data") as (url, link, org):
        browser.origin = url
        browser.look("light")
        browser.driver.delete_all_cookies()
        browser.open("/")
        assert browser.says("Open the link it printed")
        browser.open(f"/setup/{link}").fill(name="Ada", email=EMAIL, password="short").press("Make the account")
        assert browser.says("12 characters or more")
        assert browser.find("#email").get_attribute("value") == EMAIL
        browser.fill(password=PASSWORD).press("Make the account")
        assert browser.says("First steps")
        assert browser.path == "/"

        browser.press("Integrations").press("Connect Salesforce")
        assert browser.says(f"{url}/integrations/callback")
        browser.fill(name="Acme", environment="domain", login_host=org, client_id="acme-app").press(
            "Continue to Salesforce"
        )
        browser.fill(username=ORG_USERNAME, password=ORG_PASSWORD).press("Log In").press("Allow")
        assert browser.says(f"Connected as {ORG_USERNAME}")
        assert browser.says(org)
        browser.press("Check it now")
        assert browser.says("The org answered in")
        assert browser.find("meter").get_attribute("value") != "0"

        browser.press("Disconnect…").press("Disconnect")
        assert browser.says("Not connected")
        # The org remembers who logged in and what they allowed.
        browser.press("Sign in")
        assert browser.says(f"Connected as {ORG_USERNAME}")

        browser.press("Actions").press("Add actions")
        browser.fill(q="member remove")
        assert [row.text for row in browser.all("[data-text]:not([hidden]) strong")] == ["Remove Campaign Member"]
        browser.find("#q").send_keys(Keys.CONTROL, "a", Keys.BACK_SPACE)
        for template in ("search_contact", "create_case", "log_call"):
            browser.tick(f'[value="{template}"]')
        # Of several orgs none is chosen for anybody.
        browser.press("Add the chosen ones")
        assert browser.driver.execute_script("return document.querySelector('select:invalid').value") == ""
        browser.choose("connection_id", "Acme").press("Add the chosen ones")
        assert browser.says("3 actions are added")

        browser.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
        browser.press("AI Agents").press("New agent")
        assert browser.all("#time_zone")[0].get_property("value") == "Asia/Tokyo", "It is the reader's own"
        browser.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})
        browser.fill(name="Service desk", instructions="You answer the phone of Acme.", time_zone="Europe/Berlin")
        browser.press("Make the agent").tick('[name="action"]').press("Save")
        assert browser.says("Makes a record, after the caller's yes")
        browser.press("Connect your agent").press("Make a token")
        token = browser.wait(lambda: browser.all("#token"), "There is no token")[0].text
        answer = requests.post(f"{url}/v1/calls", json={}, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert answer.status_code == 201

        browser.press("Overview")
        assert browser.says("How everything stands")
        assert "First steps" not in browser.text

        # Somebody who says no comes back too.
        browser.press("Integrations").press("Connect Salesforce")
        browser.fill(name="Other", environment="domain", login_host=org, client_id="other-app")
        browser.press("Continue to Salesforce").press("Deny")
        assert browser.says("Not connected")
        assert browser.says("denied")


def test_a_platform_gets_its_secret_and_the_agent(signed_in, server, world):
    """What Vapi proves itself with is made up and shown once; a bad one is refused beside its field."""
    signed_in.look("light")
    signed_in.open(f"/agents/{world['agent']}/connect")
    signed_in.driver.find_element("xpath", "//summary[.='Vapi']").click()
    signed_in.find("#vapi-secret").send_keys("too short")
    signed_in.find("#vapi-secret").submit()
    assert signed_in.says("at least 16 visible ASCII characters")
    signed_in.wait(lambda: signed_in.all("#vapi-secret"), "There is no form")[0].submit()
    assert signed_in.says("This is the secret")
    secret = signed_in.find("#secret-vapi").text
    assert server.made("GET", f"/v1/agents/{world['agent']}/channels/vapi")["has_secret"]
    tool = {"message": {"type": "tool-calls", "call": {"id": "console-1"}, "toolCallList": []}}
    statuses = [
        server.request("POST", f"/voice/vapi/{world['agent']}", json=tool, headers={"X-Vapi-Secret": text, "Authorization": ""})
        .status_code
        for text in (secret, "another secret, not this one")
    ]
    assert statuses == [200, 401]
    signed_in.open(f"/agents/{world['agent']}/connect")
    assert secret not in signed_in.driver.page_source


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    # A quotation mark that is one character with its accent.
    '"\u0301 onfocus=alert(1) x="\u0301',
    "\u202enimda {{console.formToken}}",
]


@pytest.fixture
def hostile_world(server, world):
    """Hostile text wherever a caller, a record of the CRM or an operator can put it."""
    made = []

    def make(path, **body):
        thing = server.made("POST", path, body)
        made.append(f"{path}/{thing['id']}")
        return thing["id"]

    agents, actions, people = [], [], []
    for number, text in enumerate(HOSTILE):
        actions.append(
            make(
                "/v1/actions",
                connection_id=world["connection"],
                definition={
                    "name": f"hostile_{number}",
                    "title": text,
                    "description": text,
                    "soql": "SELECT Id, LastName FROM Contact WHERE LastName = '{{text}}' LIMIT 5",
                },
            )
        )
        enabled = [{"action": action} for action in actions]
        agents.append(make("/v1/agents", name=text, instructions=text, actions=enabled))
        people.append(
            make("/v1/people", name=text, email=f"hostile{number}@acme.test", role="viewer", password=PASSWORD)
        )
        made.append(f"/v1/tokens/{server.made('POST', '/v1/tokens', {'name': text, 'role': 'viewer'})['id']}")
    token = server.made("POST", f"/v1/agents/{agents[-1]}/token")["token"]
    headers = {"Authorization": f"Bearer {token}"}
    for number, text in enumerate(HOSTILE):
        answer = server.request("POST", "/v1/calls", json={"caller_phone": text[:50]}, headers=headers)
        call = answer.json()["id"]
        body = {"action": f"hostile_{number}", "arguments": {"text": text}}
        assert server.request("POST", f"/v1/calls/{call}/invocations", json=body, headers=headers).ok
    yield world | {"call": call, "agent": agents[-1], "action": actions[-1], "person": people[-1]}
    for path in reversed(made):
        parameters = "?take_from_agents=true" if path.startswith("/v1/actions/") else ""
        assert server.request("DELETE", path + parameters).ok


def test_hostile_text_is_text_on_every_page(signed_in, hostile_world):
    signed_in.look("light")
    shown = set()
    for page in PAGES:
        signed_in.open(page.path.format(**hostile_world))
        source = signed_in.driver.page_source
        # What ran, or would run when somebody touches it.
        assert signed_in.all("script:not([src]), img, [onerror], [onfocus], [autofocus]") == [], page.name
        assert signed_in.complaints() == [] or page.name == "nothing", page.name
        shown |= {text for text in HOSTILE if as_shown(text) in signed_in.text or as_shown(text) in source}
        values = [field.get_attribute("value") for field in signed_in.all("input, textarea")]
        shown |= {text for text in HOSTILE if text in values}
    assert shown == set(HOSTILE), "Some text was shown nowhere, so nothing is proved about it"


def test_the_console_works_without_scripts(browser, server):
    browser.origin = server.url
    with browser.without_scripts():
        browser.sign_in().press("Integrations")
        assert browser.says("Try it with the sandbox org")
        browser.press("Sign out")
        assert browser.says("You are signed out")
    browser.sign_in()
