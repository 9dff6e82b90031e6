"""What a patient's first page may cost: bytes over the air, time to see something."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
MOST_BYTES = 150_000
LATEST_MS = 1_000
VISITS = 3

PAINTED = """
() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null
"""


@pytest.fixture(scope="module")
def clinic(site):
    return site.seed("full_clinic")


def visit(open_page, site, cookies):
    """Load the home as a phone that was never there: bytes, and when it painted."""
    page = open_page(viewport=PHONE, service_workers="block")
    page.context.add_cookies(cookies)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded = []
    session.on("Network.loadingFinished", lambda one: loaded.append(one))
    page.goto(f"{site.url}/my/today/", wait_until="networkidle")
    painted = page.evaluate(PAINTED)
    page.context.close()
    return sum(one["encodedDataLength"] for one in loaded), painted


def test_a_patients_home_is_light_and_quick(open_page, site, clinic):
    page = open_page(viewport=PHONE)
    site.sign_in(page, clinic["patient"])
    cookies = page.context.cookies()
    visits = [visit(open_page, site, cookies) for _ in range(VISITS)]
    print("bytes and first paint in ms:", visits)
    assert max(sent for sent, _ in visits) < MOST_BYTES
    # The quickest of three: the others measure what else the machine does.
    assert min(painted for _, painted in visits) < LATEST_MS
