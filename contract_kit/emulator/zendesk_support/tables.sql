-- AUTOINCREMENT, so that the id of what was deleted is never given again.
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,                     -- all three have one, so that one can be looked for
    attributes TEXT NOT NULL       -- JSON
);

CREATE TABLE organization (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,
    attributes TEXT NOT NULL
);
CREATE INDEX organization_by_name ON organization (name);

CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,
    attributes TEXT NOT NULL
);

CREATE TABLE deleted_ticket (      -- until it is deleted permanently
    id INTEGER PRIMARY KEY,
    name TEXT,
    attributes TEXT NOT NULL
);

CREATE TABLE job (
    seq INTEGER PRIMARY KEY,       -- breaks ties of time
    id TEXT NOT NULL UNIQUE,
    resource TEXT NOT NULL,        -- ticket, organization or user
    action TEXT NOT NULL,          -- create, update, delete or permanently delete
    items TEXT NOT NULL,           -- JSON of what to do it with
    size INTEGER,                  -- how many items; null where that is never told
    told INTEGER NOT NULL DEFAULT 1,  -- whether the size is told while the job is queued
    job_type TEXT,                 -- null where the answers have none
    status TEXT NOT NULL,
    ending TEXT NOT NULL,          -- what it comes to: completed, partial, failed, killed
    polls INTEGER NOT NULL DEFAULT 0,     -- in this status
    patience INTEGER NOT NULL DEFAULT 1,  -- how many polls this status lasts
    working INTEGER NOT NULL DEFAULT 0,   -- how many the next one will; 0 for none
    began INTEGER NOT NULL,        -- this status; every instant is in milliseconds since the epoch
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    ended INTEGER,                 -- this and what follows is null until the job has ended
    progress INTEGER,
    message TEXT,
    results TEXT                   -- JSON
);
CREATE INDEX job_by_created ON job (created);
CREATE INDEX job_unfinished ON job (began) WHERE status IN ('queued', 'working');
