"""Calls in the console: watched while they go on, and tried on the phone in the browser."""

import pytest
import requests
from selenium.webdriver.common.by import By

import seed
from console import LOOKS, as_shown

HOSTILE = "<script>alert(1)</script>\"'><b>\u202eNIMDA\u202c"


@pytest.fixture(scope="module")
def agent(server):
    """The agent of the seed conversation, and its token."""
    return server.agent("Alex", seed.ACTIONS, **seed.AGENT)


class CallOverHTTP:
    """A call that an agent holds over the HTTP API."""

    def __init__(self, server, token):
        self.url = f"{server.url}/v1/calls"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.id = self.post("", {"caller_phone": seed.CALLER_PHONE})["id"]

    def post(self, path, json):
        answer = requests.post(self.url + path, json=json, headers=self.headers, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def use(self, action, **arguments):
        return self.post(f"/{self.id}/invocations", {"action": action, "arguments": arguments})

    def confirm(self, outcome):
        return self.post(f"/{self.id}/confirmations/{outcome['confirmation_id']}", {})

    def end(self):
        self.post(f"/{self.id}/end", None)


def test_a_call_shows_as_it_goes_on(signed_in, server, agent):
    """The list and the timeline change by themselves; what somebody reads stays open."""
    signed_in.open("/calls").says("Calls")
    call = CallOverHTTP(server, agent[1])
    signed_in.wait(lambda: signed_in.all(f"#{call.id}"), "The new call is not in the list")

    signed_in.open(f"/calls/{call.id}").says("Nothing yet.")
    call.use("search_contact", search_term="Sarah")
    signed_in.wait(lambda: signed_in.all("#use-1"), "The search does not show")
    signed_in.find("#use-1 summary").click()
    assert signed_in.says("SELECT Id, FirstName, LastName")
    asked = call.use("create_case", Subject=HOSTILE)
    assert signed_in.says("waits for a yes")
    call.confirm(asked)
    signed_in.wait(lambda: signed_in.all("#use-3"), "The confirmation does not show")
    assert signed_in.find("#use-1 details").get_attribute("open")
    signed_in.find("#use-3 summary").click()
    # What the caller said shows as the text it is.
    assert as_shown(HOSTILE) in signed_in.find("#use-2 details").get_attribute("textContent")
    assert signed_in.all(".course script, .course b") == []
    call.end()
    assert signed_in.says("ended")
    signed_in.wait(lambda: not signed_in.all("form[action$='/end']"), "An ended call can be ended")
    assert signed_in.complaints() == []


def test_the_phone_plays_the_seed_conversation(signed_in, server, agent):
    with seed.leaves(server):
        signed_in.press("Calls").press("Try a call").fill(agent_id=agent[0], caller_phone=seed.CALLER_PHONE)
        signed_in.press("Call").says("Is this Sarah Johnson?")
        for turn in seed.TURNS[1:]:
            said = len(signed_in.all(".caller"))
            line = signed_in.wait(lambda: signed_in.all("#phone .next button"), "The caller has no next line")[0]
            assert turn.caller in line.text
            line.click()
            signed_in.wait(lambda: len(signed_in.all(".caller")) > said, "The caller is not heard")
            signed_in.wait(lambda: signed_in.all("li.agent[data-complete]:last-child"), "The agent does not answer")
        assert signed_in.says("You're welcome, Sarah. Have a good day!")
        assert signed_in.says("The recorded conversation is over")
        signed_in.wait(lambda: not signed_in.all("#phone .next"), "The phone still takes lines")
        for look, (_, _, _, rules) in LOOKS.items():
            signed_in.look(look)
            # Colours move when they change under a page.
            signed_in.open(signed_in.path).says("Have a good day!")
            signed_in.picture(f"phone-call-{look}")
            assert signed_in.accessibility_faults(rules) == []
        signed_in.look("light")
        signed_in.press("Hang up").says("You have hung up")
    # What was said and done is all on the call's own page.
    assert "Your case number is" in signed_in.text
    assert [tag.text for tag in signed_in.all(".use .tag.good")] == ["done"] * 4
    assert "ended" in signed_in.find("h1 + .tag").text


def say_the_next_line(browser):
    browser.wait(lambda: browser.all("#phone .next button"), "The caller has no next line")[0].click()
    return browser


def test_a_recorded_conversation_offers_its_own_lines_only(signed_in, agent):
    signed_in.open("/calls/phone").fill(agent_id=agent[0]).press("Call").says("Is this Sarah Johnson?")
    signed_in.wait(lambda: signed_in.all("#phone .next button"), "The caller has no next line")
    assert signed_in.all("main input:not([type=hidden])") == []
    signed_in.press("choose who speaks").says("Who speaks for the agent")
    signed_in.driver.back()
    signed_in.press("Hang up").says("You have hung up")


def test_several_phones_and_none_of_them_another(signed_in, agent):
    paths = []
    for _ in range(2):
        signed_in.open("/calls/phone").fill(agent_id=agent[0]).press("Call").says("Is this Sarah Johnson?")
        paths.append(signed_in.path)
    say_the_next_line(signed_in).says("Does that sound right?")
    signed_in.open(paths[0]).says("Is this Sarah Johnson?")
    assert "Does that sound right?" not in signed_in.text
    for path in paths:
        signed_in.open(path).press("Hang up").says("You have hung up")


def test_the_phone_works_without_scripts(signed_in, agent):
    with signed_in.without_scripts():
        signed_in.open("/calls/phone").fill(agent_id=agent[0]).press("Call").says("On the phone with Alex")
        signed_in.wait(
            lambda: "Is this Sarah Johnson?" in signed_in.text or signed_in.press("Show what is new") is None,
            "The agent does not pick up",
        )
        say_the_next_line(signed_in).says("Does that sound right?")
        signed_in.press("Hang up").says("You have hung up")


def test_a_revoked_session_sees_no_more(signed_in, server, agent):
    """A page that is being looked at leads to where one signs in as soon as its session has ended."""
    call = CallOverHTTP(server, agent[1])
    signed_in.open(f"/calls/{call.id}").says("Nothing yet.")
    cookie = signed_in.driver.get_cookie("switchboard_session")["value"]
    requests.delete(f"{server.url}/v1/session", cookies={"switchboard_session": cookie}, timeout=30).raise_for_status()
    call.use("search_contact", search_term="Sarah")
    signed_in.wait(lambda: signed_in.path.startswith("/sign-in"), "The page is still there")
    assert signed_in.driver.find_elements(By.ID, "use-1") == []
    call.end()
