-- Shared part: what the checks across years and reports are written in. The tables form_cell, broken, ancestor, arrival and
-- duty are filled by the program, see define.go.

-- A number as people write it: 12, 0.5.
CREATE OR REPLACE TEMP MACRO figure(v) AS rtrim(rtrim(CAST(CAST(v AS DECIMAL(38, 4)) AS VARCHAR), '0'), '.');

-- The first ten of a list of names: A、B 等 12 个.
CREATE OR REPLACE TEMP MACRO naming(names) AS
    array_to_string(names[1:10], '、') || CASE WHEN len(names) > 10 THEN ' 等 ' || len(names) || ' 个' ELSE '' END;

-- What stands in a cell, for a sentence.
CREATE OR REPLACE TEMP MACRO said(v, state, raw) AS
    CASE WHEN v IS NOT NULL THEN figure(v) WHEN state = 'blank' THEN '空白' ELSE '“' || raw || '”' END;

-- An element of the column cells.
CREATE OR REPLACE TEMP MACRO cell(report, tbl, measure, applicant, label, raw, place) AS
    {'report': report, 'tbl': tbl, 'measure': measure, 'applicant': applicant, 'label': label, 'raw': raw, 'place': place};

-- The cells of live reports, in the words of the edition each is on. Where all of them are compared, compare the facts first and
-- look here for those of interest.
CREATE OR REPLACE TEMP VIEW entry AS
SELECT f.report, f.tbl, f.measure, f.applicant, f.value, f.state, f.raw, f.place,
       c.label, c.row_label, c.column_label, c.kind, c.flow, c.ord
FROM fact f
JOIN report t ON t.id = f.report AND t.live
JOIN form_cell c ON c.tbl = f.tbl AND c.measure = f.measure AND c.applicant = f.applicant
 AND c.edition = CASE f.tbl WHEN '1' THEN t.edition1 WHEN '2' THEN t.edition2 WHEN '3' THEN t.edition3 ELSE t.edition4 END;

-- Live reports of an agency on a year and on the year before, of one scope.
CREATE OR REPLACE TEMP VIEW consecutive AS
SELECT n.id AS report, n.agency, n.year, n.scope, b.id AS before, b.year AS before_year
FROM report n
JOIN report b ON b.agency = n.agency AND b.scope = n.scope AND b.year = n.year - 1 AND b.live
WHERE n.live;

-- The consolidated reports of governments.
CREATE OR REPLACE TEMP VIEW government AS
SELECT t.id AS report, t.region, t.year
FROM report t
JOIN agency a ON a.id = t.agency
WHERE t.live AND t.scope = 'consolidated' AND a.kind NOT IN ('部门', '乡镇街道');
