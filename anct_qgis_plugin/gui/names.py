"""Names of levels and programmes in the interface's language."""

from __future__ import annotations

from ..core import wording
from ..i18n import translate


def level(key: str, several: bool = False) -> str:
    """A level of territories: "commune", "département" …, one or several."""
    if several:
        return {
            "commune": translate("Anct", "communes"),
            "epci": translate("Anct", "EPCI"),
            "arrondissement": translate("Anct", "arrondissements"),
            "departement": translate("Anct", "départements"),
            "region": translate("Anct", "régions"),
        }.get(key, key)
    return {
        "commune": translate("Anct", "commune"),
        "epci": translate("Anct", "EPCI (group of communes)"),
        "arrondissement": translate("Anct", "arrondissement"),
        "departement": translate("Anct", "département"),
        "region": translate("Anct", "région"),
        "pays": translate("Anct", "country"),
        "crte": translate("Anct", "CRTE perimeter"),
        "ti": translate("Anct", "Territoire d’industrie"),
        "perimetre": translate("Anct", "made-to-measure perimeter"),
    }.get(key, key)


def people(count: float, year: str = "") -> str:
    """A population with its year: "9 851 inhabitants (2022)"."""
    text = translate("Anct", "{count} inhabitants").format(count=wording.number(count))
    return f"{text} ({year})" if year else text
