"""The tables of a dossier: rows of French texts by column, as declared in resources/dossiers/*.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import prose, robustness, wording
from .access import THRESHOLDS, Remote, remote
from .diagnostic import ProgrammeFact
from .dossier_facets import OTHER_PROGRAMMES
from .fragility import compared_with
from .indicators import Figure
from .levels import all_units

if TYPE_CHECKING:
    from .facts import Facts
    from .prefill import Context
    from .territory import Territory

Rows = list[dict[str, str]]
# Beyond this, a list of communes would fill dozens of pages: it is given by département.
MOST_COMMUNES = 2000
MOST_LISTED = 15
# Programmes put into sentences; the table has them all.
MOST_COVERAGE = 6
NOT_APPLICABLE = "–"
NOT_COMPUTED = "non calculé dans cette version"


# Units that would widen every cell of a column.
_IN_LABEL = ("hab.",)


def _text(figure: Figure | None) -> str:
    """A cell: a unit such as "€/UC/an" stands in the row's label, the cell keeps its first part."""
    if figure is None:
        return NOT_APPLICABLE
    if figure.unit in _IN_LABEL:
        return figure.text.replace(f"{wording.NBSP}{figure.unit}", "")
    return figure.text.replace(figure.unit, figure.unit.partition("/")[0]) if "/" in figure.unit else figure.text


def _label(figure: Figure) -> str:
    return f"{figure.label} ({figure.unit})" if "/" in figure.unit or figure.unit in _IN_LABEL else figure.label


def perimeter_rows(c: Context) -> Rows:
    """The EPCI and communes of the dossier's territory."""
    return territory_rows(c.facts, c.territory)


def territory_rows(facts: Facts, territory: Territory) -> Rows:
    """The EPCI that make up a territory (whole, or the part inside), and communes in no EPCI."""
    if territory.level == "commune":
        return [{"nature": "commune", "code": territory.code, "nom": territory.label, "communes": "1"}]
    units = all_units(facts, "epci")
    labels = units.labels[territory.positions]
    inside = np.bincount(labels[labels >= 0], minlength=len(units.codes))
    total = np.bincount(units.labels[units.labels >= 0], minlength=len(units.codes))
    rows = []
    for k in sorted(np.flatnonzero(inside), key=lambda k: str(units.codes[k])):
        whole = inside[k] == total[k]
        count = wording.number(int(inside[k]))
        row = {
            "nature": "EPCI" if whole else "EPCI (partie)",
            "code": str(units.codes[k]),
            "nom": str(units.names[k]),
            "communes": count if whole else f"{count} sur {wording.number(int(total[k]))}",
        }
        if not whole:
            # Which communes: no column of the form, read again by `dossier_perimeter`.
            row["codes"] = " ".join(map(str, facts.codes[territory.positions[labels == k]]))
        rows.append(row)
    for position in territory.positions[labels < 0]:
        row = facts.communes.iloc[position]
        rows.append({"nature": "commune", "code": str(row.name), "nom": row["nom"], "communes": "1"})
    return rows


def card(c: Context) -> tuple[Rows, tuple[Figure, ...]]:
    """Every indicator in the territory, its département, its région and France, with source and vintage."""
    rows, used = [], []
    for key in ("population", *c.facts.shown(card=True)):
        own = c.own(key)
        others = {name: c.figure(key, where) for name, where in _COLUMNS.items()}
        used += [one for one in (own, *others.values()) if one is not None]
        rows.append(
            {
                "indicateur": _label(own),
                "territoire": _text(own),
                **{name: _text(one) for name, one in others.items()},
                "source": _producer(c, own.source),
                "millesime": own.vintage,
            }
        )
    return rows, tuple(used)


_COLUMNS = {"departement": "departement", "region": "region", "france": "FR"}


def _producer(c: Context, key: str) -> str:
    sources = c.facts.sources
    return str(sources.at[key, "producteur"]) if key in sources.index else key


def index(c: Context) -> Rows:
    """Score, class, rank with its total, and how sure the rank is."""
    found, profile = c.diagnostic.index, c.diagnostic.profile
    nature = (
        f"Indice construit, non officiel ; profil « {profile.label} », normalisation par "
        f"{_NORMALISATIONS.get(profile.normalisation, profile.normalisation)}, moyenne "
        f"{_AGGREGATIONS.get(profile.aggregation, profile.aggregation)}, référence : France."
    )
    parts = [
        f"{own.label} ({wording.quantity(100 * w.weight, '%', 1)}, {own.vintage})"
        for w in profile.indicators
        if (own := c.own(w.indicator))
    ]
    rows = [("Nature", nature), ("Indicateurs, poids et millésimes", " ; ".join(parts) + ".")]
    if found is None:
        rows = [("Indice", prose.absence_sentence(c.diagnostic)), *rows]
    else:
        first = "la" if found.level in ("commune", "epci") else "le"
        rank = f"{wording.number(found.rank)} sur {wording.number(found.total)} {prose.units_name(found.level)}"
        if not prose.is_ranked(c.territory.level):
            rank += ", par équivalence"
        rows = [
            ("Indice", f"{wording.number(found.value, 1)} sur 100 (100 = situation la plus fragile)"),
            ("Classe", f"{found.class_label} ({found.class_number} sur 5)"),
            ("Rang", f"{rank} (1 = {first} plus fragile)"),
            ("Intervalle de rang sous incertitude", robustness.verdict_sentence(found) or NOT_COMPUTED),
            ("Poids qui déplace le plus le rang", robustness.moving_sentence(found, c.facts.catalogue.indicators)),
            ("Part du poids des indicateurs disponibles", wording.quantity(100 * found.coverage, "%")),
            *rows,
        ]
    return [{"element": name, "valeur": prose.typeset(value)} for name, value in rows if value]


_NORMALISATIONS = {"percentile": "rangs centiles", "minmax": "minimum et maximum", "zscore": "écarts réduits"}
_AGGREGATIONS = {"arithmetic": "arithmétique pondérée", "geometric": "géométrique pondérée"}


def coverage(c: Context) -> Rows:
    """Communes covered, eligible ones not covered, and share of the people in covered communes, by programme."""
    rows = []
    for fact in _present(c):
        name = fact.programme.label
        if fact.programme.unit == "site":
            name += f" : {fact.text}"
        total = wording.number(fact.total)
        left = wording.number(fact.eligible - len(fact.communes)) if fact.eligible else "aucune éligible"
        rows.append(
            {
                "programme": prose.typeset(name),
                "communes": f"{wording.number(len(fact.communes))} sur {total}",
                "non_couvertes": left,
                "part": wording.quantity(100 * fact.share, "%", 1),
                "source": prose.source_text(c.facts.sources, fact.programme.source),
            }
        )
    for fact_text, names in _absent(c):
        rows.append({"programme": names, "communes": fact_text, "part": wording.quantity(0, "%")})
    return [*rows, _uncovered(c)]


def _uncovered(c: Context) -> dict[str, str]:
    """The fragile communes that none of the programmes aimed at a commune covers."""
    found = c.diagnostic.gaps
    row = found.summary.set_index("situation").loc["fragile_non_couvert"]
    shorts = [c.facts.catalogue.programmes[key].short for key in found.programmes]
    return {
        "programme": "Communes fragiles sans programme",
        "communes": NOT_APPLICABLE,
        "non_couvertes": wording.number(row["communes"]),
        "part": wording.quantity(100 * row["part"], "%", 1),
        "source": prose.typeset(f"indice construit, non officiel ; programmes comptés : {', '.join(shorts)}"),
    }


def _present(c: Context) -> list[ProgrammeFact]:
    return [fact for fact in c.diagnostic.programmes if fact.present]


def _absent(c: Context) -> list[tuple[str, str]]:
    """(what is said, labels) of the programmes that are not in the territory, alike ones in one row."""
    found: dict[str, list[str]] = {}
    for fact in c.diagnostic.programmes:
        if not fact.present:
            found.setdefault(fact.text, []).append(fact.programme.label)
    return [(text, wording.listing(labels)) for text, labels in found.items()]


def access(c: Context) -> tuple[Rows, tuple[Figure, ...]]:
    """Access to France services: sites, mean distance, people beyond 20 and 30 minutes."""
    own = c.own("distance_france_services") if "distance_france_services" in c.facts.values else None
    distance = NOT_COMPUTED
    if own is not None:
        source = prose.source_text(c.facts.sources, own.source, own.vintage)
        distance = f"{own.text} (à vol d'oiseau, de la mairie au site fixe le plus proche ; source : {source})"
    fact, far = c.fact("fs"), c.diagnostic.remote
    precision = c.diagnostic.access.precision(c.territory.positions)
    error = f"{precision}, non calibré outre-mer" if precision else "non calibré outre-mer"
    rows = [
        ("Sites dans le territoire", fact.text if fact else NOT_APPLICABLE),
        ("Distance moyenne par habitant", distance),
    ]
    for limit in (20, 30):
        share = wording.quantity(100 * far.share(limit), "%", 1)
        people = wording.quantity(far.beyond[limit], "hab.")
        rows.append((f"Part de la population à plus de {limit} minutes", f"{share} ({people}, estimation)"))
    if far.no_road:
        people = wording.quantity(far.no_road, "hab.")
        communes = wording.counted(far.no_road_communes, "commune", "communes")
        rows.append(("Sans liaison routière avec un site", f"{people} ({communes})"))
    rows.append(
        (
            "Méthode",
            "Temps en voiture jusqu’au site fixe le plus proche, estimé d’après la distance à vol d’oiseau depuis la "
            f"mairie, la densité et la montagne ({error}) ; source des sites : "
            f"{prose.source_text(c.facts.sources, 'fs')}.",
        )
    )
    return [{"element": n, "valeur": prose.typeset(v)} for n, v in rows], () if own is None else (own,)


def remote_people(c: Context) -> Remote | None:
    """The territory's people by their time to a France services site; None where times cannot be estimated."""
    if c.facts.catalogue.travel is None or not len(c.facts.sites):
        return None
    far = remote(c.facts, c.analyst.access(), c.territory.positions)
    return far if far.population else None


def _people_beyond(far: Remote, limit: int) -> str:
    people = wording.counted(round(far.beyond[limit]), "habitant", "habitants")
    communes = wording.counted(far.communes_beyond[limit], "commune", "communes")
    return f"{wording.quantity(100 * far.share(limit), '%', 1)} ({people}, {communes})"


def _method(c: Context) -> str:
    precision = c.analyst.access().precision(c.territory.positions) or "non calibrés outre-mer"
    return f"temps estimés par la route depuis la mairie, {precision}"


def access_sentences(c: Context) -> list[str]:
    """What the access table says, in sentences; none where times cannot be estimated."""
    far, fact = remote_people(c), c.fact("fs")
    if far is None or fact is None:
        return []
    source = prose.source_text(c.facts.sources, fact.programme.source)
    if len(c.territory.positions) == 1:
        return [prose.typeset(f"{_nearest(c)} [source : {source}].")]
    lines = []
    for limit in THRESHOLDS:
        lines.append(
            f"À plus de {limit} minutes d'un espace France services : {_people_beyond(far, limit)} ; {_method(c)} "
            f"[source : {source}]."
        )
    if far.no_road_communes:
        count = wording.counted(far.no_road_communes, "commune", "communes")
        people = wording.counted(round(far.no_road), "habitant", "habitants")
        lines.append(f"Sans liaison routière vers un espace France services : {count}, {people} [source : {source}].")
    return [prose.typeset(line) for line in lines]


def _nearest(c: Context) -> str:
    """Where a commune's nearest site is, and how far."""
    found, at = c.analyst.access(), int(c.territory.positions[0])
    if found.site[at] < 0:
        return "Espace France services le plus proche : non connu"
    name = str(found.sites["nom"].iloc[int(found.site[at])])
    text = f"Espace France services le plus proche : {name}, à {wording.quantity(found.km[at], 'km', 1)} à vol d'oiseau"
    if found.minutes[at] != found.minutes[at]:
        return f"{text}, sans liaison routière"
    return f"{text}, soit {wording.quantity(found.minutes[at], 'minutes')} ({_method(c)})"


def coverage_sentences(c: Context) -> list[str]:
    """Which programmes cover most of the people, and how many eligible communes are left out."""
    present = sorted(_present(c), key=lambda fact: -fact.share if fact.share == fact.share else 0.0)
    lines = []
    for fact in present[:MOST_COVERAGE]:
        text = f"{fact.programme.label} : {wording.counted(len(fact.communes), 'commune', 'communes')}"
        text += f" sur {wording.number(fact.total)}"
        if fact.share == fact.share:
            text += f", soit {wording.quantity(100 * fact.share, '%', 1)} de la population"
        left = fact.eligible - len(fact.communes)
        if left > 0 and fact.total > 1:
            text += f" ; {wording.counted(left, 'commune éligible', 'communes éligibles')} sans ce programme"
        source = prose.source_text(c.facts.sources, fact.programme.source)
        lines.append(prose.typeset(f"{text} [source : {source}]."))
    if not lines:
        lines.append("Aucun des programmes suivis n'est présent dans le territoire à la date des listes utilisées.")
    return lines


def zonings(c: Context) -> Rows:
    """FRR and the other zonings with their statuses, then the districts."""
    facts = [*c.diagnostic.zonings, *filter(None, [c.fact("qpv")])]
    return [
        {
            "zonage": fact.programme.label,
            "resultat": presence(c, fact),
            "source": prose.source_text(c.facts.sources, fact.programme.source),
        }
        for fact in facts
    ]


def presence(c: Context, fact: ProgrammeFact) -> str:
    """What a programme or zoning does in the territory, with statuses and names."""
    if fact.programme.unit == "quartier":
        if not fact.contracts:
            return "aucun quartier"
        names = [label or key for key, label in fact.contracts]
        counted = wording.counted(len(names), "quartier", "quartiers")
        return prose.typeset(f"{counted} : {wording.listing(names, MOST_LISTED)}")
    if not fact.statuses or fact.total == 1:
        return fact.text if fact.communes else "non classée" if fact.total == 1 else "aucune commune"
    parts = [f"{status} : {wording.number(n)}" for status, n in fact.statuses.items()]
    rest = fact.total - sum(fact.statuses.values())
    if rest:
        parts.append(f"hors zonage : {wording.number(rest)}")
    return prose.typeset(f"{' ; '.join(parts)} (communes, sur {wording.number(fact.total)})")


def programmes(c: Context) -> Rows:
    """Each programme with the names of what it labels: communes, contracts, districts."""
    names = c.facts.communes["nom"]
    rows = []
    for fact in _present(c):
        unit = fact.programme.unit
        if unit in ("perimetre", "quartier"):
            detail = [f"{label} ({key})" if label else key for key, label in fact.contracts]
        elif unit == "site":
            # fact.text already counts the sites by kind; name the communes that have one.
            detail = [names[code] for code in fact.communes]
        else:
            detail = [names[code] for code in fact.communes]
        rows.append(
            {
                "programme": f"{fact.programme.label} ({fact.programme.short})",
                "presence": fact.text,
                "detail": wording.listing(detail, MOST_LISTED) or NOT_APPLICABLE,
            }
        )
    rows += [{"programme": OTHER_PROGRAMMES, "presence": text, "detail": names} for text, names in _absent(c)]
    return rows


def axes(c: Context) -> tuple[Rows, tuple[Figure, ...]]:
    """Two axes to be written, each with one of the two most fragile indicators and its present value."""
    worst = [s.figure for s in prose.weaknesses(c.diagnostic.standings)][:2]
    rows = [{"indicateur": one.label, "valeur_initiale": f"{one.text} ({one.vintage})"} for one in worst]
    return rows, tuple(worst)


def communes(c: Context) -> Rows:
    """Every commune with its EPCI, people and class; by département where they are too many."""
    facts, territory = c.facts, c.territory
    if len(territory.positions) > MOST_COMMUNES:
        return _by_department(c)
    classes = dict(zip(c.diagnostic.communes["code"], c.diagnostic.communes["classe_libelle"], strict=True))
    rows = []
    for position in territory.positions:
        row = facts.communes.iloc[position]
        epci = facts.unit_rows.get(("epci", row["code_epci"]))
        people = facts.population[position]
        rows.append(
            {
                "code": str(row.name),
                "nom": row["nom"],
                "epci": short_name(epci["nom"]) if epci else "sans intercommunalité",
                "population": "n. d." if np.isnan(people) else wording.number(people),
                "classe": str(classes.get(row.name, "")),
            }
        )
    return rows


def short_name(name: str) -> str:
    """An EPCI's name with its nature abbreviated: "Communauté de communes Grand-Figeac" → "CC Grand-Figeac"."""
    for nature, letters in (
        ("communauté de communes", "CC"), ("communauté d'agglomération", "CA"), ("communauté urbaine", "CU"),
    ):  # fmt: skip
        if name.lower().replace("’", "'").startswith(f"{nature} "):
            return f"{letters} {name[len(nature) + 1 :]}"
    return name


def _by_department(c: Context) -> Rows:
    frame = c.facts.communes.iloc[c.territory.positions]
    rows = []
    for code, group in frame.groupby("code_departement"):
        unit = c.facts.unit_rows.get(("departement", code))
        rows.append(
            {
                "code": str(code),
                "nom": unit["nom"] if unit else str(code),
                "epci": wording.counted(len(group), "commune", "communes"),
                "population": wording.number(float(group["population"].sum())),
                "classe": NOT_APPLICABLE,
            }
        )
    return rows


def sources(c: Context) -> Rows:
    """The sources of all that the dossier shows."""
    return [
        {name: prose.typeset(str(row[name])) for name in ("producteur", "titre", "millesime", "licence", "limites")}
        for _, row in c.diagnostic.sources.iterrows()
    ]


def evidence(c: Context) -> tuple[Rows, tuple[Figure, ...]]:
    """The proof of fragility: index; indicators beside département and France, with their rank; FRR and QPV."""
    found, used = c.diagnostic.index, []
    level, ranked = compared_with(c.territory), prose.is_ranked(c.territory.level)
    rows: Rows = []
    if found is None:
        rows.append({"element": "Indice de fragilité construit", "territoire": "non calculé"})
    else:
        rank = f"{wording.number(found.rank)} sur {wording.number(found.total)} {prose.units_name(level)}"
        value = f"{wording.number(found.value, 1)} sur 100 ({found.class_label})"
        rows.append({"element": "Indice de fragilité construit", "territoire": value, "rang": rank})
        if found.uncertainty is not None:
            said = f"{found.uncertainty.verdict} ; {robustness.tail_clause(found)}"
            span = " à ".join(wording.number(one) for one in (found.uncertainty.p05, found.uncertainty.p95))
            whole = f"{span} sur {wording.number(found.total)} {prose.units_name(level)}"
            rows.append({"element": "Rang sous incertitude", "territoire": prose.typeset(said), "rang": whole})
    for row in rows:
        row["source"] = prose.typeset(f"profil « {c.diagnostic.profile.label} », non officiel")
    standings = {s.figure.indicator: s for s in c.diagnostic.standings}
    for weighted in c.diagnostic.profile.indicators:
        own = c.own(weighted.indicator)
        department, france = c.figure(own.indicator, "departement"), c.figure(own.indicator, "FR")
        used += [one for one in (own, department, france) if one is not None]
        standing = standings.get(own.indicator)
        rank = NOT_APPLICABLE
        if standing is not None:
            rank = f"{wording.number(standing.rank)} sur {wording.number(standing.total)}"
            rank += "" if ranked else " (équivalent)"
        rows.append(
            {
                "element": _label(own),
                "territoire": _text(own),
                "departement": _text(department),
                "france": _text(france),
                "rang": rank,
                "source": f"{_producer(c, own.source)}, {own.vintage}",
            }
        )
    for key in ("frr", "qpv"):
        fact = c.fact(key)
        if fact is not None:
            source = prose.source_text(c.facts.sources, fact.programme.source)
            rows.append({"element": fact.programme.label, "territoire": presence(c, fact), "source": source})
    return rows, tuple(used)
