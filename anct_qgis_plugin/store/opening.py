"""From what a user or a parameter names to a store: a GeoPackage's path, or a PostgreSQL connection of QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..i18n import translate
from .base import DossierStore
from .geopackage import GeoPackageStore

SUFFIX = ".gpkg"


def open_store(name: str) -> DossierStore:
    """The store of that name; nothing is read yet.

    Args:
        name: path of a GeoPackage (".gpkg"), or name of a PostgreSQL connection saved in QGIS.

    Raises:
        StoreError: if it is neither; names the known connections.
    """
    name = name.strip()
    if Path(name).suffix.lower() == SUFFIX:
        return GeoPackageStore(Path(name))
    known = postgres_connections()
    if name in known:
        from .postgres import PostgresStore

        return PostgresStore(name, lambda: connect(name))
    raise StoreError(
        translate(
            "Anct",
            "“{store}” is neither a GeoPackage (.gpkg) nor a PostgreSQL connection of QGIS. Known connections: "
            "{known}.",
        ).format(store=name, known=", ".join(known) or "–")
    )


def postgres_connections() -> list[str]:
    """Names of the PostgreSQL connections saved in QGIS, sorted."""
    from qgis.core import QgsProviderRegistry

    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    return sorted(provider.connections(False)) if provider is not None else []


def data_source(name: str) -> Any:
    """The QgsDataSourceUri of a connection, without its credentials where the authentication manager keeps them."""
    from qgis.core import QgsDataSourceUri, QgsProviderRegistry

    found = QgsProviderRegistry.instance().providerMetadata("postgres").connections(False)[name]
    return QgsDataSourceUri(found.uri())


def layer_source(store: DossierStore) -> tuple[str, str]:
    """Source and provider of the layer of a store's dossiers, out of the trash, for a QgsVectorLayer.

    The source of a PostgreSQL store names its authentication configuration and holds no password of its own.
    """
    subset = "\"corbeille\" = ''"
    if isinstance(store, GeoPackageStore):
        return f"{store.path}|layername=dossier|subset={subset}", "ogr"
    uri = data_source(store.label)
    uri.setDataSource("anct", "dossier", "geom", subset, "fid")
    uri.setSrid("4326")
    return uri.uri(False), "postgres"


def connect(name: str) -> Any:
    """A psycopg2 connection; its credentials are asked of the authentication manager, and not kept."""
    import psycopg2

    source = data_source(name).connectionInfo(True)
    # A dead link is noticed within half a minute.
    return psycopg2.connect(
        source, connect_timeout=5, application_name="anct_qgis_plugin", keepalives_idle=10, keepalives_interval=5,
        keepalives_count=3, client_encoding="UTF8",
    )  # fmt: skip
