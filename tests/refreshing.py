"""A refresh of the tiny snapshot: files in the official forms about its communes, and sources with small floors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE

# Real forms (docs/services.md), about the communes of tiny.py; all that is on each line was written by hand.
FILES = {
    "liste-acv-com2025-20260704.csv": (
        '"insee_com","lib_com","id_acv","lib_acv","date_signature"\r\n'
        '"46042","Cahors","ACV046","Cahors","28-09-2018"\r\n'
        '"2A004","Ajaccio","ACV020","Ajaccio","15-10-2018"\r\n'
    ),
    "liste-pvd-com2026-20260427.csv": (
        '"insee_com","lib_com","id_pvd","date_signature"\n'
        '"46102","Figeac","pvd-76-46-1","2021-04-22"\n'
        '"46265","Saint-Denis-lès-Martel","pvd-76-46-2","09/09/2021"\n'
    ),
    "liste-va-com2025.csv": (
        "insee_com,lib_com,id_va,date_signature\n46088,Douelle,va-46-001,2024-01-15\n"
        "97199,Ancienne,va-971-002,2024-01-15\n"
    ),
    "liste-ti-com2025-20250601.csv": (
        "insee_com,lib_com,id_ti,lib_ti\n46102,Figeac,ti-7603 ; ti-7604,Figeac - Aubin\n12052,Capdenac-Gare,ti-7603,\n"
    ),
    "liste-crte-grpt2025-20250701.csv": (
        "insee_reg,id_crte,lib_crte,type_grp_crte,siren_groupement,lib_groupement,nature_juridique,dep_chef_file,"
        "date_signature\n"
        "76,crte-76-46-1,CRTE du Grand Cahors,mono,200023737,CA du Grand Cahors,CA,46,2021-07-12\n"
        "76,crte-76-46-2,CRTE du Grand-Figeac,mono,200067361,CC Grand-Figeac,CC,46,2021-12-10\n"
    ),
    "listeqp2024-cog2024.csv": (
        "\ufeffcode_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci;;\r\n"
        'QN04601M;Terre Rouge;76;Occitanie;46;Lot;="46042";Cahors;200023737;CA du Grand Cahors;;\r\n'
        'QN04602M;À cheval;76;Occitanie;46;Lot;="46102;46265";Figeac;200067361;CC Grand-Figeac;;\r\n'
    ),
    "liste-fs-20260801.csv": (
        '"id_fs","insee_dep","lib_fs","adresse","complement_adresse","insee_com","code_postal","lib_com","latitude",'
        '"longitude","mail","telephone","h_lundi","h_mardi","h_mercredi","h_jeudi","h_vendredi","h_samedi","prise_rdv",'
        '"commentaire","type_fs","format_fs","groupe_fs","labellisation_fs"\n'
        '"1","46","France services Cahors","1 rue",,"46042","46000","Cahors",44.45,1.42,,,,,,,,,"Non",,"Principal",'
        '"Fixe",,"Espace labellisé 01/01/2020"\n'
        '"7","46","France services Figeac","2 rue",,"46102","46100","Figeac",44.45,1.53,,,"09:00 - 12:00",,,,,,"Non",,'
        '"Principal","Fixe",,\n'
    ),
    "liste-ort-20260723.csv": (
        "code_insee;commune;date de signature\n46102;Figeac;2020-02-28\n46042;Cahors;\n46088;Douelle;31/12/2027\n"
    ),
    "liste-territoires-engagement-20260601.csv": (
        "id_tec,lib_tec,siren_groupement,lib_groupement\n-12,Figeac,46102,Figeac\n"
        "patde-2,Grand Cahors,200023737,CA du Grand Cahors\n"
    ),
    "liste-communes-FRR-juillet2026.csv": (
        "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2026;\r\n"
        "46042;46;Cahors;FRR bénéficiaire;\r\n46102;46;Figeac;FRR+;\r\n2A004;2A;Ajaccio;Non classée;\r\n"
    ),
    "cc_filosofi_2022_COM.csv": (
        "CODGEO;NBMENFISC22;NBPERSMENFISC22;MED22;PIMP22;TP6022;D122;D922;RD22;PPSOC22\n"
        "12052;1900;4000;20500;45,0;17,0;11000;32000;2,9;9,1\n46042;9000;18500;20900;47,2;19,0;10900;35000;3,2;8,4\n"
        "46102;4600;9100;21800;48,0;s;s;s;s;s\n46088;nd;nd;nd;nd;nd;nd;nd;nd;nd\n2A004;31000;69000;22100;53,0;18,0;"
        "10600;40000;3,8;6,0\n"
    ),
}  # fmt: skip
SOURCES = {
    key: replace(entry, floor=1, ranges=entry.ranges)
    for key, entry in REFRESHABLE.items()
    if key in ("acv", "pvd", "va", "ti", "crte", "qpv", "fs", "frr", "filosofi", "ort", "tec")
}


def write_files(folder: Path, only: tuple[str, ...] = ()) -> Path:
    """The files in a folder; those whose names hold one of some words, if given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        if not only or any(word in name for word in only):
            (folder / name).write_bytes(text.encode())
    return folder
