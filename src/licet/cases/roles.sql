-- The rights of two roles on a register in PostgreSQL: an owner, who makes and changes tables, and the site, which works with them.
-- The site adds to what happened and can change none of it, even if somebody else runs it: the triggers refuse that, and so do these rights.
--
--   psql --set owner=licet_owner --set site=licet_site --dbname=cases
--
-- as the owner, after each migration and each restore: a table that is new is closed to the site until then.
\set ON_ERROR_STOP on
BEGIN;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"site";
REVOKE ALL ON SCHEMA public FROM PUBLIC, :"site";
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";
GRANT USAGE ON SCHEMA public TO :"site";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, :"site";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, :"site";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"site";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"site";
-- What happened is read and added to.
REVOKE UPDATE, DELETE ON cases_event, cases_attachment FROM :"site";
-- There is one head; it is moved on.
REVOKE INSERT, DELETE ON cases_head FROM :"site";
-- Which migrations ran is the owner's to say.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :"site";
COMMIT;
