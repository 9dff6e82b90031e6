"""The page of agreement."""

from django.urls import reverse

from tests.factories import FindingFactory, VerdictFactory


def page(client, **query):
    return client.get(reverse("therapist:insights"), query)


def test_says_what_to_distrust_and_what_was_confused(client, therapist):
    for _ in range(14):
        VerdictFactory(decision="dismissed")
    VerdictFactory(decision="changed", mistake="lean", name="Leans forward")
    response = page(client)
    shallow = next(row for row in response.context["rows"] if row.precision_of)
    assert (shallow.tone, shallow.precision_of) == ("act", "0 of 15")
    assert shallow.precision.startswith("0 % (0 to ")
    text = response.content.decode()
    assert "distrust" in text
    assert "No mistake" not in text
    columns = response.context["confusion"].columns
    assert columns[-1] == "no mistake"
    counts = dict(response.context["confusion"].rows)
    assert sum(count for count, _ in counts[shallow.name]) == 15


def test_an_added_finding_is_one_that_was_missed(client, therapist):
    FindingFactory(source="therapist", added_by=therapist)
    (row,) = page(client).context["rows"]
    assert (row.precision, row.recall_of) == ("–", "0 of 1")


def test_without_verdicts_it_says_what_to_do(client, therapist):
    assert "No verdicts yet" in page(client).content.decode()
