"""A chart as a picture for letters and slides: PNG of its SVG, without a browser."""

import json
from pathlib import Path
from typing import Final

from django.conf import settings

# The drawing is 1082 units wide; twice as many pixels stay sharp in print at 18 cm.
_WIDTH_PT: Final = 1082
_PIXELS_PER_INCH: Final = 144.0
_FONTS: Final = Path("node_modules", "dejavu-fonts-ttf", "ttf")
_PAGE: Final = """
#set page(width: {width}pt, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.svg))), format: "svg", width: 100%)
"""


def png(svg: str) -> bytes:
    """Return the drawing `svg` as PNG."""
    # Loads a compiler of 80 MB: only for whoever wants a picture.
    import typst

    made = typst.compile(  # type: ignore[call-overload]
        _PAGE.format(width=_WIDTH_PT).encode(),
        sys_inputs={"svg": json.dumps(svg)},
        font_paths=[str(Path(settings.BASE_DIR, _FONTS))],
        ignore_system_fonts=True,
        format="png",
        ppi=_PIXELS_PER_INCH,
    )
    picture: bytes = made[0] if isinstance(made, list) else made
    return picture
