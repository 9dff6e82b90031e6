"""How long pages take with 10,000 recordings and 500 patients.

Run: `python -m tests.benchmarks.pages` (writes tests/benchmarks/results/pages.md).
It makes a database of its own beside the installation's, in memory, and asks for each
page through Django's whole stack, without a network in between.
"""

import argparse
import datetime as dt
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

RESULTS = Path(__file__).parent / "results" / "pages.md"
PATIENTS, RECORDINGS, VISITS, WARM = 500, 10_000, 40, 5


@contextmanager
def database() -> Iterator[None]:
    """Use an empty test database, with the migrations applied."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.config.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    settings.LOGGING_CONFIG = None
    setup_test_environment(debug=False)
    runner = get_runner(settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(old)


def seeded(patients: int, recordings: int) -> dict[str, object]:
    """Fill the database; return whom and what the pages are asked for."""
    from django.utils import timezone

    from clinic.models import Recording
    from tests import factories
    from tests.clinic import bulk

    now = timezone.now()
    therapist = factories.TherapistFactory()
    people = bulk.patients(therapist, patients)
    made = bulk.recordings(people, recordings, now=now)
    analyses = [one.analyses.get() for one in made[:20]]
    for analysis in analyses:
        for index in range(1, 11):
            repetition = factories.RepetitionFactory(analysis=analysis, index=index)
            factories.FindingFactory(repetition=repetition)
    factories.ConsentFactory(patient=people[0])
    newest = Recording.objects.get(pk=made[0].pk)
    for patient in people[:100]:
        factories.PlanPhaseFactory(plan=patient.plans.get(), sessions=1)
    for patient in people[:20]:
        factories.AlertFactory(patient=patient, raised_at=now)
    factories.SavedViewFactory(therapist=therapist, name="To call today")
    plan = people[0].plans.get()
    return {
        "therapist": therapist,
        "patient": people[0],
        "recording": newest.public_id,
        "prescription": newest.prescription.public_id,
        "patient_id": people[0].public_id,
        "plan_id": plan.public_id,
        "admin": factories.ClinicAdminFactory(),
        "now": now,
    }


def addresses(seed: dict[str, object]) -> dict[str, list[str]]:
    """Return the pages by who asks for them."""
    recording, patient = seed["recording"], seed["patient_id"]
    plan = seed["plan_id"]
    return {
        "therapist": [
            "/therapist/",
            "/therapist/?show=all",
            "/therapist/?q=00042",
            "/therapist/patients/",
            "/therapist/patients/?show=phase&sort=name",
            f"/therapist/patients/{patient}/",
            f"/therapist/patients/{patient}/progress/?weeks=52",
            f"/therapist/patients/{patient}/alerts/",
            f"/therapist/patients/{patient}/plans/new/",
            f"/therapist/plans/{plan}/edit/",
            f"/therapist/plans/{plan}/history/",
            f"/therapist/review/{recording}/",
            f"/therapist/review/{recording}/versions/",
            "/therapist/library/",
            "/therapist/messages/",
            "/therapist/insights/",
        ],
        "patient": [
            "/my/today/",
            "/my/progress/",
            "/my/messages/",
            f"/my/recordings/{recording}/",
        ],
        "admin": [
            "/clinic/",
            "/clinic/settings/",
            "/clinic/alerts/",
            "/clinic/usage/",
            "/clinic/audit/",
        ],
    }


def load_as_servers_do() -> None:
    """Load the application by its entry point, as servers do.

    It spares what stays from the garbage collector; what the seeding has left, which
    is no part of a server, is spared with it.
    """
    import clinic.config.wsgi  # noqa: F401


def times(
    get: Callable[[], object], visits: int, clock: Callable[[], float]
) -> list[float]:
    """Return how long each of `visits` takes, in milliseconds, after warming up.

    By `clock`: of the wall, or of this process alone where others keep the machine
    busy (the database is in the process, so nothing is waited for).
    """
    for _ in range(WARM):
        get()
    taken = []
    for _ in range(visits):
        begun = clock()
        get()
        taken.append(1000 * (clock() - begun))
    return taken


def measured(
    seed: dict[str, object], visits: int, clock: Callable[[], float]
) -> list[tuple[str, float, float, int]]:
    """Return address, median, 95th percentile and queries of each page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    rows = []
    for who, pages in addresses(seed).items():
        client = Client()
        client.force_login(seed[who])
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            asked = len(queries)
            taken = times(lambda: client.get(address), visits, clock)  # noqa: B023
            percentile = statistics.quantiles(taken, n=20)[-1]
            rows.append((address, statistics.median(taken), percentile, asked))
    return rows


def report(
    rows: list[tuple[str, float, float, int]],
    seed: dict[str, object],
    visits: int,
    *,
    by_cpu: bool,
) -> str:
    """Return the table as Markdown, without anybody's key in it."""
    hidden = {
        str(seed[key]): f"<{key}>" for key in ("recording", "patient_id", "plan_id")
    }
    lines = [
        "# How long pages take",
        "",
        (
            f"{PATIENTS} patients of one therapist and {RECORDINGS} recordings, "
            f"SQLite in memory, {visits} visits each after {WARM} to warm up, "
            f"one process, {'its own' if by_cpu else 'wall'} time, "
            f"{os.cpu_count()} cores ({platform.machine()}), "
            f"{dt.datetime.now(dt.UTC).date()}. Command: "
            f"`python -m tests.benchmarks.pages{' --cpu' if by_cpu else ''}`. "
            "Target: 95th percentile under 200 ms."
        ),
        "",
        "| Page | Median, ms | 95th percentile, ms | Queries |",
        "|---|---:|---:|---:|",
    ]
    for address, median, percentile, queries in rows:
        for key, word in hidden.items():
            address = address.replace(key, word)
        lines.append(f"| `{address}` | {median:.0f} | {percentile:.0f} | {queries} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument(
        "--cpu", action="store_true", help="count the time of this process alone"
    )
    parser.add_argument("--output", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    clock = time.process_time if chosen.cpu else time.perf_counter
    with database():
        seed = seeded(PATIENTS, RECORDINGS)
        load_as_servers_do()
        rows = measured(seed, chosen.visits, clock)
        text = report(rows, seed, chosen.visits, by_cpu=chosen.cpu)
    chosen.output.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
