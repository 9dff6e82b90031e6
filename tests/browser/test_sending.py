"""A video on its way through broken networks, reloads and a killed server."""

import hashlib
import random
import re

import pytest
from playwright.sync_api import expect

from tests.clinic.files import MP4
from tests.servers import wait_until
from tests.spine.installation import kill_group

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
VIDEO = MP4 + random.Random(3).randbytes(5 * 1024**2)


@pytest.fixture(scope="module")
def patients(site):
    """Patients nobody has used yet, signed in, each with an exercise."""
    seeded = site.seed("many_patients", 10)
    return seeded["cookie"], iter(seeded["people"])


@pytest.fixture
def newcomer(patients, site):
    """Sign the next patient in; returns the address of their exercise."""
    cookie, people = patients

    def sign_in(page):
        person = next(people)
        session = {"name": cookie, "value": person["session"], "url": site.url}
        page.context.add_cookies([session])
        return f"{site.url}/my/exercises/{person['prescription']}/"

    return sign_in


@pytest.fixture
def phone(open_page, newcomer):
    page = open_page(viewport=PHONE)
    page.goto(newcomer(page))
    return page


def send(page, content=VIDEO):
    file = {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": content}
    page.locator("#from-files").set_input_files(file)
    page.get_by_role("button", name="Send the video").click()


def slow_down(page, bytes_a_second):
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": bytes_a_second,
        },
    )
    return session


def percent(page):
    return int(page.locator("[data-percent]").inner_text().partition(" ")[0] or 0)


def stored(site, content=VIDEO):
    digest = hashlib.sha256(content).hexdigest()
    return site.query(
        f"SELECT public_id FROM clinic_recording WHERE sha256 = '{digest}'"
    )


def recorded_for(site, exercise):
    prescription = exercise.rstrip("/").rpartition("/")[2].replace("-", "")
    [(count,)] = site.query(
        "SELECT count(*) FROM clinic_recording AS recording"
        " JOIN clinic_prescription AS prescription"
        " ON prescription.id = recording.prescription_id"
        f" WHERE prescription.public_id = '{prescription}'"
    )
    return count


def test_a_video_chosen_before_the_script_has_arrived_can_be_sent(open_page, newcomer):
    page = open_page(viewport=PHONE)
    held = []
    page.route(
        re.compile(r"/page/upload(\.\w+)?\.js"), lambda route: held.append(route)
    )
    page.goto(newcomer(page), wait_until="commit")
    file = {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": VIDEO}
    page.locator("#from-files").set_input_files(file)
    wait_until(lambda: held, what="request for the script")
    held[0].continue_()
    ready = page.get_by_role("button", name="Send the video")
    expect(ready).to_be_visible(timeout=20_000)


def test_survives_a_killed_server_and_a_reload_and_goes_on_where_it_was(phone, site):
    offsets = []
    phone.on(
        "request",
        lambda request: (
            request.method == "PATCH"
            and offsets.append(int(request.headers["upload-offset"]))
        ),
    )
    slow_down(phone, 700_000)
    send(phone)
    wait_until(lambda: percent(phone) >= 25, what="first parts", within_s=60)

    kill_group(site.web)
    expect(phone.locator(".waiting-row [data-state]")).to_contain_text(
        "goes on by itself"
    )
    site.start_web()
    phone.reload()
    slow_down(phone, 20_000_000)
    phone.get_by_role("link", name="See the result").click()
    phone.wait_for_url("**/my/recordings/*/")

    assert len(stored(site)) == 1
    assert phone.url.rstrip("/").endswith(stored_id(site))
    after_reload = offsets[offsets.index(max(offsets[:3])) :]
    assert 0 not in after_reload, offsets


def stored_id(site):
    [(found,)] = stored(site)
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"


def test_the_same_file_sent_again_is_the_same_recording(phone, site):
    exercise = phone.url
    content = VIDEO[:200_000]
    send(phone, content)
    phone.wait_for_url("**/my/recordings/*/")
    first = phone.url
    phone.goto(exercise)
    send(phone, content)
    phone.wait_for_url("**/my/recordings/*/")
    assert phone.url == first
    assert len(stored(site, content)) == 1


@pytest.fixture
def phone_alone(open_page, newcomer):
    """A phone without a service worker, which is never cut off by the emulation."""
    page = open_page(viewport=PHONE, service_workers="block")
    page.goto(newcomer(page))
    return page


def test_offline_it_waits_on_the_phone_and_is_sent_later(phone_alone, site):
    phone = phone_alone
    exercise = phone.url
    content = VIDEO[:300_000]
    phone.context.set_offline(True)
    send(phone, content)
    expect(phone.locator(".waiting-row [data-state]")).to_contain_text("no connection")
    assert stored(site, content) == []
    phone.context.set_offline(False)
    phone.wait_for_url("**/my/recordings/*/")
    assert len(stored(site, content)) == 1
    assert recorded_for(site, exercise) == 1


def test_a_refusal_is_in_words_and_the_video_can_be_deleted(phone):
    exercise = phone.url
    send(phone, b"ffconcat version 1.0\n" + bytes(9000))
    row = phone.locator("[data-rows] > li")
    expect(row).to_contain_text("This is not a video")
    expect(row).to_contain_text("Send MP4, MOV or WebM.")
    phone.reload()
    expect(row).to_contain_text("This is not a video")
    row.get_by_role("button", name="Delete from this phone").click()
    phone.get_by_role("button", name="Delete", exact=True).click()
    expect(row).to_have_count(0)
    phone.goto(exercise)
    expect(phone.locator("[data-waiting]")).to_be_hidden()


def test_who_signs_in_next_on_this_phone_sees_nothing_of_it(phone, site, newcomer):
    phone.context.set_offline(True)
    content = VIDEO[:250_000]
    send(phone, content)
    expect(phone.locator(".waiting-row [data-state]")).to_contain_text("no connection")
    phone.goto("about:blank")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    exercise = newcomer(phone)
    phone.goto(exercise)
    expect(phone.get_by_role("button", name="Send the video")).to_be_hidden()
    phone.wait_for_timeout(1500)
    expect(phone.locator("[data-waiting]")).to_be_hidden()
    # The service worker may have sent the video for whom it belongs to, before they
    # signed out: never for the next person.
    assert recorded_for(site, exercise) == 0


def test_the_first_page_is_looked_after_once_it_is_loaded(phone):
    looked_after = "() => Boolean(navigator.serviceWorker.controller)"
    wait_until(lambda: phone.evaluate(looked_after), what="service worker")


# What a service worker does that has sent a recording: it lets the bytes go.
SENT_WITHOUT_A_PAGE = """
async ([owner, address]) => {
  const { openStore } = await import("repwise/sending/store.js");
  const store = await openStore();
  const recordedAt = "2026-03-02T09:00:00Z";
  const made = { id: "one", owner, exercise: "Squat", recordedAt };
  await store.add({ ...made, size: 3 }, new Blob(["abc"]));
  await store.finish("one", address);
}
"""


def test_what_was_sent_without_a_page_is_told_until_somebody_has_looked(phone, site):
    content = VIDEO[:250_000]
    exercise = phone.url
    send(phone, content)
    phone.wait_for_url("**/my/recordings/*/")
    address = phone.evaluate("() => location.pathname")
    owner = phone.locator("[data-sending]").get_attribute("data-owner")

    phone.evaluate(SENT_WITHOUT_A_PAGE, [owner, address])
    for place in (exercise, f"{site.url}/my/today/"):
        phone.goto(place)
        arrived = phone.locator(".waiting-row [data-state]")
        expect(arrived).to_have_text("It has arrived.")
    phone.get_by_role("link", name="See the result").click()
    phone.wait_for_url(f"**{address}")
    phone.goto(f"{site.url}/my/today/")
    expect(phone.locator("h1")).to_be_visible()
    wait_until(lambda: kept(phone) == 0, what="nothing left on the phone")
    expect(phone.locator(".waiting-row")).to_have_count(0)

    phone.evaluate(SENT_WITHOUT_A_PAGE, [owner, address])
    phone.reload()
    phone.get_by_role("button", name="Got it").click()
    expect(phone.locator(".waiting-row")).to_have_count(0)
    assert kept(phone) == 0


def kept(page):
    """How many recordings the phone still lists, sent or not."""
    return page.evaluate(
        """async () => {
          const { openStore } = await import("repwise/sending/store.js");
          const owner = document.querySelector("[data-sending]").dataset.owner;
          return (await (await openStore()).all(owner)).length;
        }"""
    )


def test_the_page_comes_back_though_the_browser_does_not_say_that_it_is_online(phone):
    deaf = "addEventListener('online', (event) => event.stopImmediatePropagation());"
    phone.add_init_script(deaf)
    wait_until(
        lambda: phone.evaluate("() => Boolean(navigator.serviceWorker.controller)"),
        what="service worker",
    )
    phone.context.set_offline(True)
    phone.reload()
    away = phone.get_by_role("heading", name="You are offline")
    expect(away).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="Film now")).to_be_visible()
