"""Wait in the test, not in the page: the pages' policy forbids evaluating strings."""

from tests.servers import wait_until


def wait_for(page, claim, *arguments):
    """Poll until the JavaScript function `claim` holds in the page."""
    wait_until(lambda: page.evaluate(claim, *arguments), what=claim)
