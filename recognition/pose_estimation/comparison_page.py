"""Show how pose runtimes compare to MediaPipe, as a page in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from recognition.pose_estimation.benchmark import (
    BRIEF_S,
    FURTHER_RUNTIMES,
    REFERENCE,
    TRUTH_EVERY,
)

Row = Mapping[str, Any]

# What a runtime is to reach: times MediaPipe's speed, and how much further from
# image mode than MediaPipe's video mode it may be, in torso lengths.
SPEED: Final = {"openvino-f32": 3.0, "openvino-bf16": 5.0}
FURTHER: Final = {"openvino-f32": 0.003, "openvino-bf16": 0.01}
BOUND: Final = 1.3
# Decoding binds a clip where it alone takes this share of what cannot be left out.
DECODE_BOUND: Final = 0.4


def markdown(summary: Mapping[str, Any]) -> str:
    """Return the page for what `comparison.summarize` gives."""
    rows = summary["rows"]
    parts = [
        "# Pose runtimes next to MediaPipe\n",
        _setting(summary),
        _totals(summary["runtimes"]),
        _explained(),
        *[_clips(name, rows) for name in FURTHER if name in summary["runtimes"]],
    ]
    return "\n".join(parts)


def _totals(runtimes: Mapping[str, Row]) -> str:
    """Return one line a runtime."""
    lines = [
        (
            "| runtime | frames/s | x MediaPipe | aim | x bound | CPU ms a frame "
            "| distance | 95 % | found | peak MB |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, total in runtimes.items():
        lines.append(
            f"| {name} | {total['fps']:.0f} | {total['ratio_to_mediapipe']:.2f} "
            f"| {_number(SPEED.get(name))} | {_number(total['times_bound'])} "
            f"| {total['cpu_ms_a_frame']:.1f} | {_percent(total['median_distance'])} "
            f"| {_percent(total['p95_distance'])} | {total['found_ratio']:.3f} "
            f"| {total['peak_rss_mb']:.0f} |"
        )
    missing = [name for name in FURTHER_RUNTIMES if name not in runtimes]
    lines += [f"| {name} | not run | | | | | | | | |" for name in missing]
    return "\n".join(lines) + "\n"


def _setting(summary: Mapping[str, Any]) -> str:
    """Say what was measured, and how to do it again."""
    seconds = summary["seconds"]
    option = f"--seconds {seconds:g} " if seconds else ""
    part = f"the first {seconds:g} seconds" if seconds else "all"
    return (
        f"    recognize benchmark pose CLIPS {option}--output pose.json "
        f"--markdown poses.md\n\n{len(summary['clips'])} clips, {part} of each, every "
        f"frame, {summary['cores']} cores; each runtime in a process of its own, one "
        "at a time, all in one run.\n"
    )


def _explained() -> str:
    """Say what the columns are."""
    brief = " and ".join(f"{name} {each:g} s" for name, each in BRIEF_S.items())
    return (
        "x bound: the whole time, as a multiple of the processor time of decoding and "
        "of the networks alone, divided by the cores; the aim is "
        f"{BOUND}. Distance: median over landmarks and frames to MediaPipe's image "
        f"mode on one frame in {TRUTH_EVERY}, in torso lengths, then over clips; "
        "clip by clip on the frames in which MediaPipe, its image mode and the runtime "
        "found the same body (their trunks closer than a torso), a share given as same "
        f"body. Of each clip {brief} at most.\n"
    )


def _clips(name: str, rows: Sequence[Row]) -> str:
    """Return one line a clip for one runtime, with the bars it misses."""
    reference = {row["clip"]: row for row in rows if row["runtime"] == REFERENCE}
    lines = [
        f"## {name}\n",
        (
            "| clip | frames | frames/s | x MediaPipe | x bound | decoding | same body "
            "| distance | MediaPipe's | found | MediaPipe's | misses |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row["runtime"] == name:
            other = reference[row["clip"]]
            lines.append(
                f"| {row['clip']} | {row['frames']} | {row['fps']:.0f} "
                f"| {row['ratio_to_mediapipe']:.2f} | {_number(row['times_bound'])} "
                f"| {_percent(row['decode_share'])} | {_percent(row['same_body'])} "
                f"| {_percent(row['common_distance'])} "
                f"| {_percent(row['reference_distance'])} | {row['found_ratio']:.3f} "
                f"| {other['found_ratio']:.3f} | {', '.join(missed(row, other))} |"
            )
    return "\n".join(lines) + "\n"


def missed(row: Row, reference: Row) -> list[str]:
    """Name the aims that a runtime misses on a clip, and whether decoding binds it."""
    name = row["runtime"]
    misses = []
    if row["found_ratio"] < reference["found_ratio"]:
        misses.append("found")
    own, others = row["common_distance"], row["reference_distance"]
    if own is not None and own > others + FURTHER[name]:
        misses.append("distance")
    if row["ratio_to_mediapipe"] < SPEED[name]:
        bound = row["decode_share"] is not None and row["decode_share"] > DECODE_BOUND
        misses.append("speed (decode-bound)" if bound else "speed")
    return misses


def _number(value: float | None) -> str:
    return f"{value:.2f}" if value is not None else ""


def _percent(value: float | None) -> str:
    return f"{value:.1%}" if value is not None else ""
