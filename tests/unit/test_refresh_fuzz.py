"""Files in their real forms, damaged in every way that people and machines know: read rightly, or refused.

12,000 variants from fixed seeds. Whatever comes out of a reader must have been in the undamaged file: no commune may
get what belongs to another. Anything but a reading or a SourceError is a failure.
"""

from __future__ import annotations

import csv
import io
import random

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded import employment_zones
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.tables.codes import CommuneCodes
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.errors import SourceError

SEEDS = range(12)
VARIANTS = 40  # per seed and form: 12 x 40 x 25 forms
DEPARTMENTS = ("01", "2A", "46", "971", "69")


def geography() -> list[dict[str, str]]:
    """Real communes of a few départements: numbers near each other, Corsica, overseas, a city with arrondissements."""
    with (paths.FACTS / "cog.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["departement"] in DEPARTMENTS]


COMMUNES = geography()
CHOSEN = random.Random(7).sample([row for row in COMMUNES if not row["arm_codes"]], 60)
LABELS = ("Non classée", "FRR socle", "FRR+", "FRR bénéficiaire")


def pvd() -> list[list[str]]:
    return [["insee_com", "lib_com", "id_pvd", "date_signature"]] + [
        [row["code"], row["nom"], f"pvd-{number:03d}", "2021-04-22"] for number, row in enumerate(CHOSEN)
    ]


def crte() -> list[list[str]]:
    return [["insee_com", "lib_com", "id_crte", "lib_crte"]] + [
        [row["code"], row["nom"], f"crte-{number // 4:03d} ; pays-{number:03d}", f"Contrat {number}"]
        for number, row in enumerate(CHOSEN)
    ]


def frr() -> list[list[str]]:
    return [["Code_insee", "Departement", "Commune", "Classement FRR et FRR+ au 10 juillet 2026"]] + [
        [row["code"], row["departement"], row["nom"], LABELS[number % 4]] for number, row in enumerate(CHOSEN)
    ]


def qpv() -> list[list[str]]:
    return [["code_qp", "lib_qp", "insee_dep", "insee_com", "lib_com", "siren_epci"]] + [
        [f"QN{number:05d}M", f"Quartier {number}", row["departement"], row["code"], row["nom"], "200000172"]
        for number, row in enumerate(CHOSEN)
    ]


def filosofi() -> list[list[str]]:
    heading = [
        "CODGEO",
        "NBMENFISC22",
        "NBPERSMENFISC22",
        "MED22",
        "PIMP22",
        "TP6022",
        "D122",
        "D922",
        "RD22",
        "PPSOC22",
    ]
    return [heading] + [
        [row["code"], str(900 + number), str(2000 + number), str(20000 + number), "50,5", "s", "11000", "32000", "2,9",
         "9,1"]
        for number, row in enumerate(CHOSEN)
    ]  # fmt: skip


def engagements() -> list[list[str]]:
    """Codes of communes under the heading of SIREN, after the identifier."""
    return [["id_tec", "lib_tec", "siren_groupement", "lib_groupement"]] + [
        [f"patde-{number:03d}", f"Territoire {number}", row["code"], row["nom"]] for number, row in enumerate(CHOSEN)
    ]


def sites() -> list[list[str]]:
    days = ["h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi"]
    heading = [
        "id_fs",
        "insee_dep",
        "lib_fs",
        "adresse",
        "insee_com",
        "code_postal",
        "lib_com",
        "latitude",
        "longitude",
    ]
    return [[*heading, *days, "type_fs", "format_fs"]] + [
        [str(1000 + number), row["departement"], f"France services {number}", "1 rue", row["code"], "46000", row["nom"],
         "44.5", "1.5", *[""] * 6, "Principal", "Fixe"]
        for number, row in enumerate(CHOSEN)
    ]  # fmt: skip


def health() -> list[list[str]]:
    return [["codgeo", "libgeo", "an", "part_pop_eloigne_soin"]] + [
        [row["code"], row["nom"], "2024", f"{10 + number}.5"] for number, row in enumerate(CHOSEN)
    ]


DENSITIES = ("Grands centres urbains", "Petites villes", "Bourgs ruraux", "Rural à habitat dispersé")
MASSIFS = ("Massif du Jura", "Massif Central", "Hors massif")


def densite() -> list[list[str]]:
    return [["insee_com", "lib_com", "niveau_densite"]] + [
        [row["code"], row["nom"], f"0{number % 4} - {DENSITIES[number % 4]}"] for number, row in enumerate(CHOSEN)
    ]


def montagne() -> list[list[str]]:
    return [["CODGEO", "LIBGEO", "MASSIF"]] + [
        [row["code"], row["nom"], MASSIFS[number % 3]] for number, row in enumerate(CHOSEN)
    ]


def families() -> list[list[str]]:
    """One of Melodi's tables: four lines for each commune."""
    heading = ["GEO", "GEO_OBJECT", "TFN", "NCH", "FREQ", "OBS_STATUS", "TIME_PERIOD", "OBS_VALUE"]
    counts = ({"_T": 1000, "1": 300 + n, "21": 200, "22": 500 - n} for n in range(len(CHOSEN)))
    return [heading] + [
        [row["code"], "COM", modality, "_T", "A", "A", "2023", str(value)]
        for row, figures in zip(CHOSEN, counts, strict=True)
        for modality, value in figures.items()
    ]


def populations() -> list[list[str]]:
    return [["CODGEO", "REG", "DEP", "LIBGEO", "PMUN2023", "PMUN2016"]] + [
        [row["code"], "00", row["departement"], row["nom"], str(1000 + number), str(900 + number)]
        for number, row in enumerate(CHOSEN)
    ]


def lovac() -> list[list[str]]:
    return [["CODGEO_26", "LIBGEO_26", "pp_vacant_26", "pp_vacant_plus_2ans_26", "ff_pp_total_25", "EPCI_26"]] + [
        [row["code"], row["nom"], str(100 + number), "s", "1000", "200000172"] for number, row in enumerate(CHOSEN)
    ]


def rsa() -> list[list[str]]:
    heading = ["ID", "Niveau géographique", "NOM", "Part des allocataires du RSA (CAF 2025) parmi les ménages"]
    others = [["D46", "Département", "Lot", "7%"], ["200023737", "EPCI", "CA du Grand Cahors", "8%"]]
    return [heading, *others] + [
        [row["code"], "Commune", row["nom"], f"{2000 + number}%"] for number, row in enumerate(CHOSEN)
    ]


def fedi() -> list[list[str]]:
    return [["Commune Code", "Commune", "EDI"]] + [
        [row["code"], row["nom"], str(4000 + number)] for number, row in enumerate(CHOSEN)
    ]


def taxes() -> list[list[str]]:
    return [["EXERCICE", "DEP", "INSEE COM", "LIBCOM", "Taux_Global_TFB", "Taux_Plein_TEOM"]] + [
        ["2026", row["departement"], row["code"], row["nom"].upper(), str(3000 + number), ""]
        for number, row in enumerate(CHOSEN)
    ]


def facilities() -> list[list[str]]:
    """Every kind for one commune, and one kind for each."""
    types = [code for kind in REFRESHABLE["bpe"].read.keywords["kinds"].values() for code in kind.types]  # type: ignore[attr-defined]
    return [
        ["GEO", "GEO_OBJECT", "FACILITY_TYPE", "BPE_MEASURE", "TIME_PERIOD", "OBS_VALUE"],
        *([CHOSEN[0]["code"], "COM", code, "FACILITIES", "2026", "1"] for code in types if code != "D265"),
        *([row["code"], "COM", "D265", "FACILITIES", "2026", str(100 + n)] for n, row in enumerate(CHOSEN)),
    ]


RURALITIES = ("Rural résidentiel", "Petites polarités mixtes", "Productives agricoles", "Hors champ")
CENTRES = ("Centre majeur", "Centre intermédiaire", "Centre local", "Non centre")


def ruralite() -> list[list[str]]:
    return [["insee_com", "lib_com", "niveau_ruralite"]] + [
        [row["code"], row["nom"], f" {RURALITIES[number % 4]}"] for number, row in enumerate(CHOSEN)
    ]


def centralite() -> list[list[str]]:
    return [["codgeo", "libgeo", "an", "niveau_centralite"]] + [
        [row["code"], row["nom"], "2021", CENTRES[number % 4]] for number, row in enumerate(CHOSEN)
    ]


def signed() -> list[list[str]]:
    return [["code_insee", "commune", "date de signature"]] + [
        [row["code"], row["nom"], f"{1 + number % 28:02d}/0{1 + number // 28}/2021"]
        for number, row in enumerate(CHOSEN)
    ]


def observatory() -> list[list[str]]:
    return [["codgeo", "libgeo", "codefrr"]] + [
        [row["code"], row["nom"], ("FRR", "FRR+", "-9999")[number % 3]] for number, row in enumerate(CHOSEN)
    ]


def grants() -> list[list[str]]:
    """OFGL's long form: one line for each commune, year and variable."""
    return [["exercice", "code_insee", "variable", "valeur", "unite"]] + [
        [year, row["code"], "Montant Dotation DGF", str(value + number), "euros"]
        for year, value in (("2025", 10000), ("2026", 20000))
        for number, row in enumerate(CHOSEN)
    ]


def dwellings() -> list[list[str]]:
    return [["CODGEO", "P22_POP", "P22_LOG", "P22_LOGVAC", "P22_RSECOCC"]] + [
        [row["code"], "500", "9000", str(100 + number), "7"] for number, row in enumerate(CHOSEN)
    ]


def incomes() -> list[list[str]]:
    """Melodi's long form of Filosofi: the medians."""
    heading = ["GEO", "GEO_OBJECT", "FILOSOFI_MEASURE", "UNIT_MEASURE", "CONF_STATUS", "OBS_STATUS", "TIME_PERIOD",
               "OBS_VALUE"]  # fmt: skip
    return [heading] + [
        [row["code"], "COM", measure, "EUR_YR", "F", "A", "2023", str(value)]
        for number, row in enumerate(CHOSEN)
        for measure, value in (("MED_SL", 20000 + number), ("PR_MD60", 14))
    ]


ZONES = {row["code"]: employment_zones.members()[row["code"]] for row in CHOSEN}


def unemployment() -> list[list[str]]:
    names = employment_zones.names()
    return [["ZE2020", "LIBZE2020", "REG", "2021-T1", "2026-T2"]] + [
        [zone, names[zone], "", "7", str(500 + number)] for number, zone in enumerate(sorted(set(ZONES.values())))
    ]


@pytest.fixture(autouse=True)
def few_zones(monkeypatch):
    """The communes drawn stand for the country."""
    monkeypatch.setattr(employment_zones, "members", lambda: ZONES)


# Forms whose codes have no names beside them.
NAMELESS = ("filosofi", "filosofi_melodi", "logement", "ofgl_dgf", "rp_familles", "bpe")
FORMS = {
    "pvd": (pvd, ",", "programme_pvd", "liste-pvd-com2026.csv"),
    "crte": (crte, ",", "programme_crte", "liste-crte-com2026.csv"),
    "frr": (frr, ";", "zoning_frr", "liste-communes-FRR.csv"),
    "qpv": (qpv, ";", "programme_qpv", "listeqp2024.csv"),
    "filosofi": (filosofi, ";", "indicator_niveau_vie_median", "cc_filosofi_2022_COM.csv"),
    "rp_familles": (families, ";", "indicator_familles_monoparentales", "DS_RP_FAMILLE_COMP_2023_data.csv"),
    "populations": (populations, ";", "population", "base-pop-historiques-1876-2023.csv"),
    "densite": (densite, ",", "zoning_densite", "densite.csv"),
    "montagne": (montagne, ";", "zoning_montagne", "massifs.csv"),
    "lovac": (lovac, ";", "indicator_vacance_privee", "lovac-opendata-communes.csv"),
    "rsa": (rsa, ";", "indicator_part_rsa", "20270306-indicateurs-precarite.csv"),
    "fedi": (fedi, ";", "indicator_fedi", "f-edi-2022-par-commune.csv"),
    "fiscalite": (taxes, ";", "indicator_taux_foncier_bati", "fiscalite-locale-des-particuliers.csv"),
    "bpe": (facilities, ";", "indicator_medecins_generalistes", "DS_BPE_2026_data.csv"),
    "tec": (engagements, ",", "programme_tec", "liste-tec-2026.csv"),
    "fs": (sites, ",", "sites_fs", "liste-fs-20260801.csv"),
    "observatoire_sante": (health, ";", "indicator_eloignement_sante", "part_pop_eloigne_soin_com2025.csv"),
    "ruralite": (ruralite, ",", "zoning_ruralite", "ruralite.csv"),
    "centralite": (centralite, ";", "zoning_centralite", "centralite_com2025.csv"),
    "ort": (signed, ";", "programme_ort", "liste-ort-20260723.csv"),
    "observatoire_frr": (observatory, ";", "zoning_frr", "frr_com2025.csv"),
    "ofgl_dgf": (grants, ";", "indicator_dgf_par_habitant", "dotations-communes.csv"),
    "logement": (dwellings, ";", "indicator_taux_vacance", "base_cc_comparateur.csv"),
    "filosofi_melodi": (incomes, ";", "indicator_niveau_vie_median", "DS_FILOSOFI_CC_2023_data.csv"),
    "chomage_ze": (unemployment, ";", "indicator_taux_chomage_ze", "chomage-zone-t1-2003-t2-2026.csv"),
}
# Classes are known by the data held.
HELD = {
    "densite": [{"code": row["code"], "statut": DENSITIES[number % 4]} for number, row in enumerate(CHOSEN)],
    "ruralite": [{"code": row["code"], "statut": RURALITIES[number % 4]} for number, row in enumerate(CHOSEN)],
    "centralite": [{"code": row["code"], "statut": CENTRES[number % 4]} for number, row in enumerate(CHOSEN)],
    "montagne": [{"code": r["code"], "statut": MASSIFS[n % 3]} for n, r in enumerate(CHOSEN) if n % 3 < 2],
}
# Populations are compared with those held, commune by commune.
PEOPLE = [{"code": row["code"], "population": str(990 + number), "annee": "2022"} for number, row in enumerate(CHOSEN)]
# What stands for the whole country where the form has no names to check codes with, or must give all communes.
WHOLE = (*NAMELESS, "populations")
# Least share of the variants to be read: one commune lost is enough to refuse populations.
LEAST = {"populations": 0.2}
CODES = {key: CommuneCodes(CHOSEN if key in WHOLE else COMMUNES) for key in FORMS}


def desk(key: str, data: bytes) -> Desk:
    held = {
        f"zoning_{key}": HELD.get(key, []),
        "population": PEOPLE,
        "people": [{"code": row["code"]} for row in CHOSEN],
    }
    return Desk({"": Raw(FORMS[key][3], data)}, CODES[key], held)


def facts(key: str, data: bytes) -> set[tuple[str, str]]:
    """(commune, what it got) as read."""
    _, rows = REFRESHABLE[key].read(desk(key, data)).tables.get(FORMS[key][2], ((), []))
    # A site: its number stands before its commune.
    got = {(row[2], row[0]) if key == "fs" else (row[0], row[1] or row[2]) for row in rows}
    # A commune without a line has no facility: the file as a whole answers for that, in the gates.
    return {(code, count) for code, count in got if count != "0"} if key == "bpe" else got


def code_column(table: list[list[str]]) -> int:
    known = ("inseecom", "codeinsee", "codgeo", "geo", "id", "communecode", "ze", "sirengroupement")
    plain = ["".join(c for c in name.lower() if c.isalpha()) for name in table[0]]
    return next(place for place, name in enumerate(plain) if name in known)


# -- on cells ------------------------------------------------------------------------------------------------------


def mangle_code(chance: random.Random, table: list[list[str]], key: str) -> None:
    column = code_column(table)
    for line in chance.sample(table[1:], chance.choice((1, 1, 2, 5))):
        code = line[column]
        if not code:  # mangled already
            continue
        place = chance.randrange(len(code))
        choices = [
            code[:place] + code[place + 1 :], code.lstrip("0"), code.lower(), f'="{code}"', f"{code.lstrip('0')}.0",
            f"\u00a0{code} ", "", "99999", f"'{code}", f"{code[:2]} {code[2:]}", code.replace("0", "O"),
        ]  # fmt: skip
        if key not in NAMELESS:  # where names tell whose line it is
            choices += [chance.choice(CHOSEN)["code"], chance.choice(COMMUNES)["code"], code[::-1]]
            choices += [code[:place] + chance.choice("0123456789") + code[place + 1 :]]
            if key != "qpv":
                choices += [f"{code};{chance.choice(CHOSEN)['code']}"]
        line[column] = chance.choice(choices)


def lose_zeros(chance: random.Random, table: list[list[str]], key: str) -> None:
    column = code_column(table)
    for line in table[1:]:
        line[column] = line[column].lstrip("0")


def shuffle_columns(chance: random.Random, table: list[list[str]], key: str) -> None:
    order = chance.sample(range(len(table[0])), len(table[0]))
    table[:] = [[line[place] for place in order] for line in table]


def shift_column(chance: random.Random, table: list[list[str]], key: str) -> None:
    """The codes move down a line, as after a clumsy paste; not in a form that has no names to check them with."""
    if key in NAMELESS:
        return
    column = code_column(table)
    moved = [line[column] for line in table[1:]]
    for line, value in zip(table[1:], moved[-1:] + moved[:-1], strict=True):
        line[column] = value


def rename(chance: random.Random, table: list[list[str]], key: str) -> None:
    table[0] = [chance.choice((n, n.upper(), n.replace("_", " "), f" {n} ", f'"{n}"')) for n in table[0]]


def alias(chance: random.Random, table: list[list[str]], key: str) -> None:
    other = {"insee_com": "code_insee", "lib_com": "libgeo", "CODGEO": "insee_com", "Code_insee": "codgeo"}
    table[0] = [other.get(name, name) for name in table[0]]


def drop_lines(chance: random.Random, table: list[list[str]], key: str) -> None:
    table[1:] = [line for line in table[1:] if chance.random() > 0.2]


def repeat_lines(chance: random.Random, table: list[list[str]], key: str) -> None:
    table += [list(line) for line in chance.sample(table[1:], 5)]


def more_columns(chance: random.Random, table: list[list[str]], key: str) -> None:
    place = chance.randrange(len(table[0]) + 1)
    for number, line in enumerate(table):
        line.insert(place, "" if number else "autre")


def title_lines(chance: random.Random, table: list[list[str]], key: str) -> None:
    table[:0] = [["Liste officielle"], []]


def damage_names(chance: random.Random, table: list[list[str]], key: str) -> None:
    column = next(
        (place for place, name in enumerate(table[0]) if name in ("lib_com", "Commune", "LIBGEO_26", "NOM", "LIBCOM")),
        None,
    )
    for line in table[1:] if column is not None else []:
        line[column] = chance.choice((line[column].upper(), line[column].replace("-", " "), line[column]))


CELLS = (mangle_code, mangle_code, mangle_code, lose_zeros, shuffle_columns, shift_column, rename, alias, drop_lines,
         repeat_lines, more_columns, title_lines, damage_names)  # fmt: skip


# -- on bytes ------------------------------------------------------------------------------------------------------


def drop_bytes(chance: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 10))):
        del out[chance.randrange(len(out))]
    return bytes(out)


def junk_bytes(chance: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3))):
        out.insert(chance.randrange(len(out)), chance.choice((0, 34, 44, 59, 10, 13, 255, 65, 0xC3)))
    return bytes(out)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def double(chance: random.Random, data: bytes) -> bytes:
    return data + data


def page(chance: random.Random, data: bytes) -> bytes:
    return b"<!DOCTYPE html><html><body>" + data[:200]


BYTES = (drop_bytes, drop_bytes, junk_bytes, junk_bytes, cut, double, page)
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1")


def variant(chance: random.Random, key: str) -> bytes:
    make, separator, _, _ = FORMS[key]
    table = make()
    for mutate in chance.sample(CELLS, chance.choice((0, 1, 1, 2))):
        if len(table) > 6 and all(len(line) == len(table[0]) for line in table):
            mutate(chance, table, key)
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=chance.choice((separator, separator, ",", ";", "\t")),
        lineterminator=chance.choice(("\n", "\r\n")), quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )  # fmt: skip
    writer.writerows(table)
    data = text.getvalue().encode(chance.choice(ENCODINGS), errors="replace")
    if chance.random() < 0.4:
        data = chance.choice(BYTES)(chance, data)
    return data


def wrong(found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What was given to a commune and belongs to another: a code that was not there, or another's identifier."""
    codes = {code for code, _ in truth}
    owners: dict[str, set[str]] = {}
    for code, got in truth:
        owners.setdefault(got, set()).add(code)
    return {(code, got) for code, got in found if code not in codes or code not in owners.get(got, codes)}


@pytest.mark.parametrize("key", FORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_files(key, seed):
    chance = random.Random(f"{key}-{seed}")
    make, separator, _, _ = FORMS[key]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(make())
    truth = facts(key, text.getvalue().encode())
    read = 0
    for number in range(VARIANTS):
        data = variant(chance, key)
        try:
            found = facts(key, data)
        except SourceError as error:
            assert str(error)
            continue
        read += bool(found)
        bad = wrong(found, truth)
        assert not bad, f"{key}, seed {seed}, variant {number}: {sorted(bad)[:5]}"
    assert read > VARIANTS * LEAST.get(key, 0.3)  # most damage is small: refusing everything would not do


def test_a_code_given_twice_with_different_figures_is_used_for_neither():
    """Without names, only a whole list shows that a code has become another's: it is then there twice."""
    table = filosofi()
    table[5][0] = table[9][0]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    found = {code for code, _ in facts("filosofi", text.getvalue().encode())}
    assert found == {row["code"] for row in CHOSEN} - {CHOSEN[4]["code"], CHOSEN[8]["code"]}


def test_the_undamaged_files_are_read_whole():
    for key, (make, separator, _, _) in FORMS.items():
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(make())
        found = facts(key, text.getvalue().encode())
        held = {row["code"] for row in HELD.get(key, CHOSEN)}
        assert {code for code, _ in found} == held, key
        if key == "crte":
            assert len(found) == 2 * len(CHOSEN)
