"""anct:programmes – what each programme covers in a territory, as points or polygons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsFeature, QgsFields, QgsGeometry, QgsPointXY, QgsProcessingContext, QgsProcessingFeedback

from ..gis.features import geometries, table, where_in
from ..i18n import translate
from .base import TEXT, AnctAlgorithm, Columns

if TYPE_CHECKING:
    import pandas as pd

    from ..core.catalogue import Programme
    from ..core.diagnostic import Analyst
    from ..core.territory import Territory

_COLUMNS: Columns = [
    (name, TEXT)
    for name in ("programme", "libelle", "code", "nom", "identifiant", "statut", "depuis", "source", "millesime")
]
# Programmes of these units are areas; the others are points: a commune's town hall, a site.
_AREAS = ("perimetre", "quartier")


class Programmes(AnctAlgorithm):
    ID = "programmes"

    def label(self) -> str:
        return translate("Anct", "What the programmes cover")

    def help(self) -> str:
        return translate(
            "Anct",
            "One feature per labelled commune (a point at the town hall), site, contract perimeter or district of each "
            "programme. Points and polygons stand in one layer when both are asked for: name the programmes to have "
            "only one kind.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        self.add_territory()
        self.add_programmes()
        self.add_output(translate("Anct", "Programmes"))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        analyst = self.analyst(feedback)
        territory = self.territory(analyst, parameters, context, feedback)
        catalogue = analyst.facts.catalogue
        keys = catalogue.programme_keys(self.parameterAsString(parameters, "PROGRAMMES", context))
        programmes = [catalogue.programmes[key] for key in keys]
        areas = {p.unit in _AREAS for p in programmes}
        if len(areas) == 2:
            geometry = Qgis.WkbType.Unknown
        else:
            geometry = Qgis.WkbType.MultiPolygon if areas == {True} else Qgis.WkbType.Point

        def features(fields: QgsFields) -> Iterator[QgsFeature]:
            for number, programme in enumerate(programmes):
                feedback.setProgressText(programme.label)
                feedback.setProgress(100 * number / len(programmes))
                yield from _features(analyst, territory, programme, fields)

        return self.write(parameters, context, feedback, _COLUMNS, features, geometry)


def _features(analyst: Analyst, territory: Territory, programme: Programme, fields: QgsFields) -> Iterable[QgsFeature]:
    facts = analyst.facts
    mine = set(facts.codes[territory.positions])
    source = facts.sources.loc[programme.source] if programme.source in facts.sources.index else None
    vintage = "" if source is None else source["millesime"]
    producer = "" if source is None else f"{source['producteur']}, {source['titre']}"

    def feature(shape: QgsGeometry | None, **values: str) -> QgsFeature:
        made = QgsFeature(fields)
        values |= {"programme": programme.id, "source": producer, "millesime": vintage}
        values.setdefault("libelle", programme.label)
        made.setAttributes([values.get(name) or None for name, _ in _COLUMNS])
        if shape is not None:
            made.setGeometry(shape)
        return made

    if programme.unit == "site":
        sites = facts.sites[(facts.sites["programme"] == programme.id) & facts.sites["code"].isin(mine)]
        for row in sites.itertuples():
            yield feature(
                _point(row.longitude, row.latitude),
                code=row.code, nom=row.nom, identifiant=row.site_id, statut=row.genre, libelle=row.nom,
            )  # fmt: skip
        return
    rows = facts.beneficiaries
    rows = rows[(rows["programme"] == programme.id) & rows["code"].isin(mine)]
    rows = rows[~rows["statut"].isin(programme.not_covering)]
    if programme.unit in _AREAS:
        yield from _areas(analyst, programme, rows, feature)
        return
    communes = facts.communes
    inside: dict[str, QgsGeometry] = {}
    for row in rows.itertuples():
        commune = communes.loc[row.code]
        shape = _point(commune["mairie_lon"], commune["mairie_lat"])
        if shape is None:
            if not inside:
                inside = geometries("commune", rows["code"])
            shape = inside[row.code].pointOnSurface() if row.code in inside else None
        yield feature(
            shape,
            code=row.code, nom=commune["nom"], identifiant=row.identifiant, statut=row.statut, depuis=row.depuis,
            libelle=row.libelle or programme.label,
        )  # fmt: skip


def _areas(analyst: Analyst, programme: Programme, rows: pd.DataFrame, feature: Any) -> Iterator[QgsFeature]:
    ids = sorted(set(rows["identifiant"]))
    shapes: dict[str, QgsGeometry] = {}
    if ids:
        for one in table(
            "perimeter", f"\"programme\"='{programme.id}' AND {where_in('identifiant', ids)}"
        ).getFeatures():
            shapes[one["identifiant"]] = QgsGeometry(one.geometry())
    unknown = rows[~rows["identifiant"].isin(shapes)]  # the user's own lists: the snapshot draws none of theirs
    if programme.draw != "surface" and len(unknown):
        everywhere = analyst.facts.members(programme.id)[0]
        shapes |= _outlines(everywhere[everywhere["identifiant"].isin(set(unknown["identifiant"]))])
    names = analyst.facts.perimeters
    names = names[names["programme"] == programme.id].set_index("identifiant")["libelle"].to_dict()
    for identifiant, members in rows.groupby("identifiant"):
        label = names.get(identifiant) or f"{programme.short} {identifiant.removeprefix(programme.id + '-')}"
        yield feature(
            shapes.get(identifiant),
            code=members["code"].iloc[0] if len(members) == 1 else "",
            nom=label, libelle=label, identifiant=identifiant, depuis=members["depuis"].iloc[0],
        )  # fmt: skip


def _outlines(members: pd.DataFrame) -> dict[str, QgsGeometry]:
    """Perimeters made of their communes, by identifier; a district is not its commune and has none here."""
    communes = geometries("commune", members["code"])
    shapes = {}
    for identifier, rows in members.groupby("identifiant"):
        parts = [communes[code] for code in rows["code"] if code in communes]
        if parts:
            shapes[str(identifier)] = QgsGeometry.unaryUnion(parts)
    return shapes


def _point(lon: float | None, lat: float | None) -> QgsGeometry | None:
    if lon is None or lat is None or lon != lon or lat != lat:  # NaN differs from itself
        return None
    return QgsGeometry.fromPointXY(QgsPointXY(float(lon), float(lat)))
