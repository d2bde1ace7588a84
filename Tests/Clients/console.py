"""The console in headless Chromium: a driver, its looks, and the table of all pages."""

import base64
import contextlib
import dataclasses
import importlib.resources
import os
import pathlib
import re
import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from server import EMAIL, PASSWORD


def as_shown(text):
    """Text as the console shows it: what would turn the direction of the text after it is a mark."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", text)


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of the console; its path names things of the `world` fixture in braces."""

    name: str
    path: str


# A page that is not in here is looked at by no test: add yours.
PAGES = [
    Page("overview", "/"),
    Page("integrations", "/integrations"),
    Page("connect", "/integrations/connect"),
    Page("integration", "/integrations/{connection}"),
    Page("connection-settings", "/integrations/{connection}/edit"),
    Page("disconnect", "/integrations/{connection}/disconnect"),
    Page("actions", "/actions"),
    Page("add-actions", "/actions/add"),
    Page("action", "/actions/{action}"),
    Page("edit-action", "/actions/{action}/edit"),
    Page("custom-action", "/actions/new"),
    Page("review-template", "/actions/new?template=create_case"),
    Page("import", "/actions/import"),
    Page("agents", "/agents"),
    Page("new-agent", "/agents/new"),
    Page("agent", "/agents/{agent}"),
    Page("agent-settings", "/agents/{agent}/edit"),
    Page("agent-actions", "/agents/{agent}/actions"),
    Page("connect-agent", "/agents/{agent}/connect"),
    Page("calls", "/calls"),
    Page("call", "/calls/{call}"),
    Page("try-a-call", "/calls/phone"),
    Page("audit", "/audit"),
    Page("audit-of-actions", "/audit?kind=action"),
    Page("writes", "/audit/writes?show=all"),
    Page("people", "/settings"),
    Page("new-person", "/settings/people/new"),
    Page("person", "/settings/people/{person}"),
    Page("password", "/settings/password"),
    Page("sessions", "/settings/sessions"),
    Page("tokens", "/settings/tokens"),
    Page("data", "/settings/data"),
    Page("sandbox", "/settings/sandbox"),
    Page("nothing", "/nothing-here"),
]

# Pages for visitors without a session.
OPEN_PAGES = [Page("sign-in", "/sign-in")]

# What is looked at: the colours the reader's system asks for, the size of the window, and the rules of axe that can end
# otherwise than in the first look.
LOOKS = {
    "light": ("light", 1280, 800, None),
    "dark": ("dark", 1280, 800, ["color-contrast"]),
    "phone": ("light", 390, 844, ["target-size", "scrollable-region-focusable"]),
}


@contextlib.contextmanager
def chromium():
    """A browser that ends with the context."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            pytest.skip(f"There is no {program} on the PATH.")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    # Everything here comes from the test's own server, so the sandbox that root can't have protects nobody.
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


class Browser:
    def __init__(self, driver):
        self.driver = driver
        self.origin = None

    def open(self, path):
        self.driver.get(path if "://" in path else self.origin + path)
        self.wait(lambda: not self.all("[aria-busy]"), "Something is never done")
        return self

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.origin)

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition, what):
        """What the condition gives, once it gives something: pages come when they come."""

        def attempt(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return None
            except WebDriverException as error:
                # The same, from another place in the driver.
                if "does not belong to the document" in (error.msg or ""):
                    return None
                raise

        return WebDriverWait(self.driver, 10, poll_frequency=0.05).until(
            attempt, message=f"{what} on {self.driver.current_url}"
        )

    def says(self, text):
        """Waits until the page says something."""
        return bool(self.wait(lambda: text in self.text, f"The page does not say {text!r}"))

    def fill(self, **fields):
        """Fills in fields by their names; a page that another one takes the place of meanwhile is left to go."""
        for name, value in fields.items():

            def filled(name=name, value=value):
                found = self.all(f'[name="{name}"]:not([type="hidden"])')
                if not found:
                    return False
                if found[0].get_attribute("type") == "radio":
                    next(radio for radio in found if radio.get_attribute("value") == value).click()
                elif found[0].tag_name == "select":
                    Select(found[0]).select_by_value(value)
                else:
                    found[0].clear()
                    found[0].send_keys(value)
                return True

            self.wait(filled, f"There is no field {name}")
        return self

    def choose(self, name, label):
        """Chooses from a list by what is written there."""
        Select(self.find(f'select[name="{name}"]')).select_by_visible_text(label)
        return self

    def press(self, label):
        """Presses a button, or follows a link, of the page itself first."""

        def pressed():
            for scope in ("//main", ""):
                for kind in ("button", "a"):
                    found = self.driver.find_elements(By.XPATH, f'{scope}//{kind}[normalize-space()="{label}"]')
                    if found:
                        found[0].click()
                        return True
            return False

        self.wait(pressed, f"There is nothing to press called {label!r}")
        return self

    def tick(self, selector):
        """Ticks the boxes a selector finds, each in the middle of the window, where nothing lies over it."""
        for box in self.wait(lambda: self.all(selector), f"There is no {selector}"):
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
            box.click()
        return self

    def sign_in(self, email=EMAIL, password=PASSWORD):
        self.driver.delete_all_cookies()
        self.open("/sign-in").fill(email=email, password=password).press("Sign in")
        self.says("Sign out")
        return self

    def look(self, name):
        """Shows pages in light or dark colours, in a window of a desk or of a phone."""
        colours, width, height, _ = LOOKS[name]
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": colours}]}
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": name == "phone"},
        )

    def picture(self, name):
        """Saves what the whole page looks like, where the environment says pictures go."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        pathlib.Path(folder, f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def complaints(self):
        """What the browser itself complains about: what it could not load, or was not allowed to."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def accessibility_faults(self, rules=None):
        """What axe finds, by WCAG 2.2 A and AA and its own advice or by some rules alone, as sentences."""
        if not self.driver.execute_script("return 'axe' in window"):
            self.driver.execute_script(AXE)
        answer = self.driver.execute_async_script(
            """
            const [rules, done] = arguments;
            const options = {resultTypes: ["violations"]};
            if (rules) options.runOnly = rules;
            else options.rules = {"target-size": {enabled: true}};
            axe.run(document, options).then(done);
            """,
            rules,
        )
        return [
            f"{rule['impact']}: {rule['help']}: {node['html']}"
            for rule in answer["violations"]
            for node in rule["nodes"]
        ]

    @contextlib.contextmanager
    def without_scripts(self):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
