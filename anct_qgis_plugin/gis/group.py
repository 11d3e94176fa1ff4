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

from ..core import wording
from ..core.catalogue import Catalogue
from ..core.diagnostic import Diagnostic
from ..core.territory import Territory
from ..errors import OutputError
from ..i18n import translate
from . import dataset, styles
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
    return group


def remove_group(project: QgsProject, territory: Territory) -> None:
    """Take away the group of a territory, with its layers."""
    root = project.layerTreeRoot()
    for group in root.findGroups(True):
        if group.customProperty(TERRITORY_PROPERTY) == territory.expression:
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
    _describe(layer, table, info, style)
    _name_fields(layer, catalogue, info)
    tell_by_name(layer)
    return layer


def _describe(layer: QgsVectorLayer, table: str, info: dataset.Info, style: str = "") -> None:
    lines = info.sources.get(table, [])
    credits_text = f"Sources : {' ; '.join(lines)}." if lines else ""
    abstract = f"{TITLES.get(style, dataset.TITLES[table])} – {info.label}. {credits_text}"
    if style == "acces":
        abstract += " Temps estimés d’après la distance à vol d’oiseau depuis la mairie."
    elif table == "communes":
        abstract += (
            f" Indice construit, non officiel (profil « {info.profile_label} »), rangs parmi les communes de France."
        )
    if info.light:
        abstract += " Contours généralisés pour les petites échelles."
    metadata = QgsLayerMetadata()
    metadata.setTitle(f"{TITLES.get(style, dataset.TITLES[table])} – {info.label}")
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
    for key, indicator in catalogue.indicators.items():
        titles[key] = f"{indicator.label} ({indicator.unit}, {indicator.vintage})"
        titles[f"contrib_{key}"] = f"Contribution : {indicator.short}"
    for place, field in enumerate(layer.fields()):
        if field.name() in titles:
            layer.setFieldAlias(place, titles[field.name()])


def tree_layer(group: QgsLayerTreeGroup, table: str) -> QgsLayerTreeLayer | None:
    """The node of one of the group's layers, by its name in the dataset."""
    found = [n for n in group.findLayers() if n.layer() and n.layer().customProperty(DATASET_PROPERTY) == table]
    return found[0] if found else None
