"""Writes scalars in the format that TensorBoard reads; needs neither it nor protobuf.

A file is a row of records (TensorFlow, core/lib/io/record_writer): length, its
checksum, the record, its checksum. A record is an `Event` message
(core/util/event.proto), encoded here by hand: field numbers 1 wall_time, 2 step,
3 file_version, 5 summary; in it 1 value with 1 tag and 2 simple_value.
"""

import struct
import time
from pathlib import Path
from typing import Final

VERSION: Final = "brain.Event:2"
_POLYNOMIAL: Final = 0x82F63B78  # of CRC-32C (Castagnoli), reflected
_MASK: Final = 0xA282EAD8  # of a checksum of data that holds checksums
_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5  # wire types


class EventLog:
    """One file of events in a folder; a later log there is another file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("events.out.tfevents.*")))
        self.path = folder / f"events.out.tfevents.{number:03d}"
        self._append(_double(1, time.time()) + _text(3, VERSION))

    def scalars(self, step: int, values: dict[str, float]) -> None:
        """Append values of one step, each under its tag."""
        summary = b"".join(
            _bytes(1, _text(1, tag) + _float(2, value)) for tag, value in values.items()
        )
        event = _double(1, time.time()) + _integer(2, step) + _bytes(5, summary)
        self._append(event)

    def _append(self, event: bytes) -> None:
        length = struct.pack("<Q", len(event))
        with self.path.open("ab") as file:
            file.write(length + _checked(length) + event + _checked(event))


def crc32c(data: bytes) -> int:
    """Return the CRC-32C checksum."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = (rest >> 1) ^ (_POLYNOMIAL if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def _checked(data: bytes) -> bytes:
    """Return the masked checksum as it follows data."""
    found = crc32c(data)
    turned = ((found >> 15) | (found << 17)) & 0xFFFFFFFF
    return struct.pack("<I", (turned + _MASK) & 0xFFFFFFFF)


def _number(value: int) -> bytes:
    """Return a variable-length integer: seven bits a byte, the lowest first."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _field(number: int, kind: int, content: bytes) -> bytes:
    return _number(number << 3 | kind) + content


def _integer(number: int, value: int) -> bytes:
    return _field(number, _VARINT, _number(value))


def _double(number: int, value: float) -> bytes:
    return _field(number, _DOUBLE, struct.pack("<d", value))


def _float(number: int, value: float) -> bytes:
    return _field(number, _FLOAT, struct.pack("<f", value))


def _bytes(number: int, content: bytes) -> bytes:
    return _field(number, _BYTES, _number(len(content)) + content)


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())
