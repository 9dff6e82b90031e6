"""Arabic with Latin digits, as browsers write them (CLDR, `ar`, `latn`)."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
