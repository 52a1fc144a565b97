-- The retail company's records as PostGraphile is to serve them. Each type of the answer is a view,
-- keyed by where it stands in the order of recording; its smart comments say how the views meet.
-- What the barrier decides for each row stands here once: the party's own records.
CREATE SCHEMA meeting;

CREATE VIEW meeting.parties AS
SELECT number, party_code AS code FROM register.party;
COMMENT ON VIEW meeting.parties IS '@primaryKey number';

CREATE VIEW meeting.countermeasures AS
SELECT born, id, code, title, items, kind, status, verdict, due, finished_on
FROM register.countermeasure
WHERE owner = 2;
COMMENT ON VIEW meeting.countermeasures IS $$
@primaryKey born
@unique id
@foreignKey (id) references meeting.responsibles (id)|@fieldName responsible
@foreignKey (id) references meeting.schedules (id)|@fieldName schedule
$$;

-- Due days and the day looked from are ISO 8601 text, which compares as written.
CREATE FUNCTION meeting.countermeasures_overdue(one meeting.countermeasures, status_date text)
RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT one.status NOT IN ('CANCELLED', 'RISK_ACCEPTED', 'SPLIT')
    AND coalesce(one.due < status_date, false)
    AND coalesce(one.finished_on > status_date, true)
$$;

CREATE VIEW meeting.responsibles AS
SELECT id, responsible_party FROM register.countermeasure WHERE owner = 2;
COMMENT ON VIEW meeting.responsibles IS $$
@primaryKey id
@foreignKey (responsible_party) references meeting.parties (number)|@fieldName party
$$;

CREATE VIEW meeting.schedules AS
SELECT id, wording, schedule_kind AS kind, start, due, certainty, slip_count
FROM register.countermeasure
WHERE owner = 2 AND wording IS NOT NULL;
COMMENT ON VIEW meeting.schedules IS '@primaryKey id';

CREATE VIEW meeting.slips AS
SELECT id, place, slip ->> 'reason' AS reason
FROM register.countermeasure, json_array_elements(slips) WITH ORDINALITY AS s (slip, place)
WHERE owner = 2;
COMMENT ON VIEW meeting.slips IS $$
@primaryKey id,place
@foreignKey (id) references meeting.schedules (id)|@foreignSimpleFieldName slips
$$;

CREATE VIEW meeting.causes AS
SELECT link.target AS countermeasure, cause.born, cause.id, statement, category, cause_kind AS kind
FROM register.link JOIN register.cause ON cause.id = link.cause
WHERE link.standing AND link.target_kind = 'countermeasure' AND cause.owner = 2;
COMMENT ON VIEW meeting.causes IS $$
@primaryKey countermeasure,born
@unique id
@foreignKey (countermeasure) references meeting.countermeasures (id)|@foreignSimpleFieldName causes
$$;

CREATE VIEW meeting.incidents AS
SELECT link.cause, incident.born, incident.id, title
FROM register.link JOIN register.incident ON incident.id = link.target
WHERE link.standing AND link.target_kind = 'incident' AND incident.owner = 2;
COMMENT ON VIEW meeting.incidents IS $$
@primaryKey cause,born
@unique id
@foreignKey (cause) references meeting.causes (id)|@foreignSimpleFieldName incidents
$$;

CREATE VIEW meeting.figures AS
SELECT coverage.incident, figure.born, label, value, unit
FROM register.coverage JOIN register.figure ON figure.id = coverage.figure
WHERE figure.owner = 2 AND figure.restated_by IS NULL;
COMMENT ON VIEW meeting.figures IS $$
@primaryKey incident,born
@foreignKey (incident) references meeting.incidents (id)|@foreignSimpleFieldName figures
$$;
