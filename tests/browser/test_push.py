"""A woken browser says that something new waits, and nothing of what it is."""

import pytest
from playwright.sync_api import expect

from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = """
async () => {
  const worker = await navigator.serviceWorker.ready;
  const shown = await worker.getNotifications();
  return shown.map(({ title, body }) => [title, body]);
}
"""
KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
# The vendor's server is not reached from here: the browser hands out an address as if.
VENDOR = """
window.told = [];
let kept = null;
const endpoint = "https://fcm.googleapis.com/fcm/send/abc";
const subscription = { endpoint, unsubscribe: async () => { kept = null; } };
PushManager.prototype.getSubscription = async () => kept;
PushManager.prototype.subscribe = async (how) => {
  window.told.push(how.applicationServerKey.length);
  return (kept = subscription);
};
"""


@pytest.fixture(scope="module", autouse=True)
def _operator_has_set_a_key():
    """Comes before the site, which takes its environment from here."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WEB_PUSH_KEY", KEY)
        yield


@pytest.fixture
def phone(open_page, site):
    seeded = site.seed("many_patients", 1)
    (person,) = seeded["people"]
    page = open_page(permissions=["notifications"])
    session = {"name": seeded["cookie"], "value": person["session"], "url": site.url}
    page.context.add_cookies([session])
    return page


def wake(page, site):
    """Deliver an empty message, as the browser's vendor does."""
    tools = page.context.new_cdp_session(page)
    found = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda news: found.extend(news["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("() => 1") and found, what="service worker")
    worker = {"origin": site.url, "registrationId": found[0]["registrationId"]}
    tools.send("ServiceWorker.deliverPushMessage", {**worker, "data": ""})


def test_a_patient_switches_it_on_is_told_and_switches_it_off(phone, site):
    phone.add_init_script(VENDOR)
    phone.goto(f"{site.url}/accounts/profile/")
    switch = phone.locator("[data-push] [data-switch]")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate("() => window.told") == [65]
    subscribed = "SELECT endpoint FROM clinic_pushsubscription"
    assert site.query(subscribed) == [("https://fcm.googleapis.com/fcm/send/abc",)]

    wake(phone, site)
    wait_until(lambda: phone.evaluate(SHOWN), what="notice")
    assert phone.evaluate(SHOWN) == [["Repwise", "Something new waits for you."]]

    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert site.query(subscribed) == []
