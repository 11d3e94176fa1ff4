"""Housing, benefits, taxes, health, employment: what can be refreshed of them, each from its producer's table."""

from __future__ import annotations

from functools import partial

from . import endpoints, official_tables
from .official_tables import Figure, Layout
from .refresh_entry import TABLE, File, Refreshable

# An edition counts the vacant dwellings of its year, and the stock of the year before, the last that is known then.
_STOCK = ("ff_pp_total_{before}", "pp_total_{before}")
_LOVAC = Layout(
    "lovac_2025",
    {
        "vacance_privee": (Figure(above=("pp_vacant_{year}",), below=_STOCK),
                           Figure(("taux_vacance_{year}_pct",), blank=True)),
        "vacance_longue": (Figure(above=("pp_vacant_plus_2ans_{year}",), below=_STOCK),
                           Figure(("taux_vacance_long_{year}_pct",), blank=True)),
    },
    code=("codgeo_{year}", "insee_c"),
)  # fmt: skip

ENTRIES: tuple[Refreshable, ...] = (
    Refreshable(
        "lovac", "LOVAC, vacance du parc privé", "lovac_2025",
        {"": File(rf"^lovac.*communes.*{TABLE}", endpoints.RESOURCES["lovac"])},
        partial(official_tables.read, layout=_LOVAC), 15000, (), ("vacance_privee", "vacance_longue"),
        {"vacance_privee": (0, 100), "vacance_longue": (0, 100)},
        "Parc privé ; secret dans les petites communes. Logements vacants au 1er janvier de l’année, rapportés au parc "
        "de l’année précédente.",
        example="lovac-opendata-communes.csv",
    ),
)  # fmt: skip
