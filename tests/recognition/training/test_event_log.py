"""Event files as TensorBoard reads them, taken apart by hand."""

import struct

from recognition.training import event_log
from recognition.training.event_log import EventLog


def test_the_checksum_is_crc_32c():
    # RFC 3720, B.4, and the check value of the catalog of parametrized CRCs.
    assert event_log.crc32c(b"123456789") == 0xE3069283
    assert event_log.crc32c(bytes(32)) == 0x8A9136AA


def records(path):
    """Yield the records of a file, their checksums held to the written ones."""
    data, start = path.read_bytes(), 0
    while start < len(data):
        (length,) = struct.unpack_from("<Q", data, start)
        event = data[start + 12 : start + 12 + length]
        for part, at in (
            (data[start : start + 8], start + 8),
            (event, start + 12 + length),
        ):
            check = event_log.crc32c(part)
            masked = (((check >> 15) | (check << 17)) + 0xA282EAD8) & 0xFFFFFFFF
            assert struct.unpack_from("<I", data, at)[0] == masked
        yield event
        start += 16 + length


def test_the_first_record_names_the_format(tmp_path):
    EventLog(tmp_path)

    (path,) = tmp_path.iterdir()
    (event,) = records(path)
    assert event[0] == 0x09  # field 1, a double: the time
    assert event[9:] == b"\x1a\x0dbrain.Event:2"


def test_scalars_carry_step_tag_and_value(tmp_path):
    log = EventLog(tmp_path)

    log.scalars(300, {"loss/train": 0.5})

    event = list(records(log.path))[1]
    assert event[9:12] == b"\x10\xac\x02"  # field 2, 300 in seven bits a byte
    value = b"\x0a\x0aloss/train\x15" + struct.pack("<f", 0.5)
    assert (
        event[12:]
        == b"\x2a" + bytes([len(value) + 2]) + b"\x0a" + bytes([len(value)]) + value
    )


def test_a_resumed_training_writes_a_file_of_its_own(tmp_path):
    first, second = EventLog(tmp_path), EventLog(tmp_path)
    second.scalars(2, {"loss": 1.0})

    assert first.path != second.path
    assert len(list(records(first.path))) == 1
    assert len(list(records(second.path))) == 2
