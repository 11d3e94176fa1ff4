"""Zonings that can be refreshed."""

from __future__ import annotations

from . import endpoints, official, official_optional
from .refresh_entry import TABLE, File, Refreshable

_CLASSED = {
    "producteur": "DGCL", "titre": "Communes classées France ruralités revitalisation",
    "licence": endpoints.LICENCE_OUVERTE,
    "adresse": f"https://www.data.gouv.fr/fr/datasets/{endpoints.DATASETS['frr']}/",
}  # fmt: skip

ENTRIES: tuple[Refreshable, ...] = (
    # Before the list of the DGCL, which says more: where both are asked for, that one is taken.
    Refreshable(
        "observatoire_frr", "FRR d’après l’Observatoire des territoires", "frr",
        {"": File(rf"^(observatoire[-_])?(code)?frr[-_]com20\d\d.*{TABLE}", service="observatoire",
                  path="com2025/frr/codefrr")},
        official_optional.read_frr, 33000, ("frr",),
        limits="Source facultative, d’un service non documenté : deux classes, FRR et FRR+ ; les communes "
        "bénéficiaires ou classées en partie restent celles de la liste de la DGCL.",
        origin=_CLASSED | {
            "producteur": "ANCT", "titre": "Observatoire des territoires, communes classées FRR et FRR+",
            "adresse": "https://www.observatoire-des-territoires.gouv.fr/",
        },
        example="frr_com2025.csv", optional=True,
    ),
    Refreshable(
        "frr", "France ruralités revitalisation", "frr",
        {"": File(rf"^liste[-_](communes[-_])?frr.*{TABLE}", dataset="frr", title=r"liste.*communes")},
        official.read_frr, 33000, ("frr",),
        limits="« FRR bénéficiaire » désigne une ancienne ZRR maintenue, non une classe de fragilité.",
        origin=_CLASSED,
    ),
)  # fmt: skip
