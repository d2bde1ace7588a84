"""The console as people use it: in a browser, with a mouse and without, in light and dark, on a desk and on a phone."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from console import LOOKS, OPEN_PAGES, PAGES, chromium
from sandbox import PASSWORD as ORG_PASSWORD
from sandbox import USERNAME as ORG_USERNAME
from sandbox import switchboard_path
from server import EMAIL, PASSWORD, new_server


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def world(server):
    """Something of every kind, by the names the paths of pages use."""
    return {"connection": server.made("GET", "/v1/connections")["items"][0]["id"]}


@pytest.fixture(scope="module")
def signed_in(browser, server):
    browser.origin = server.url
    browser.look("light")
    return browser.sign_in()


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
    complaints = [text for text in browser.complaints() if page.name != "nothing" or "404" not in text]
    assert complaints == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_works_by_keyboard(page, signed_in, world):
    """Everything that can be pressed or filled in is reached with Tab, in order, and shows that it has the focus."""
    signed_in.look("light")
    signed_in.open(page.path.format(**world))
    count = signed_in.driver.execute_script(
        """
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
        // Of a group of radio buttons Tab reaches the chosen one, and the arrows the others.
        const stops = all.filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility()
            && (e.type !== "radio" || e.checked));
        stops.forEach((e, index) => e.dataset.stop = index);
        return stops.length;
        """
    )
    reached = []
    for _ in range(count):
        signed_in.driver.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(
            signed_in.driver.execute_script(
                """
                const e = document.activeElement, style = getComputedStyle(e);
                return [Number(e.dataset.stop), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
                """
            )
        )
    assert reached == [[stop, True] for stop in range(count)]


def test_from_an_empty_install_to_a_connected_org(browser, tmp_path):
    """The reference's first step: Connect, log in, Allow, done. Through the real consent page of the sandbox org."""
    with new_server(switchboard_path(), tmp_path / "data") as (url, link, org):
        browser.origin = url
        browser.look("light")
        browser.driver.delete_all_cookies()
        browser.open("/")
        assert "Open the link it printed" in browser.text
        browser.open(f"/setup/{link}").fill(name="Ada", email=EMAIL, password="short").press("Make the account")
        assert "12 characters or more" in browser.text
        assert browser.find("#email").get_attribute("value") == EMAIL
        browser.fill(password=PASSWORD).press("Make the account")
        assert browser.path == "/"
        assert "First steps" in browser.text

        browser.press("Integrations").press("Connect Salesforce")
        assert f"{url}/integrations/callback" in browser.text
        browser.fill(name="Acme", environment="domain", login_host=org, client_id="acme-app").press(
            "Continue to Salesforce"
        )
        browser.fill(username=ORG_USERNAME, password=ORG_PASSWORD).press("Log In").press("Allow")
        assert f"Connected as {ORG_USERNAME}" in browser.text
        assert org in browser.text
        browser.press("Check it now")
        assert "The org answered in" in browser.text
        assert browser.find("meter").get_attribute("value") != "0"

        browser.press("Disconnect…").press("Disconnect")
        assert "Not connected" in browser.text
        # The org remembers who logged in and what they allowed.
        browser.press("Sign in")
        assert f"Connected as {ORG_USERNAME}" in browser.text

        # Somebody who says no comes back too.
        browser.press("Integrations").press("Connect Salesforce")
        browser.fill(name="Other", environment="domain", login_host=org, client_id="other-app")
        browser.press("Continue to Salesforce").press("Deny")
        assert "Not connected" in browser.text
        assert "denied" in browser.text


def test_the_console_works_without_scripts(browser, server):
    browser.origin = server.url
    with browser.without_scripts():
        browser.sign_in().press("Integrations")
        assert browser.path == "/integrations"
        browser.press("Sign out")
        assert "You are signed out" in browser.find("main").find_element(By.CLASS_NAME, "notice").text
    browser.sign_in()
