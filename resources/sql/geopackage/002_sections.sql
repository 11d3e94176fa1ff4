-- Schema 2 of a GeoPackage store: sections saved one by one, states, attachments, facets and full-text search.
-- The layer "dossier" itself is made by GDAL (or was, by schema 1); its columns are completed by the plugin.
CREATE TABLE section (
    dossier TEXT NOT NULL,
    section TEXT NOT NULL,
    revision INTEGER NOT NULL,
    date TEXT NOT NULL,
    auteur TEXT NOT NULL,
    contenu TEXT NOT NULL,
    PRIMARY KEY (dossier, section)
);
CREATE TABLE journal (
    numero INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier TEXT NOT NULL,
    sauvegarde INTEGER NOT NULL,
    section TEXT NOT NULL,
    revision INTEGER NOT NULL,
    date TEXT NOT NULL,
    auteur TEXT NOT NULL,
    action TEXT NOT NULL,
    etat TEXT NOT NULL,
    commentaire TEXT NOT NULL DEFAULT '',
    champs TEXT NOT NULL DEFAULT '[]',
    contenu TEXT
);
CREATE INDEX journal_dossier ON journal (dossier, sauvegarde);
CREATE TABLE changement_etat (
    dossier TEXT NOT NULL,
    numero INTEGER NOT NULL,
    date TEXT NOT NULL,
    auteur TEXT NOT NULL,
    avant TEXT NOT NULL,
    apres TEXT NOT NULL,
    commentaire TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dossier, numero)
);
CREATE TABLE piece (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL,
    nom TEXT NOT NULL,
    mime TEXT NOT NULL,
    taille INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    date TEXT NOT NULL,
    auteur TEXT NOT NULL,
    retire TEXT NOT NULL DEFAULT '',
    contenu BLOB NOT NULL
);
CREATE INDEX piece_dossier ON piece (dossier);
CREATE TABLE facette (
    dossier TEXT NOT NULL,
    genre TEXT NOT NULL,
    cle TEXT NOT NULL,
    libelle TEXT NOT NULL,
    PRIMARY KEY (dossier, genre, cle)
);
CREATE INDEX facette_cle ON facette (genre, cle, dossier, libelle);
CREATE VIRTUAL TABLE recherche USING fts5 (texte, detail = none, columnsize = 0, prefix = '2 3 4');
-- Holds all that lists show: they never read the perimeters, which stand before these columns in each row.
CREATE INDEX dossier_liste ON dossier (
    corbeille, modifie, id, type, titre, territoire, territoire_libelle, etat, cree, revision, montant, annee, auteur,
    titre_tri, territoire_tri
);
CREATE INDEX dossier_titre ON dossier (corbeille, titre_tri, id);
CREATE INDEX dossier_corbeille ON dossier (corbeille, id);
CREATE INDEX dossier_etat ON dossier (corbeille, etat);
CREATE INDEX dossier_type ON dossier (corbeille, type);
CREATE INDEX dossier_annee ON dossier (corbeille, annee);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('changement_etat', 'attributes', 'changement_etat', 0);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('facette', 'attributes', 'facette', 0);
