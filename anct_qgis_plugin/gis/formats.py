"""The formats of maps and of diagnostics, by their names in Processing; for both doors, which load nothing else yet."""

MAPS = ("pdf", "png", "svg", "geopdf")
DIAGNOSTIC = ("pdf", "odt", "html", "xlsx", "gpkg")
