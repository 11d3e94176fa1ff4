"""Where the services are, how fast they may be asked, how much they may send: the one place for addresses and ids.

Nothing here is a dated address. Each base can be overridden, by a setting or by the environment variable
ANCT_ENDPOINT_<SERVICE> (in capitals: ANCT_ENDPOINT_GEO_API), for a test server or a relay inside an administration.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, urlencode, urlsplit

from ...errors import EndpointError, RedirectRefused
from ...i18n import translate

ENVIRONMENT_PREFIX = "ANCT_ENDPOINT_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# A leading dot means "and what is under it".
ALLOWED_HOSTS = (
    ".gouv.fr",  # data.gouv.fr, numerique.gouv.fr and beta.gouv.fr are under it
    "data.geopf.fr",
    ".insee.fr",
    "data.ofgl.fr",
    "odisse.santepubliquefrance.fr",
    "api-lannuaire.service-public.fr",
)

KB, MB = 1024, 1024 * 1024
LICENCE_OUVERTE = "Licence Ouverte 2.0"

Query = Mapping[str, str | int | float | None] | Iterable[tuple[str, str | int | float]]


@dataclass(frozen=True)
class Service:
    """One service and its manners.

    Attributes:
        key: name in the code, in settings and in ANCT_ENDPOINT_<KEY>.
        name: what people call it, in messages.
        base: address, without a final slash.
        licence: of what it publishes ("" where it publishes no data of its own).
        pace: least time between two requests, seconds.
        timeout: longest silence borne, seconds (connection, or between two parts of the answer).
        max_bytes: largest answer accepted, once decompressed.
        busy_wait: wait after a 429 that does not say how long, seconds; 0 = growing waits as for the other errors.
        max_pages: most pages ever asked for in a row.
    """

    key: str
    name: str
    base: str
    licence: str = LICENCE_OUVERTE
    pace: float = 0.2
    timeout: float = 10.0
    max_bytes: int = 20 * MB
    busy_wait: float = 0.0
    max_pages: int = 1000


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        service.key: service
        for service in (
            Service("datagouv", "data.gouv.fr", "https://www.data.gouv.fr"),
            # National files: the time-out counts silence, not the whole transfer.
            Service(
                "datagouv_static",
                "data.gouv.fr (fichiers)",
                "https://static.data.gouv.fr",
                timeout=30,
                max_bytes=300 * MB,
            ),
            Service("tabular", "API tabulaire de data.gouv.fr", "https://tabular-api.data.gouv.fr/api", pace=0.5),
            # 10 requests a second are allowed; a département with its outlines weighs up to some 10 MB.
            Service("geo_api", "API Géo", "https://geo.api.gouv.fr", "Licence Ouverte", pace=0.12, max_bytes=60 * MB),
            Service(
                "contours",
                "contours administratifs (Etalab)",
                "https://etalab-datasets.geo.data.gouv.fr/contours-administratifs",
                timeout=30,
                max_bytes=300 * MB,
            ),
            Service(
                "geopf_wfs",
                "Géoplateforme (IGN), WFS",
                "https://data.geopf.fr/wfs/ows",
                pace=0.05,
                timeout=30,
                max_bytes=200 * MB,
                busy_wait=5,
            ),
            Service(
                "isochrone",
                "Géoplateforme (IGN), isochrones",
                "https://data.geopf.fr/navigation",
                pace=0.25,
                timeout=20,
                busy_wait=5,
            ),
            Service(
                "geocoding",
                "Géoplateforme (IGN), géocodage",
                "https://data.geopf.fr/geocodage",
                pace=0.03,
                timeout=60,  # a CSV of some thousand lines is answered whole
                max_bytes=100 * MB,
                busy_wait=5,
            ),
            # 30 requests a minute.
            Service("melodi", "Insee Melodi", "https://api.insee.fr/melodi", pace=2.1, timeout=30, busy_wait=60),
            Service(
                "insee_files",
                "Insee (fichiers)",
                "https://www.insee.fr/fr/statistiques/fichier",
                pace=1.0,
                timeout=30,
                max_bytes=300 * MB,
            ),
            Service(
                "observatoire",
                "Observatoire des territoires",
                "https://www.observatoire-des-territoires.gouv.fr/outils/cartographie-interactive/api/v1/functions",
                pace=1.0,
                timeout=30,
                max_bytes=50 * MB,
            ),
            Service(
                "ofgl",
                "OFGL",
                "https://data.ofgl.fr/api/explore/v2.1/catalog/datasets",
                timeout=30,
                max_bytes=500 * MB,
            ),
            Service(
                "odisse",
                "Odissé (Santé publique France)",
                "https://odisse.santepubliquefrance.fr/api/explore/v2.1/catalog/datasets",
                timeout=30,
                max_bytes=50 * MB,
            ),
            # 15 requests in 15 seconds.
            Service("demarche", "demarche.numerique.gouv.fr", "https://demarche.numerique.gouv.fr", "", pace=1.1),
            Service("aides", "Aides-territoires", "https://aides-territoires.beta.gouv.fr/api", pace=0.5, timeout=20),
            # 7 requests a second.
            Service("entreprises", "Recherche d’entreprises", "https://recherche-entreprises.api.gouv.fr", pace=0.16),
            Service(
                "annuaire",
                "Annuaire de l’administration",
                "https://api-lannuaire.service-public.fr/api/explore/v2.1/catalog/datasets",
            ),
        )
    }
)

# Resources of data.gouv.fr, by programme or source of the catalogue (docs/services.md says where each id was seen).
RESOURCES: Mapping[str, str] = MappingProxyType(
    {
        "acv": "8b6f422b-cbdf-459a-9a16-d6be4b92d91a",
        "entrees_de_ville": "ed3486ee-a70d-4ad7-b448-49f1c340dfe9",
        "pvd": "1fa831ec-d912-4277-8b95-a8b998bf951e",
        "va": "fbef04bb-3df9-4d6d-a23f-0a0034f6a3f8",
        "ti": "2a228141-469f-4945-a9bf-f8c46f694022",
        "crte": "614e8d6f-934e-45a4-ae58-cd5a621ea16a",
        "fs": "f49fe9e1-f9bb-4dbd-8dfe-b9fad31899ef",
        "qpv": "4c6bb7f3-97b6-4834-8a3a-f5f8b3e6735b",
        "cites_educatives": "37b9f49b-79aa-4093-afa3-3cbd68f72867",
        "cites_emploi": "00e9a547-50c9-46a2-bbfb-b403e8e1eca6",
        "fabriques_territoire": "309049b4-f9f7-4038-a2b4-875ef32eca7c",
        "manufactures": "a1cf9852-7be2-49bc-8981-a989cc70b6d0",
        "avenir_montagnes_ingenierie": "20530b87-b74e-4372-961f-a51dd818ac36",
        "avenir_montagnes_mobilites": "370d0ac5-fd43-4c62-b1a5-eea6f1fd90d3",
        "fabriques_prospectives": "87d38102-b2c1-4e81-9a9d-4d922effc8f8",
        "territoires_engagement": "4fbcd679-5b27-4261-94f2-2f22a93ddadd",
        "sites_cles_en_main": "5f2e1413-552a-43fc-9669-74169cbca87d",
        "frla": "3fbacdea-2afd-44e9-96ce-1099f128d795",
        "pao": "6de2ad29-6671-4cd7-beca-637a5b183fd0",
        "commerces_ruraux": "c6e360a4-d979-4297-b0d4-c3aee158c531",
        "ptzc": "8c627383-0d11-403e-8621-2b82bf223f27",
        "ort": "ec3eb2fc-c7a6-4c9f-b9ee-b471ed88e6fc",
        "fiscalite": "f48d0fcc-f732-445d-ba2d-886ec4952bce",
        "lovac": "2e0417b4-902d-4c60-90e7-bf5df148cb87",
    }
)
# The file of member groups (EPCI…) that goes with a programme's file of communes.
GROUP_RESOURCES: Mapping[str, str] = MappingProxyType(
    {
        "ti": "a1aca2c0-5a34-4a21-82bf-74ff0daf16db",
        "crte": "c29c0307-7ba1-483c-bdd3-f8b229a8fea8",
        "avenir_montagnes_ingenierie": "a68210d4-c919-410e-a27d-1b972a9e7630",
        "avenir_montagnes_mobilites": "d43490a3-bf2c-4b17-a161-c1ab9b7e8acb",
        "fabriques_prospectives": "5053fb12-1b52-42a0-a5f3-341314310bfa",
    }
)
# (The marks tell the publication scan that an id of 24 hexadecimal digits is no secret.)
# Datasets known by slug or id only: the resource is chosen by its title, from the catalogue's answer.
DATASETS: Mapping[str, str] = MappingProxyType(
    {
        "acv": "programme-action-coeur-de-ville",
        "pvd": "programme-petites-villes-de-demain",
        "va": "dispositif-villages-davenir",
        "ti": "programme-territoires-dindustrie",
        "crte": "contrat-de-relance-et-de-transition-ecologique",
        "fs": "liste-des-structures-france-services",
        "qpv": "quartiers-prioritaires-de-la-politique-de-la-ville-qpv",
        "ort": "63c69d70de98bf9a1fa11948",  # pragma: allowlist secret
        "frr": "communes-france-ruralite-revitalisation-frr",
        "cog": "code-officiel-geographique-cog",
        "precarite": "indicateurs-territoriaux-de-precarite-par-commune-epci-departement-et-region",
        "dgcl_criteria": "5e174be4634f414cd8a244f1",  # pragma: allowlist secret
    }
)

# Types of the WFS, by level of territory; ADMINEXPRESS-COG is exact, the CARTO edition generalised.
WFS_TYPES: Mapping[str, str] = MappingProxyType(
    {
        level: f"ADMINEXPRESS-COG.LATEST:{level}"
        for level in ("commune", "epci", "departement", "region", "canton", "arrondissement")
    }
)
WFS_LIGHT_TYPES: Mapping[str, str] = MappingProxyType(
    {level: name.replace("ADMINEXPRESS-COG.", "ADMINEXPRESS-COG-CARTO-PE.") for level, name in WFS_TYPES.items()}
)


@dataclass(frozen=True)
class Endpoints:
    """The services as they are to be reached: their own addresses, or those put in their place.

    Attributes:
        overrides: service key → base that replaces its own, without a final slash.
    """

    overrides: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a replacement that is not safe, before anything is sent to it.

        Raises:
            EndpointError: for an unknown service, or an address neither https nor http on this very machine.
        """
        for key, base in self.overrides.items():
            if key not in SERVICES:
                raise EndpointError(
                    translate("Anct", "No service is called “{key}”: its replacement address cannot be used.").format(
                        key=key
                    ),
                    hint=", ".join(SERVICES),
                )
            if not _is_safe(base):
                raise EndpointError(
                    translate(
                        "Anct",
                        "The address given for “{key}” cannot be used: it must be https://host/path, without login"
                        " ({address}).",
                    ).format(key=key, address=base)
                )

    @classmethod
    def from_settings(
        cls, settings: Mapping[str, str] | None = None, environment: Mapping[str, str] | None = None
    ) -> Endpoints:
        """The endpoints with the replacements of the settings (service key → base), then of the environment.

        Raises:
            EndpointError: for a replacement that is not safe; the message names it.
        """
        found = {key: base.rstrip("/") for key, base in (settings or {}).items() if base.strip()}
        for name, base in (os.environ if environment is None else environment).items():
            if name.startswith(ENVIRONMENT_PREFIX) and base.strip():
                found[name.removeprefix(ENVIRONMENT_PREFIX).lower()] = base.strip().rstrip("/")
        return cls(MappingProxyType(found))

    def base(self, service: str) -> str:
        """The address to use for a service."""
        return self.overrides.get(service, SERVICES[service].base)

    def url(self, service: str, path: str = "", query: Query | None = None) -> str:
        """A full address: path parts are quoted, query pairs without a value (None) are left out.

        Args:
            service: key in SERVICES.
            path: under the base, beginning with "/" (or "").
            query: mapping, or pairs where a name repeats.
        """
        pairs = query.items() if isinstance(query, Mapping) else (query or ())
        text = urlencode([(name, value) for name, value in pairs if value is not None], quote_via=quote)
        return f"{self.base(service)}{quote(path, safe='/:*')}{'?' if text else ''}{text}"

    def rebase(self, url: str) -> str:
        """The same address under the base that replaces its service's own; as it came where none does.

        Replies give full addresses (redirections, next pages): a replaced service must stay replaced there.
        """
        for key, base in self.overrides.items():
            own = SERVICES[key].base
            if url == own or url.startswith((own + "/", own + "?")):
                return base + url[len(own) :]
        return url

    def is_allowed(self, url: str) -> bool:
        """Whether the address may be asked: https on a known host, or under a replaced base."""
        try:
            parts = urlsplit(url)
            origin = (parts.scheme, parts.hostname, parts.port)
        except ValueError:
            return False
        for base in self.overrides.values():
            kept = urlsplit(base)
            if origin == (kept.scheme, kept.hostname, kept.port):
                return True
        host = (parts.hostname or "").rstrip(".")
        known = any(host.endswith(name) if name.startswith(".") else host == name for name in ALLOWED_HOSTS)
        return known and parts.scheme == "https" and parts.port in (None, 443) and not parts.username

    def check(self, url: str, service: str) -> None:
        """Refuse an address that is not allowed.

        Raises:
            RedirectRefused: naming the service and the host.
        """
        if self.is_allowed(url):
            return
        name = SERVICES[service].name
        parts = urlsplit(url)
        raise RedirectRefused(
            translate(
                "Anct", "{service} sends to an address that is not on the list of known services ({address})."
            ).format(service=name, address=f"{parts.scheme}://{parts.hostname or ''}"),
            details=url,
            hint=translate(
                "Anct",
                "A login page of the network may be in the way: open a web page in your browser, then try again.",
            ),
            service=name,
        )


def _is_safe(base: str) -> bool:
    """Whether an address may stand for a service: https, or http on this very machine; host and path only."""
    try:
        parts = urlsplit(base)
        bare = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment) and parts.port != 0
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and bare and not base.endswith("/")
