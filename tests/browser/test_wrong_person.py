"""Two people in the picture: a therapist points at the right one, and teaches by it.

Nothing is faked but the people, who are simulated: a worker analyzes the film, again
for the person who was clicked; what the therapist then confirms is exported.
"""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from recognition import poses, video
from recognition.simulation.session import Session, film
from tests.browser.waiting import wait_for
from tests.recognition.filming import Studio

pytestmark = [
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

DESK = {"width": 1440, "height": 900}
READY = "() => Number(document.querySelector('[data-overlay]').dataset.frame) >= 0"
# How many squats the person on the left does, and the one on the right.
SQUATS = {"left": 2, "right": 3}


@pytest.fixture(scope="module")
def two_people(tmp_path_factory):
    """Two simulated patients side by side; who is done sooner stands and waits."""
    folder = tmp_path_factory.mktemp("two")
    films = []
    for person, (side, number) in enumerate(SQUATS.items(), start=1):
        path = folder / f"{side}.mp4"
        film(Session("squat", person, seed=7, repetitions=number, yaw_deg=90.0), path)
        films.append([(one.time_s, one.picture) for one in video.frames(path)])
    longest = max(films, key=len)
    times = [time_s for time_s, _ in longest]
    pictures = [
        np.hstack([each[min(n, len(each) - 1)][1] for each in films])
        for n in range(len(longest))
    ]
    return Studio(folder).film("two.mp4", times=times, pictures=pictures)


@pytest.fixture(scope="module")
def sent(site, two_people):
    site.start_broker()
    site.start_worker()
    return site.seed("film_sent", two_people)


def test_the_right_person_is_clicked_judged_and_exported(
    site, sent, open_page, tmp_path
):
    page = open_page(viewport=DESK)
    site.sign_in(page, sent["therapist"])
    page.goto(f"{site.url}/therapist/review/{sent['recording']}/")
    chips = page.locator(".rep-chip")
    expect(chips.first).to_be_visible()
    followed = next(s for s, number in SQUATS.items() if number == chips.count())
    other = "right" if followed == "left" else "left"

    point_at(page, other)
    expect(page.get_by_text("It is being analyzed again").first).to_be_visible()
    expect(chips).to_have_count(SQUATS[other])
    runs = site.query("SELECT status, is_current, options FROM clinic_analysis")
    assert [(status, current) for status, current, _ in runs] == [
        ("done", 0),
        ("done", 1),
    ]
    assert json.loads(runs[1][2])["patient"]["x"] == pytest.approx(
        middle_of(other), abs=0.02
    )

    with page.expect_navigation():
        page.get_by_role("button", name="Mark as reviewed").click()
    where_the_labels_are(site, tmp_path / "labels", other)


def middle_of(side):
    return 0.25 if side == "left" else 0.75


def point_at(page, side):
    """Click on the person on `side`, where the hips are."""
    wait_for(page, READY)
    page.get_by_role("button", name="Wrong person").click()
    box = page.locator("video").bounding_box()
    x = box["x"] + middle_of(side) * box["width"]
    page.mouse.click(x, box["y"] + 0.6 * box["height"])


def where_the_labels_are(site, folder, side):
    """Export, and find the person who was clicked in the poses."""
    site.run("manage.py", "export_labels", str(folder), "--clinic", "riverside")
    lines = (folder / "repetitions.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == SQUATS[side]
    assert {row["exercise"] for row in rows} == {"squat"}
    seen = poses.load(folder / rows[0]["poses"]).landmarks[:, :, 0]
    assert np.nanmedian(seen) == pytest.approx(middle_of(side), abs=0.1)
