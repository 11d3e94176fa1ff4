"""What each layer of a territory's dataset holds, row by row: attributes from the facts, geometry from the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from qgis.core import Qgis, QgsCoordinateTransform, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsRectangle

from ..core import coverage, outlines, zoning
from ..core.catalogue import Programme
from ..core.diagnostic import Analyst
from ..core.levels import units_of
from ..core.outlines import FULL_DETAIL_UP_TO
from ..core.profile import Profile
from ..core.territory import Territory
from ..errors import OutputError
from ..i18n import translate
from . import analysis_fields, features, map_indicator, map_zoning

# Up to this many communes, what lies around is shown as communes, beyond it as départements.
COMMUNES_AROUND_UP_TO = 150
# Sites this near to the town hall stand in the row of symbols at the commune's centre; metres.
NEAR_TOWN_HALL = 2500.0
# Beyond this many symbols in one place a row can no longer be read: sites then stay where they are.
MOST_IN_ONE_PLACE = 6
# Names are thinned among this many of the most populated communes of a territory.
NAMES_THINNED = 3000
SITE_ORDER = {"fixe": 0, "antenne": 1, "bus": 2}
EARTH_RADIUS = 6371.0  # km

Row = tuple[list, QgsGeometry | None]


@dataclass
class Scope:
    """The territory being written: what all layers need to know of it, geometry read once.

    transform: EPSG:4326 → the CRS of the dataset. cancelled: called in each loop, raises Cancelled.
    """

    analyst: Analyst
    territory: Territory
    profile: Profile
    transform: QgsCoordinateTransform
    snapshot: Path
    cancelled: Callable[[], None]
    communes: dict[str, QgsGeometry] = field(default_factory=dict)
    analysis: list[Sequence] = field(default_factory=list)

    def __post_init__(self) -> None:
        facts, positions = self.analyst.facts, self.territory.positions
        self.light = len(positions) > FULL_DETAIL_UP_TO
        self.codes = facts.codes[positions]
        self.inside = set(self.codes)
        self.within = np.zeros(len(facts.codes), dtype=bool)
        self.within[positions] = True
        everything = len(positions) > 2000
        self.outlines = outlines.sources(facts, self.territory)
        self.exact = self.outlines != [outlines.GENERALISED]
        self.communes = self.geometries(
            "commune_exact" if self.exact else "commune", None if everything else self.codes
        )
        if everything:
            self.communes = {code: self.communes[code] for code in self.codes if code in self.communes}
        self.rows = facts.communes.iloc[positions]
        self.places = self._places()
        self.analysis = analysis_fields.values(self.analyst, self.territory, self.profile)

    def geometries(self, table: str, codes: Iterable[str] | None = None, key: str = "code") -> dict[str, QgsGeometry]:
        """Geometries of a table by code, EPSG:4326, light where the territory is wide (perimeters have one form)."""
        suffix = "_light" if self.light and table != "perimeter" else ""
        return features.geometries(table + suffix, codes, key, self.snapshot)

    def moved(self, geometry: QgsGeometry) -> QgsGeometry:
        """The geometry in the dataset's CRS."""
        copy = QgsGeometry(geometry)
        if copy.transform(self.transform) != Qgis.GeometryOperationResult.Success:
            raise OutputError(
                translate("Anct", "An outline cannot be projected in {crs}: check the installation of QGIS.").format(
                    crs=self.transform.destinationCrs().authid()
                )
            )
        return copy

    def union(self, codes: Iterable[str]) -> QgsGeometry | None:
        """Communes of the territory as one geometry; their borders share coordinates, so no sliver is born."""
        parts = [self.communes[code] for code in codes if code in self.communes]
        return QgsGeometry.unaryUnion(parts) if parts else None

    def box(self) -> QgsRectangle:
        """Bounds of the territory in EPSG:4326."""
        box = QgsRectangle()
        box.setNull()
        for geometry in self.communes.values():
            box.combineExtentWith(geometry.boundingBox())
        return box

    def _places(self) -> pd.DataFrame:
        """Where each commune's symbols stand: its town hall, else a point inside. Index code; longitude, latitude."""
        places = self.rows[["mairie_lon", "mairie_lat"]].astype(float).copy()
        places.columns = pd.Index(["longitude", "latitude"])
        for code in places.index[places["longitude"].isna()]:
            if code in self.communes:
                point = self.communes[code].pointOnSurface().asPoint()
                places.loc[code] = (point.x(), point.y())
        return places


def communes(scope: Scope, symbols: dict[str, int]) -> Iterator[Row]:
    """Every commune of the territory; see `commune_fields`. symbols: how many stand at each commune's centre."""
    facts, positions = scope.analyst.facts, scope.territory.positions
    table = scope.analyst.fragility(scope.profile, "commune").of(units_of(facts, scope.territory, "commune"))
    people = facts.population[positions]
    isolation = _isolation(scope.places, people)
    shown = {key: facts.values[key] for key in facts.shown()}
    values = [column.value[positions] for column in shown.values()]
    secret = _secret(shown, positions)
    zones = list(map_zoning.values(facts, positions).values())
    contributions = [table[f"contrib_{w.indicator}"].to_numpy() for w in scope.profile.indicators]
    homes = zip(*(scope.rows[name] for name in ("code_epci", "code_departement", "code_region")), strict=True)
    places = scope.places.to_numpy(dtype=float)
    for row, (code, home, record) in enumerate(zip(scope.codes, homes, table.itertuples(index=False), strict=True)):
        scope.cancelled()
        if code not in scope.communes:
            continue
        place = _point(scope, *places[row])
        known = record.classe > 0
        yield (
            [
                code, record.nom, people[row],
                home[0] or None, home[1], home[2],
                record.indice, record.rang, record.rang_total if known else None,
                record.classe if known else None, record.classe_libelle, record.couverture_donnees,
                secret[row] or None, isolation[row], place.x(), place.y(), symbols.get(code, 0),
                *(column[row] for column in (*scope.analysis, *zones, *contributions, *values)),
            ],
            scope.moved(scope.communes[code]),
        )  # fmt: skip


def commune_fields(scope: Scope) -> list[tuple[str, type]]:
    """Fields of `communes`."""
    return [
        ("code", str), ("nom", str), ("population", float), ("code_epci", str), ("code_departement", str),
        ("code_region", str), ("indice", float), ("rang", int), ("rang_total", int), ("classe", int),
        ("classe_libelle", str), ("couverture_donnees", float), ("secret", str), ("isolement_km", float),
        ("x_lieu", float), ("y_lieu", float), ("nb_lieu", int),
        *analysis_fields.fields(scope.analyst),
        *((map_zoning.field(one.id), str) for one in zoning.mapped(scope.analyst.facts.catalogue)),
        *((f"contrib_{w.indicator}", float) for w in scope.profile.indicators),
        *((key, float) for key in scope.analyst.facts.shown()),
    ]  # fmt: skip


LIMIT_FIELDS = [("niveau", str), ("code", str), ("nom", str), ("ordre", int)]
LIMIT_LEVELS = ("epci", "arrondissement", "departement", "region")


def limits(scope: Scope) -> Iterator[Row]:
    """Outline of the territory, and of its units above the commune as far as they lie in it."""
    facts, positions = scope.analyst.facts, scope.territory.positions
    outline: QgsGeometry | None = None
    for order, level in enumerate(LIMIT_LEVELS, start=1):
        labels, codes = facts.labels(level)
        size = np.bincount(labels[labels >= 0], minlength=len(codes))
        here = labels[positions]
        within = np.bincount(here[here >= 0], minlength=len(codes))
        # The units' own outlines are generalised: beside exact communes they would not fit.
        complete = [] if scope.exact else np.flatnonzero((within > 0) & (within == size))
        whole = scope.geometries(level, [codes[k] for k in complete]) if len(complete) else {}
        for k in np.flatnonzero(within):
            scope.cancelled()
            code = codes[k]
            geometry = whole.get(code) or scope.union(scope.codes[here == k])
            if geometry is None or geometry.isEmpty():
                continue
            if within[k] == size[k] == len(positions):
                outline = geometry
            yield [level, code, facts.unit_rows[level, code]["nom"], order], scope.moved(geometry)
    if outline is None and scope.territory.level == "pays":
        outline = QgsGeometry.unaryUnion(list(scope.geometries("region", _regions(scope)).values()))
    outline = outline or scope.union(scope.codes)
    if outline is not None:
        yield ["territoire", scope.territory.code, scope.territory.label, 9], scope.moved(outline)


CONTEXT_FIELDS = [("niveau", str), ("code", str), ("nom", str), ("population", float), ("isolement_km", float)]


def context(scope: Scope) -> Iterator[Row]:
    """What lies around, whole units: communes around a small territory, départements around a wide one."""
    facts = scope.analyst.facts
    level = "commune" if len(scope.codes) <= COMMUNES_AROUND_UP_TO else "departement"
    box = scope.box()
    if box.isEmpty():
        return
    # A page is wider than most territories, and a degree of longitude shorter than one of latitude.
    reach = max(box.height() * (2.4 if level == "commune" else 1.5), box.width() * 1.2)
    around = QgsRectangle(box)
    around.grow(reach)
    layer = features.table(level + ("_light" if scope.light else ""), snapshot=scope.snapshot)
    request = QgsFeatureRequest(around).setSubsetOfAttributes(["code"], layer.fields())
    found: dict[str, QgsGeometry] = {}
    feature = QgsFeature()
    source = layer.getFeatures(request)
    while source.nextFeature(feature):
        scope.cancelled()
        found[feature["code"]] = QgsGeometry(feature.geometry())
    if level == "commune":
        found = {code: geometry for code, geometry in found.items() if code not in scope.inside}
        home = facts.communes["code_departement"]
        exact = [code for code in found if outlines.EXACT + home[code] in facts.sources.index]
        if exact:
            found |= scope.geometries("commune_exact", exact)
        rows = facts.communes.loc[sorted(found)]
        people = rows["population"].to_numpy(dtype=float)
        places = rows[["mairie_lon", "mairie_lat"]].astype(float).fillna(0.0)
        places.columns = pd.Index(["longitude", "latitude"])
        isolation = _isolation(places, people)
        for row, code in enumerate(sorted(found)):
            yield [level, code, rows.at[code, "nom"], people[row], isolation[row]], scope.moved(found[code])
        return
    departments = facts.communes["code_departement"]
    outside = set(departments[~departments.index.isin(scope.inside)])
    for code in sorted(set(found) & outside):
        unit = facts.unit_rows[level, code]
        yield [level, code, unit["nom"], unit["population"], None], scope.moved(found[code])


PROGRAMME_FIELDS = [
    ("programme", str), ("libelle", str), ("code", str), ("nom", str), ("identifiant", str), ("contrat", str),
    ("depuis", str), ("rang_lieu", int), ("nb_lieu", int),
]  # fmt: skip
SITE_FIELDS = [
    ("programme", str), ("site_id", str), ("nom", str), ("code", str), ("commune", str), ("genre", str),
    ("format", str), ("adresse", str), ("horaires", str), ("rendez_vous", str), ("telephone", str), ("mail", str),
    ("x_lieu", float), ("y_lieu", float), ("rang_lieu", int), ("nb_lieu", int),
]  # fmt: skip


def points(scope: Scope) -> tuple[list[Row], list[Row], dict[str, int]]:
    """Rows of `programmes` (one point per commune and programme) and of `sites`, and the number of symbols per place.

    Symbols at one place are numbered (rang_lieu out of nb_lieu), so that styles set them side by side. A site keeps
    its own position; x_lieu, y_lieu say where its symbol stands on maps too small to tell it from the town hall.
    """
    facts = scope.analyst.facts
    drawn = [p for p in facts.catalogue.programmes.values() if p.draw == "symbole"]
    members = _members(scope, drawn).drop_duplicates(["programme", "code"])
    sites = facts.sites[facts.sites["code"].isin(scope.inside)].copy()
    sites["ordre"] = sites["genre"].map(SITE_ORDER).fillna(9)
    sites = sites.sort_values(["code", "ordre", "site_id"])
    central = _near_town_hall(scope, sites)
    taken = members["code"].value_counts().to_dict()
    room = sites[central]["code"].value_counts()
    crowded = {code for code, n in room.items() if n + taken.get(code, 0) > MOST_IN_ONE_PLACE}
    central &= ~sites["code"].isin(crowded).to_numpy()
    total = pd.concat([members["code"], sites.loc[central, "code"]]).value_counts().to_dict()

    used: dict[str, int] = {}
    programme_rows: list[Row] = []
    for row in members.itertuples(index=False):
        scope.cancelled()
        used[row.code] = used.get(row.code, 0) + 1
        programme = facts.catalogue.programmes[row.programme]
        programme_rows.append(
            (
                [row.programme, programme.label, row.code, facts.communes.at[row.code, "nom"], row.identifiant or None,
                 row.libelle or None, row.depuis or None, used[row.code], total[row.code]],
                QgsGeometry.fromPointXY(_point(scope, *scope.places.loc[row.code])),
            )
        )  # fmt: skip
    site_rows: list[Row] = []
    for row, is_central in zip(sites.itertuples(index=False), central, strict=True):
        scope.cancelled()
        own = _point(scope, row.longitude, row.latitude)
        place, rank, among = own, 1, 1
        if is_central:
            used[row.code] = used.get(row.code, 0) + 1
            place, rank, among = _point(scope, *scope.places.loc[row.code]), used[row.code], total[row.code]
        texts = [getattr(row, name) or None for name, _ in SITE_FIELDS[5:12]]
        site_rows.append(
            (
                [row.programme, row.site_id, row.nom, row.code, facts.communes.at[row.code, "nom"], *texts,
                 place.x(), place.y(), rank, among],
                QgsGeometry.fromPointXY(own),
            )
        )  # fmt: skip
    return programme_rows, site_rows, total


PERIMETER_FIELDS = [
    ("programme", str), ("libelle_programme", str), ("identifiant", str), ("libelle", str), ("communes", int),
    ("communes_total", int),
]  # fmt: skip


def perimeters(scope: Scope, draws: tuple[str, ...]) -> Iterator[Row]:
    """Perimeters whose programme is drawn in one of these ways; contracts are cut to the territory, districts are not.

    communes: those of the perimeter in the territory, of communes_total.
    """
    facts = scope.analyst.facts
    drawn = [p for p in facts.catalogue.programmes.values() if p.draw in draws]
    members = _members(scope, drawn)
    names, everywhere = facts.perimeter_names, facts.perimeter_sizes
    stored = {} if (scope.light or scope.exact) and "surface" not in draws else _stored(scope, members)
    # Textures first: an outline must not lie under one.
    members["pose"] = [draws.index(facts.catalogue.programmes[key].draw) for key in members["programme"]]
    for (_, key, identifier), rows in members.groupby(["pose", "programme", "identifiant"], sort=True):
        scope.cancelled()
        programme = facts.catalogue.programmes[key]
        here, whole = rows["code"].nunique(), everywhere[key, identifier]
        keep = programme.draw == "surface" or here == whole
        geometry = (stored.get(identifier) if keep else None) or scope.union(rows["code"])
        if programme.draw == "surface" and identifier not in stored:
            continue  # a district without contour is not its commune
        if geometry is None or geometry.isEmpty():
            continue
        label = names.get(key, {}).get(identifier) or rows["libelle"].iloc[0] or None
        yield [key, programme.label, identifier, label, here, whole], scope.moved(geometry)


def _stored(scope: Scope, members: pd.DataFrame) -> dict[str, QgsGeometry]:
    identifiers = sorted(set(members["identifiant"]))
    return scope.geometries("perimeter", identifiers, "identifiant") if identifiers else {}


def _members(scope: Scope, programmes: list[Programme]) -> pd.DataFrame:
    """Rows of the beneficiaries in the territory that count as covered, programmes in the catalogue's order."""
    facts = scope.analyst.facts
    found = [facts.beneficiaries.iloc[:0].assign(ordre=0)]
    for rank, programme in enumerate(programmes):
        rows, positions = facts.members(programme.id)
        rows = rows[scope.within[positions]]
        found.append(rows[~rows["statut"].isin(programme.not_covering)].assign(ordre=rank))
    rows = pd.concat(found)
    return rows.sort_values(["code", "ordre", "identifiant"])


def counts(scope: Scope) -> dict[str, dict[str, int]]:
    """What legends count: communes per class ("0": without index), communes per programme, sites per kind."""
    facts, positions = scope.analyst.facts, scope.territory.positions
    table = scope.analyst.fragility(scope.profile, "commune").of(units_of(facts, scope.territory, "commune"))
    classes = table["classe"].value_counts()
    programmes = {
        p.id: int((coverage.count(facts, p.id)[positions] > 0).sum()) for p in facts.catalogue.of_kind("programme")
    }
    kinds = facts.sites[facts.sites["code"].isin(scope.inside)]["genre"].value_counts()
    return {
        **analysis_fields.counts(scope.analyst, scope.analysis),
        **map_indicator.counts(scope.analyst, positions),
        **map_zoning.counts(facts, positions),
        "classes": {str(k): int(classes.get(k, 0)) for k in range(6)},
        "programmes": programmes,
        "sites": {kind: int(kinds.get(kind, 0)) for kind in SITE_ORDER},
    }


def class_bounds(scope: Scope) -> list[float]:
    """The index from which each class 2-5 begins, in the reference of the ranks."""
    table = scope.analyst.fragility(scope.profile, "commune").table
    return [float(table.loc[table["classe"] == k, "indice"].min()) for k in range(2, 6)]


def _regions(scope: Scope) -> list[str]:
    return sorted(set(scope.rows["code_region"]))


def _point(scope: Scope, longitude: float, latitude: float) -> QgsPointXY:
    return scope.transform.transform(QgsPointXY(longitude, latitude))


def _secret(values: dict, positions: np.ndarray) -> list[str]:
    withheld = {key: column.status[positions] == 2 for key, column in values.items()}
    return [",".join(key for key, mask in withheld.items() if mask[row]) for row in range(len(positions))]


def _near_town_hall(scope: Scope, sites: pd.DataFrame) -> np.ndarray:
    homes = scope.places.reindex(sites["code"])
    apart = _kilometres(
        sites["longitude"].to_numpy(dtype=float), sites["latitude"].to_numpy(dtype=float),
        homes["longitude"].to_numpy(), homes["latitude"].to_numpy(),
    )  # fmt: skip
    return apart * 1000 < NEAR_TOWN_HALL


def _isolation(places: pd.DataFrame, people: np.ndarray) -> np.ndarray:
    """Distance in km from each commune to the nearest more populated one: what makes its name worth showing first.

    Names shown above a distance set by the scale are spread over the map, larger towns first. The largest commune is
    far from everything (9999). Beyond the most populated ones the distance is not computed: 1 km stands for it.
    """
    order = np.argsort(-np.nan_to_num(people), kind="stable")[:NAMES_THINNED]
    longitude, latitude = places["longitude"].to_numpy(), places["latitude"].to_numpy()
    result = np.full(len(people), 1.0)
    for rank, row in enumerate(order):
        larger = order[:rank]
        if not rank:
            result[row] = 9999.0
            continue
        apart = _kilometres(longitude[larger], latitude[larger], longitude[row], latitude[row])
        result[row] = float(np.nanmin(apart)) if not np.isnan(apart).all() else 1.0
    return result


def _kilometres(lon1: np.ndarray, lat1: np.ndarray, lon2: np.ndarray, lat2: np.ndarray) -> np.ndarray:
    """Great-circle distance; good enough to place symbols and names, never shown."""
    lon1, lat1, lon2, lat2 = (np.radians(a) for a in (lon1, lat1, lon2, lat2))
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(h))
