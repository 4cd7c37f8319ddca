CREATE TABLE object_type (
    key TEXT PRIMARY KEY,
    schema TEXT NOT NULL,          -- JSON
    created INTEGER NOT NULL,      -- every instant is in milliseconds since the epoch
    updated INTEGER NOT NULL
);

CREATE TABLE relationship_type (
    key TEXT PRIMARY KEY,
    source TEXT NOT NULL,          -- key of an object type
    target TEXT NOT NULL
);

CREATE TABLE record (
    seq INTEGER PRIMARY KEY,       -- breaks ties of time
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    external_id TEXT,
    external_folded TEXT,          -- the same without regard to case
    attributes TEXT NOT NULL,      -- JSON
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
);
CREATE UNIQUE INDEX record_by_external_id ON record (type, external_folded);

-- The inverted index of the search: a term is a value at a path, a posting says which record has it.
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (path, kind, value)
);
CREATE TABLE posting (
    term INTEGER NOT NULL,
    record INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    PRIMARY KEY (term, created, record)
) WITHOUT ROWID;
CREATE INDEX posting_by_updated ON posting (term, updated, record);
CREATE TRIGGER forget_term AFTER DELETE ON posting
WHEN NOT EXISTS (SELECT 1 FROM posting WHERE term = OLD.term)
BEGIN
    DELETE FROM term WHERE id = OLD.term;
END;

CREATE TABLE relationship (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    source TEXT NOT NULL,          -- id of a record
    target TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE INDEX relationship_by_source ON relationship (source);
CREATE INDEX relationship_by_target ON relationship (target);

CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    ending TEXT NOT NULL,          -- what it comes to: completed, failed, partial, aborted
    work TEXT NOT NULL,            -- JSON of the request
    results TEXT NOT NULL DEFAULT '[]',
    polls INTEGER NOT NULL DEFAULT 0,  -- in this status
    patience INTEGER NOT NULL DEFAULT 1,
    began INTEGER NOT NULL,        -- this status
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    completed INTEGER
);
CREATE INDEX job_by_created ON job (created);
CREATE INDEX job_unfinished ON job (began) WHERE status IN ('queued', 'processing');
