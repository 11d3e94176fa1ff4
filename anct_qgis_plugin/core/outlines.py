"""Which outlines a territory is drawn with: the generalised ones of the whole country, or the exact ones of the IGN."""

from __future__ import annotations

from .facts import Facts
from .territory import Territory

# Sources of exact outlines, one per département, taken whole: "ign_limites_46".
EXACT = "ign_limites_"
GENERALISED = "geometry"
# Beyond this many communes (no région has as many) a territory is drawn with the light generalisation.
FULL_DETAIL_UP_TO = 6000


def sources(facts: Facts, territory: Territory) -> list[str]:
    """Ids of the sources of a territory's outlines: exact where every département that it touches has them."""
    if len(territory.positions) > FULL_DETAIL_UP_TO:
        return [GENERALISED]
    exact = [EXACT + code for code in sorted(set(facts.communes["code_departement"].iloc[territory.positions]))]
    return exact if exact and all(key in facts.sources.index for key in exact) else [GENERALISED]


def credit(facts: Facts, territory: Territory) -> str:
    """Whose outlines these are, for the foot of a map."""
    used = sources(facts, territory)
    if used == [GENERALISED]:
        return f"IGN Admin Express COG {facts.info.get('cog', '')}"
    dates = dict.fromkeys(str(facts.sources.at[key, "millesime"]) for key in used)
    return f"© IGN – Admin Express COG, limites exactes ({', '.join(dates)})"
