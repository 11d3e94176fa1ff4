-- Three group roles: an administrator of the database gives one to each person (GRANT anct_redacteur TO camille).
-- The history can be added to and never rewritten, but by an administrator who deletes a dossier for ever.
DO $$
DECLARE
    nom TEXT;
BEGIN
    FOREACH nom IN ARRAY ARRAY['anct_lecteur', 'anct_redacteur', 'anct_administrateur'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = nom) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', nom);
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON SCHEMA anct FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA anct FROM PUBLIC;
GRANT USAGE ON SCHEMA anct TO anct_lecteur, anct_redacteur, anct_administrateur;
GRANT SELECT ON ALL TABLES IN SCHEMA anct TO anct_lecteur, anct_redacteur, anct_administrateur;
GRANT INSERT, UPDATE ON anct.dossier, anct.section, anct.piece TO anct_redacteur, anct_administrateur;
GRANT INSERT ON anct.journal, anct.changement_etat TO anct_redacteur, anct_administrateur;
GRANT INSERT, UPDATE, DELETE ON anct.facette, anct.recherche TO anct_redacteur, anct_administrateur;
GRANT DELETE ON anct.dossier TO anct_administrateur;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA anct TO anct_redacteur, anct_administrateur;
