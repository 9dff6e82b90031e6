"""The accuracy benchmark's results as a page to read."""

from typing import Any, Final

from recognition.benchmarks.accuracy.summary import BANDS

_INTRODUCTION: Final = """\
{recordings} recordings of {source}, seeds of the report part. Angle: primary angle
in every frame of the repetitions. Clear mistakes have a true grade of 1.5 or more,
clear absence below 0.75 (1 = the catalog's limit).

{assessed_line}"""
_ASSESSED: Final = """\
Counts inside what the catalog's ranges leave open: {count_accepted:.1%}. Where a
mistake was assessed: precision {precision}, recall {recall}, F1 {f1}; of the
clear ones {open:.1%} were answered with `not assessed`, which the table counts
as missed. {clean:.2%} of the repetitions without any mistake got a finding. Angles that
reports state, MAE in degrees: {joints}."""
_COLUMNS: Final = (
    "exercise",
    "view",
    "recordings",
    "refused",
    "angle bias / MAE (95 % limits), deg",
    "peak bias / MAE, deg",
    "count exact / within 1",
    "start / end error, ms",
    "overlap",
    "precision / recall / F1",
    "yaw error, deg",
    "view right",
    "recognized",
    "abstained",
    "truth in the stated interval",
)
_BY_GRADE: Final = "## Share of repetitions in which a mistake is named, by true grade"


def markdown(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    lines = [
        "# Accuracy on simulated patients",
        "",
        _INTRODUCTION.format(**results, assessed_line=_assessed(results["overall"])),
        "",
        "| " + " | ".join(_COLUMNS) + " |",
        "|" + "---|" * len(_COLUMNS),
    ]
    if "found" in results:
        lines[-2:-2] = [*found(results["found"]), ""]
    rows = [*results["cells"], {"exercise": "all", "view": "", **results["overall"]}]
    lines += [_row(cell) for cell in rows]
    lines += ["", _BY_GRADE, ""]
    names = [f"{_edge(a)} to {_edge(b)}" for a, b in BANDS]
    lines.append("| exercise | mistake | view | " + " | ".join(names) + " | F1 |")
    lines.append("|" + "---|" * (4 + len(names)))
    lines += [
        f"| {r['exercise']} | {r['mistake']} | {r['view']} | "
        + " | ".join(_show(x) for x in r["found"]) + f" | {_show(r['f1'])} |"
        for r in results["mistakes"]
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _assessed(overall: dict[str, Any]) -> str:
    """Return what holds where an answer was given."""
    return _ASSESSED.format(
        count_accepted=overall["count_accepted"] or 0.0,
        open=overall["clear_not_assessed"] or 0.0,
        clean=overall["clean_but_found"] or 0.0,
        joints=", ".join(f"{k} {_show(v)}" for k, v in overall["joints_deg"].items()),
        **{k: _show(v) for k, v in overall["assessed"].items()},
    )


def found(rows: list[dict[str, Any]]) -> list[str]:
    """Return the table of how often a body was found in the frames."""
    return [
        "| frames with a body | posture | films | found | worst film |",
        "|---|---|---|---|---|",
        *(
            f"| {r['source']} | {r['posture']} | {r['films']} | {r['found']:.1%} "
            f"| {r['worst']:.1%} |"
            for r in rows
        ),
    ]


def _row(cell: dict[str, Any]) -> str:
    """Return one row of the main table."""
    angle, peak = cell["angle_deg"], cell["peak_deg"]
    limits = f"({_show(angle['lower'])} to {_show(angle['upper'])})"
    columns = [
        cell["exercise"], cell["view"], cell["recordings"], cell["refused"],
        f"{_show(angle['bias'])} / {_show(angle['mae'])} {limits}",
        f"{_show(peak['bias'])} / {_show(peak['mae'])}",
        f"{_show(cell['count_exact'])} / {_show(cell['count_within_one'])}",
        f"{_show(cell['start_error_ms'])} / {_show(cell['end_error_ms'])}",
        _show(cell["overlap"]),
        f"{_show(cell['precision'])} / {_show(cell['recall'])} / {_show(cell['f1'])}",
        _show(cell["yaw_error_deg"]), _show(cell["view_right"]),
        _show(cell["recognized"]), _show(cell["abstained"]),
        _show(cell["within"]),
    ]  # fmt: skip
    return "| " + " | ".join(str(c) for c in columns) + " |"


def _show(value: float | None) -> str:
    """Return a number, or a dash for none."""
    return "-" if value is None else f"{value:g}"


def _edge(value: float) -> str:
    """Return the end of a band of grades."""
    return f"{value:g}"
