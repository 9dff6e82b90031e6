"""Languages made for a test."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

# No language of Django's, so that its own texts do not mix in. Letters cannot follow
# each other to another meaning: the code is of no language (ISO 639-3, local use).
CODE = "qaa"


def compiled(folder: Path, texts: dict[str, str]) -> Path:
    """Write a catalog of the test's language to `folder`; return it."""
    catalog = Catalog(locale=None, charset="utf-8")
    for text, said in texts.items():
        catalog.add(text, said)
    return _written(folder, catalog)


def bracketed(folder: Path, template: Catalog) -> Path:
    """Write a catalog in which every text of `template` stands in brackets."""
    catalog = Catalog(locale=None, charset="utf-8")
    for message in template:
        if isinstance(message.id, tuple | list):
            said = tuple(f"⟦{text}⟧" for text in message.id)
            catalog.add(message.id, said, flags=message.flags)
        elif message.id:
            catalog.add(message.id, f"⟦{message.id}⟧", context=message.context)
    return _written(folder, catalog)


def _written(folder: Path, catalog: Catalog) -> Path:
    place = folder / CODE / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalog)
    return folder
