"""Arabic: figures as in English, so that a page, its file and its chart show the same ones."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
