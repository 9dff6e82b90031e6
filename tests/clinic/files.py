"""Files for tests: what phones send, and what is kept."""

from django.core.files.uploadedfile import SimpleUploadedFile

# Begins as an MP4 does; enough for what the web process looks at.
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(500)


def upload(content=MP4, name="Jane Doe knee.MP4"):
    return SimpleUploadedFile(name, content, content_type="text/plain")


def stored(file):
    """The content of a stored file."""
    with file.open("rb") as content:
        return content.read()


def kept_in(folder):
    """All files below `folder`."""
    return [path for path in folder.rglob("*") if path.is_file()]
