"""The one group of layers that a territory adds to a project."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerMetadata,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ..core import wording, zoning
from ..core.catalogue import Catalogue
from ..core.diagnostic import Diagnostic
from ..core.territory import Territory
from ..errors import OutputError
from ..i18n import translate
from . import dataset, map_zoning, styles
from .features import added
from .literal import inert, tell_by_name

# Layer in the dataset, style, name in the tree; from top to bottom.
ORDER = (
    ("sites", "sites", "France services"),
    ("programmes", "programmes", "Programmes des communes"),
    ("quartiers", "quartiers", "Quartiers prioritaires"),
    ("perimetres", "perimetres", "Périmètres des contrats"),
    ("limites", "limites", "Limites"),
    ("communes", "fragilite", "Indice de fragilité"),
    ("communes", "lacunes", "Fragilité et programmes"),
    ("communes", "acces", "Accès à France services"),
    ("contexte", "contexte", "Territoires voisins"),
)
# Other colours of the same communes: there to be ticked, not to be read together.
TITLES = {"lacunes": "Fragilité et programmes des communes", "acces": "Accès des communes à France services"}
HIDDEN = ("lacunes", "acces")
# The zonings, one at most at a time, over the index; the property of a layer that holds its id.
ZONINGS = "Zonages"
ZONING_PROPERTY = "anct/zoning"
TERRITORY_PROPERTY = "anct/territory"
DATASET_PROPERTY = "anct/dataset"
LICENCE = "Licence Ouverte 2.0"
# The field that lists the indicators withheld by their producer.
WITHHELD = "secret"


def group_name(territory: Territory) -> str:
    """The group's name in the layer tree: "Lot (département) – ANCT"."""
    return inert(f"{territory.label} ({wording.LEVEL_NAMES[territory.level]}) – ANCT")


def add_group(
    project: QgsProject, dataset_path: Path, territory: Territory, diagnostic: Diagnostic | None = None
) -> QgsLayerTreeGroup:
    """Add a territory's layers as one group on top of the tree, in place of an older group of the same territory.

    Main thread. A project without layers takes the territory's legal CRS. Layers without any feature are left out.

    Args:
        diagnostic: of the territory, if it has been made already: its catalogue then serves.

    Raises:
        OutputError: if the dataset cannot be opened.
    """
    info = dataset.read_info(dataset_path)
    if info is None:
        raise OutputError(
            translate(
                "Anct", "The layers of {territory} cannot be opened: {file} is not readable. Load the territory again."
            ).format(territory=territory.label, file=dataset_path.name)
        )
    declared = diagnostic.facts.catalogue if diagnostic is not None else styles.declared()
    root = project.layerTreeRoot()
    was_empty = not project.mapLayers()
    remove_group(project, territory)
    if was_empty:
        project.setCrs(QgsCoordinateReferenceSystem(info.crs))
    group = root.insertGroup(0, group_name(territory))
    group.setCustomProperty(TERRITORY_PROPERTY, territory.expression)
    group.setCustomProperty(DATASET_PROPERTY, str(dataset_path))
    layers = [
        (style, layer)
        for table, style, name in ORDER
        if (layer := open_layer(dataset_path, info, declared, table, style, name))
    ]
    for style, layer in layers:
        node = group.addLayer(added(project, layer))
        table = layer.customProperty(DATASET_PROPERTY)
        node.setExpanded(table not in ("limites", "contexte") and style not in HIDDEN)
        # Contracts cover nearly everything: at a glance the country shows its fragility and its programmes.
        node.setItemVisibilityChecked(not (info.light and table == "perimetres") and style not in HIDDEN)
    _add_zonings(project, group, dataset_path, info, declared)
    return group


def _add_zonings(
    project: QgsProject, group: QgsLayerTreeGroup, dataset_path: Path, info: dataset.Info, catalogue: Catalogue
) -> None:
    """A group of its own, closed and unticked: a layer for each zoning of which some commune is in a class."""
    layers = []
    for one in zoning.mapped(catalogue):
        theme = f"{map_zoning.THEME}:{one.id}"
        if zoning.classed(one, info.counts.get(theme, {})):
            layer = open_layer(dataset_path, info, catalogue, "communes", theme, inert(one.label))
            if layer is not None:
                layer.setCustomProperty(ZONING_PROPERTY, one.id)
                layer.setLabelsEnabled(False)  # the index below names the communes: twice would be once too many
                layers.append(layer)
    if not layers:
        return
    tables = [node.layer().customProperty(DATASET_PROPERTY) for node in group.findLayers()]
    place = next((k for k, table in enumerate(tables) if table in ("communes", "contexte")), len(tables))
    inside = group.insertGroup(place, ZONINGS)
    for layer in layers:
        node = inside.addLayer(added(project, layer))
        node.setExpanded(False)
        node.setItemVisibilityChecked(False)
    inside.setIsMutuallyExclusive(True)
    inside.setItemVisibilityChecked(False)
    inside.setExpanded(False)


def zoning_layer(group: QgsLayerTreeGroup, key: str) -> QgsLayerTreeLayer | None:
    """The node of the layer of a zoning; None where no commune of the territory is in it."""
    nodes = (node for node in group.findLayers() if node.layer() is not None)
    return next((node for node in nodes if node.layer().customProperty(ZONING_PROPERTY) == key), None)


def show_zoning(group: QgsLayerTreeGroup, key: str) -> bool:
    """Show the layer of a zoning, with its legend, in the place of the other zonings; whether there is one.

    Textures of contracts are taken away: they would be read as its classes.
    """
    node = zoning_layer(group, key)
    if node is None:
        return False
    textured = tree_layer(group, "perimetres")
    if textured is not None:
        textured.setItemVisibilityChecked(False)
    node.setItemVisibilityCheckedParentRecursive(True)
    node.setExpanded(True)
    node.parent().setExpanded(True)
    group.setExpanded(True)
    return True


def group_of(project: QgsProject, territory: Territory) -> QgsLayerTreeGroup | None:
    """The group of a territory, if it is in the project."""
    groups = project.layerTreeRoot().findGroups(True)
    return next((g for g in groups if g.customProperty(TERRITORY_PROPERTY) == territory.expression), None)


def remove_group(project: QgsProject, territory: Territory) -> None:
    """Take away the group of a territory, with its layers."""
    # Asked again each time: the groups inside one go with it.
    while (group := group_of(project, territory)) is not None:
        project.removeMapLayers(group.findLayerIds())
        group.parent().removeChildNode(group)


def extent(project: QgsProject, group: QgsLayerTreeGroup) -> QgsRectangle:
    """Where to zoom: the territory with a margin, in the project's CRS; the mainland, if it has several parts."""
    info = dataset.read_info(Path(group.customProperty(DATASET_PROPERTY)))
    if info is None or not info.extents:
        return QgsRectangle()
    part = "" if "" in info.extents else next(iter(info.extents))
    source = QgsCoordinateReferenceSystem(info.parts[part])
    box = QgsCoordinateTransform(source, project.crs(), project).transformBoundingBox(QgsRectangle(*info.extents[part]))
    return box.buffered(0.05 * max(box.width(), box.height()))


def open_layer(
    dataset_path: Path,
    info: dataset.Info,
    catalogue: Catalogue,
    table: str,
    style: str,
    name: str,
    with_counts: bool = True,
    even_empty: bool = False,
) -> QgsVectorLayer | None:
    """A styled layer of a dataset with its metadata; None where it has no feature (unless even_empty)."""
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext(), False)
    # Read only: nothing to edit here, and no journal beside the file.
    options.forceReadOnly = True
    layer = QgsVectorLayer(f"{dataset_path}|layername={table}", name, "ogr", options)
    if not layer.isValid() or (layer.featureCount() == 0 and not even_empty):
        return None
    styles.apply(layer, style, info, catalogue, with_counts)
    # After the style, which may bring properties of its own.
    layer.setCustomProperty(DATASET_PROPERTY, table)
    _describe(layer, table, info, catalogue, style)
    _name_fields(layer, catalogue, info)
    tell_by_name(layer)
    return layer


def _describe(layer: QgsVectorLayer, table: str, info: dataset.Info, catalogue: Catalogue, style: str = "") -> None:
    zone = catalogue.programmes[style.partition(":")[2]] if map_zoning.is_zoning(style) else None
    lines = info.sources.get(style if zone else table, [])
    credits_text = f"Sources : {' ; '.join(lines)}." if lines else ""
    title = zone.label if zone else TITLES.get(style, dataset.TITLES[table])
    abstract = f"{title} – {info.label}. {credits_text}"
    if zone:
        abstract += f" {zone.definition} {zone.note}"
    elif style == "acces":
        abstract += " Temps estimés d’après la distance à vol d’oiseau depuis la mairie."
    elif table == "communes":
        abstract += (
            f" Indice construit, non officiel (profil « {info.profile_label} »), rangs parmi les communes de France."
        )
    if info.light:
        abstract += " Contours généralisés pour les petites échelles."
    metadata = QgsLayerMetadata()
    metadata.setTitle(f"{title} – {info.label}")
    metadata.setAbstract(abstract.strip())
    metadata.setLanguage("FRA")
    metadata.setType("dataset")
    metadata.setLicenses([LICENCE])
    metadata.setRights(lines)
    metadata.setKeywords({"gmd:topicCategory": ["Boundaries" if table in ("limites", "contexte") else "Society"]})
    cog, built, *_ = (*info.snapshot.split("/"), "")
    metadata.setHistory([f"Données embarquées, COG {cog}, assemblées le {built}."])
    metadata.setCrs(layer.crs())
    layer.setMetadata(metadata)
    properties = layer.serverProperties()
    properties.setTitle(metadata.title())
    properties.setAbstract(metadata.abstract())
    properties.setAttribution(f"{credits_text} {LICENCE}.".strip())


def _name_fields(layer: QgsVectorLayer, catalogue: Catalogue, info: dataset.Info) -> None:
    """French column titles for the attribute table."""
    titles = {
        "code": "Code", "nom": "Nom", "population": "Population", "indice": "Indice de fragilité (0-100)",
        "rang": "Rang en France (1 = la plus fragile)", "rang_total": "Communes classées", "classe": "Classe (1-5)",
        "classe_libelle": "Classe", "couverture_donnees": "Part du poids disponible",
        "isolement_km": "Distance à une commune plus peuplée (km, pour les étiquettes)",
        "programme": "Programme (clé)", "libelle": "Libellé", "identifiant": "Identifiant", "depuis": "Depuis",
        "contrat": "Contrat", "communes": "Communes dans le territoire", "communes_total": "Communes en tout",
    }  # fmt: skip
    titles |= {
        "nb_programmes": "Nombre de programmes qui visent la commune", "situation": "Situation (fragilité, programmes)",
        "croisement": "Classe du croisement", "fs_nom": "Site France services le plus proche",
        "fs_km": "Distance au site (km, à vol d’oiseau)", "fs_min": "Temps estimé jusqu’au site (min)",
        "fs_classe": "Classe de temps", "fs_methode": "Méthode du temps",
    }  # fmt: skip
    titles[WITHHELD] = "Indicateurs sous secret statistique"
    titles |= {map_zoning.field(one.id): f"Zonage : {one.label}" for one in zoning.mapped(catalogue)}
    for key, indicator in catalogue.indicators.items():
        titles[key] = f"{indicator.label} ({indicator.unit}, {indicator.vintage})"
        titles[f"contrib_{key}"] = f"Contribution : {indicator.short}"
    for place, field in enumerate(layer.fields()):
        if field.name() in titles:
            layer.setFieldAlias(place, titles[field.name()])


def tree_layer(group: QgsLayerTreeGroup, table: str) -> QgsLayerTreeLayer | None:
    """The node of one of the group's layers, by its name in the dataset; zonings have `zoning_layer`."""
    nodes = [n for n in group.findLayers() if n.layer() and not n.layer().customProperty(ZONING_PROPERTY)]
    return next((n for n in nodes if n.layer().customProperty(DATASET_PROPERTY) == table), None)
