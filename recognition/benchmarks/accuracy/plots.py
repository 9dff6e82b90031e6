"""The accuracy benchmark's results as a picture, to lie beside the page."""

from pathlib import Path
from typing import Any, Final

from recognition.benchmarks.accuracy.summary import BANDS

_INK: Final = "#334155"
_ACCENT: Final = "#0f766e"
_SOFT: Final = "#94a3b8"


def draw(results: dict[str, Any], picture: Path) -> None:
    """Write angle errors and counts by exercise and view, mistakes found by grade."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    cells = [cell for cell in results["cells"] if cell["angle_deg"]["bias"] is not None]
    height = max(4.0, 0.17 * len(cells) + 1.2)
    figure, axes = plt.subplots(
        1, 3, figsize=(14.0, height), layout="constrained", width_ratios=(3, 2, 2)
    )
    _angles(axes[0], cells)
    _counts(axes[1], cells)
    _grades(axes[2], results["mistakes"])
    figure.savefig(picture, dpi=80, pil_kwargs={"quality": 85})
    plt.close(figure)


def _names(cells: list[dict[str, Any]]) -> list[str]:
    return [f"{cell['exercise'].replace('_', ' ')}, {cell['view']}" for cell in cells]


def _angles(axes: Any, cells: list[dict[str, Any]]) -> None:  # noqa: ANN401  no types
    """Draw bias and 95 % limits of agreement of the primary angle."""
    for row, cell in enumerate(cells):
        angle = cell["angle_deg"]
        axes.plot([angle["lower"], angle["upper"]], [row, row], color=_SOFT, lw=3)
        axes.plot(angle["bias"], row, "o", color=_ACCENT, ms=4)
    axes.axvline(0.0, color=_INK, lw=0.6)
    axes.set_yticks(range(len(cells)), _names(cells), fontsize=7)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    axes.set_xlabel("primary angle: bias and 95 % limits, degrees")


def _counts(axes: Any, cells: list[dict[str, Any]]) -> None:  # noqa: ANN401  no types
    """Draw the shares of recordings counted right, and within one."""
    rows = range(len(cells))
    axes.barh(rows, [cell["count_within_one"] or 0 for cell in cells], color=_SOFT)
    axes.barh(
        rows, [cell["count_exact"] or 0 for cell in cells], color=_ACCENT, height=0.4
    )
    axes.set_yticks([])
    axes.set_ylim(len(cells) - 0.5, -0.5)
    axes.set_xlabel("counted within one (grey), exactly (green)")


def _grades(axes: Any, mistakes: list[dict[str, Any]]) -> None:  # noqa: ANN401
    """Draw for each mistake how often it is named, by its true grade."""
    places = range(len(BANDS))
    for mistake in mistakes:
        shares = [float("nan") if s is None else s for s in mistake["found"]]
        axes.plot(places, shares, color=_SOFT, lw=0.5, alpha=0.5)
    means = [
        sum(shares) / len(shares) if shares else float("nan")
        for shares in (
            [m["found"][band] for m in mistakes if m["found"][band] is not None]
            for band in places
        )
    ]
    axes.plot(places, means, "o-", color=_ACCENT, lw=2)
    axes.set_xticks(places, [f"{a:g} to {b:g}" for a, b in BANDS], fontsize=7)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("true grade (1 = the catalog's limit)")
    axes.set_title("share of repetitions named, by mistake", fontsize=9)
