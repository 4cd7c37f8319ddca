CREATE TABLE record (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    namespace TEXT NOT NULL,
    object TEXT NOT NULL,
    fields TEXT NOT NULL,              -- JSON of those that the server does not set
    created_by TEXT NOT NULL,          -- id of a user
    created INTEGER NOT NULL,          -- every instant is in milliseconds since the epoch
    updated_by TEXT NOT NULL,
    updated INTEGER NOT NULL
);
CREATE INDEX record_by_object ON record (namespace, object, seq);

CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    ending TEXT NOT NULL DEFAULT 'completed', -- or failed, partial, cancelled
    request TEXT NOT NULL,             -- JSON
    idempotency_key TEXT,
    place INTEGER NOT NULL,            -- drawn: of jobs that are due together the lowest runs first
    processed INTEGER,                 -- records gone through; null until it has been at work
    error TEXT,                        -- JSON
    created_by TEXT NOT NULL,          -- id of a user
    updated_by TEXT NOT NULL,
    polls INTEGER NOT NULL DEFAULT 0,  -- in this status
    patience INTEGER NOT NULL DEFAULT 1,
    began INTEGER NOT NULL,            -- this status
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
);
CREATE INDEX job_by_created ON job (created, seq);
CREATE INDEX job_by_idempotency_key ON job (idempotency_key);
CREATE INDEX job_unfinished ON job (began) WHERE status IN ('accepted', 'in_progress');

CREATE TABLE file (
    job INTEGER PRIMARY KEY,
    content BLOB NOT NULL
);

CREATE TABLE row_error (
    job INTEGER NOT NULL,
    row INTEGER NOT NULL,              -- of the file, whose first row holds the names of the fields
    code INTEGER NOT NULL,
    message TEXT NOT NULL,
    record TEXT NOT NULL,              -- JSON of the row
    PRIMARY KEY (job, row)
) WITHOUT ROWID;
