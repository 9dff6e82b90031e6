"""What an operator hears before real patients use an installation."""

from clinic import checks


def codes(found):
    return {message.id for message in found}


def everything():
    return (
        checks.broker_is_for_production()
        + checks.database_is_for_production()
        + checks.addresses_are_secure()
    )


def test_the_embedded_defaults_are_named(settings):
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_BROKER = True
    settings.HTTPS_ONLY = False
    found = {"clinic.W001", "clinic.W002", "clinic.W003", "clinic.E001"}
    assert codes(everything()) == found


def test_nothing_is_said_of_services_of_ones_own(settings):
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_BROKER = False
    settings.HTTPS_ONLY = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.X"}}
    assert everything() == []
