"""What a user's browser does on the way to a connected app, as far as that needs no eyes."""

import html.parser
import urllib.parse

import requests

from sandbox import PASSWORD, USERNAME


class Form(html.parser.HTMLParser):
    """The one form of a page, with the fields a browser would send."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.action = attributes["action"]
        elif tag == "input" and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value") or ""


def allow(url):
    """Logs in at an authorize URL and allows the app what it asks for; answers where the browser is sent then."""
    with requests.Session() as session:
        page = session.get(url)
        page = submit(session, page, username=USERNAME, password=PASSWORD, action="log_in")
        page = submit(session, page, action="allow", allow_redirects=False)
        assert page.status_code == 302, page.text
        return page.headers["Location"]


def submit(session, page, allow_redirects=True, **fields):
    assert page.status_code == 200, page.text
    form = Form(page.text)
    return session.post(
        urllib.parse.urljoin(page.url, form.action), data=form.fields | fields, allow_redirects=allow_redirects
    )
