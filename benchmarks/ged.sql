-- The columns that the mapping of UCDP GED makes of others, for morph-kgc: DuckDB makes them once,
-- and `ged.rml.ttl` maps what comes out. With views for tables, they are made again for each rule.
CREATE MACRO plain(name) AS trim(regexp_replace(lower(regexp_replace(
  strip_accents(name), '[^\x00-\x7F]', '', 'g')), '[^a-z0-9]+', '-', 'g'), '-');
CREATE MACRO short(name) AS trim(plain(name)[:24], '-');
CREATE MACRO slug(name) AS CASE WHEN replace(short(name), '-', ' ') = lower(name) THEN short(name)
  ELSE nullif(concat_ws('-', nullif(short(name), ''), sha256(name)[:8]), '') END;
CREATE MACRO node(name) AS sha256(name)[:20];
CREATE MACRO killed(many, whom) AS
  CASE WHEN many <> '0' THEN node('||' || many || '|unit:person|target:' || whom) END;

CREATE TABLE placed AS
  WITH trimmed AS (
    SELECT nullif(trim(COLUMNS(*), E' \t\r\n'), '') FROM read_csv('events.csv', all_varchar=true))
  SELECT id, event_clarity, side_a_new_id, side_a, side_b_new_id, side_b, conflict_new_id,
    conflict_name, date_start, date_end, low, best, high, deaths_a, deaths_b, deaths_civilians,
    deaths_unknown, where_prec, country, country_id, geom_wkt, source_office, source_original,
    type_of_violence = '3' AS onesided,
    CASE type_of_violence WHEN '1' THEN 'state-based-violence' WHEN '2' THEN 'non-state-violence'
      WHEN '3' THEN 'one-sided-violence' END AS violence,
    CASE event_clarity WHEN '1' THEN 'Incident' WHEN '2' THEN 'IncidentSet' END AS kind,
    source_office IS NULL OR strpos(replace(lower(source_office), ';', ', '),
      lower(source_original)) = 0 AS untold,
    CASE where_prec WHEN '1' THEN '' WHEN '2' THEN 'near ' WHEN '5' THEN 'somewhere in or along '
      WHEN '7' THEN 'waters or airspace at ' END || replace(where_coordinates, '  ', ' ') AS label,
    label || ' ' || latitude || ' ' || longitude AS spot,
    adm_1 || ', ' || country AS governorate,
    adm_2 || ', ' || governorate AS district,
    coalesce(low::BIGINT <= best::BIGINT AND best::BIGINT <= high::BIGINT, false) AS ordered
  FROM trimmed;

CREATE TABLE names AS
  SELECT name, slug(name) AS id FROM (
    SELECT DISTINCT unnest([spot, district, governorate]) AS name FROM placed)
  WHERE name IS NOT NULL;
CREATE MACRO id_of(text) AS (SELECT names.id FROM names WHERE names.name = text);

CREATE VIEW events AS
  SELECT *, id_of(spot) AS spot_id, id_of(district) AS district_id,
    id_of(governorate) AS governorate_id,
    node(concat_ws('/', date_start, date_end, date_start, date_end)) AS period,
    CASE WHEN ordered THEN node(concat_ws('|', low, high, best, 'unit:person', ''))
      ELSE node('||' || best || '|unit:person|') END AS killed,
    killed(deaths_a, 'side-a') AS killed_a, killed(deaths_b, 'side-b') AS killed_b,
    killed(deaths_civilians, 'civilians') AS killed_civilians,
    killed(deaths_unknown, 'unknown-status') AS killed_unknown
  FROM placed;

CREATE VIEW offices AS
  SELECT event, office, slug(office) AS office_id FROM (
    SELECT DISTINCT id AS event, trim(unnest(string_split(source_office, ';'))) AS office
    FROM placed)
  WHERE office <> '';
