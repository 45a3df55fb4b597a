"""The first version of the file: leads and all that hangs on them, the log, scores, search.

What is written here is history and is never changed; the next change of the tables is a migration of its own.
"""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE operation (
        id INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        params VARCHAR NOT NULL,
        at INTEGER NOT NULL,
        state INTEGER DEFAULT 0 NOT NULL,
        undone_at INTEGER,
        version INTEGER NOT NULL,
        touched INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX operation_unfinished ON operation (state) WHERE state = 2",
    "CREATE INDEX operation_version ON operation (version)",
    """
    CREATE TABLE change (
        operation INTEGER NOT NULL,
        tbl VARCHAR NOT NULL,
        field VARCHAR NOT NULL,
        "row" INTEGER NOT NULL,
        lead_id INTEGER,
        "before" BLOB,
        "after" BLOB,
        PRIMARY KEY (operation, tbl, field, "row"),
        FOREIGN KEY(operation) REFERENCES operation (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX change_lead ON change (lead_id) WHERE lead_id IS NOT NULL",
    """
    CREATE TABLE word (
        id INTEGER NOT NULL,
        text VARCHAR NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (text)
    )
    """,
    """
    CREATE TABLE lead (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        full_name VARCHAR,
        first_name VARCHAR,
        last_name VARCHAR,
        company VARCHAR,
        job_title VARCHAR,
        department VARCHAR,
        email VARCHAR,
        email_key VARCHAR,
        email_2 VARCHAR,
        phone VARCHAR,
        mobile VARCHAR,
        website VARCHAR,
        linkedin VARCHAR,
        industry VARCHAR,
        employees FLOAT,
        annual_revenue FLOAT,
        street VARCHAR,
        city VARCHAR,
        region VARCHAR,
        postal_code VARCHAR,
        country VARCHAR,
        source VARCHAR,
        owner VARCHAR,
        expected_value FLOAT,
        currency VARCHAR,
        tags VARCHAR,
        notes VARCHAR,
        past_purchases FLOAT,
        do_not_contact INTEGER DEFAULT 0 NOT NULL,
        unsubscribed INTEGER DEFAULT 0 NOT NULL,
        verified_at INTEGER,
        created_at INTEGER,
        stage VARCHAR,
        stage_since INTEGER,
        outcome VARCHAR,
        closed_at INTEGER,
        lost_reason VARCHAR,
        external_id VARCHAR,
        custom VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id)
    )
    """,
    "CREATE INDEX lead_alive ON lead (id) WHERE gone_by IS NULL",
    "CREATE INDEX lead_email ON lead (email_key) WHERE gone_by IS NULL AND email_key IS NOT NULL",
    """
    CREATE UNIQUE INDEX lead_external_id ON lead (external_id) WHERE gone_by IS NULL AND external_id IS NOT NULL
    """,
    """
    CREATE TABLE activity (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        topic INTEGER,
        note VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id),
        FOREIGN KEY(kind) REFERENCES word (id),
        FOREIGN KEY(topic) REFERENCES word (id)
    )
    """,
    "CREATE INDEX activity_lead ON activity (lead_id, at)",
    "CREATE INDEX activity_note ON activity (lead_id) WHERE note IS NOT NULL",
    """
    CREATE TABLE answer (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        framework VARCHAR NOT NULL,
        element VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        level INTEGER,
        heard_at INTEGER NOT NULL,
        said_by VARCHAR,
        evidence VARCHAR,
        confirmed INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX answer_lead ON answer (lead_id)",
    """
    CREATE TABLE stakeholder (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        job_title VARCHAR,
        influence INTEGER,
        stance INTEGER,
        cares_about VARCHAR,
        knows VARCHAR,
        is_lead INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX stakeholder_lead ON stakeholder (lead_id)",
    """
    CREATE TABLE adjustment (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        tenths INTEGER NOT NULL,
        axis VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        author VARCHAR NOT NULL,
        starts_at INTEGER NOT NULL,
        ends_at INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX adjustment_lead ON adjustment (lead_id)",
    """
    CREATE TABLE follow_up (
        id INTEGER NOT NULL,
        made_by INTEGER NOT NULL,
        gone_by INTEGER,
        lead_id INTEGER NOT NULL,
        action VARCHAR NOT NULL,
        note VARCHAR,
        due_at INTEGER NOT NULL,
        done_at INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(made_by) REFERENCES operation (id),
        FOREIGN KEY(gone_by) REFERENCES operation (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id)
    )
    """,
    "CREATE INDEX follow_up_due ON follow_up (due_at) WHERE gone_by IS NULL AND done_at IS NULL",
    "CREATE INDEX follow_up_lead ON follow_up (lead_id)",
    """
    CREATE TABLE rules_version (
        id INTEGER NOT NULL,
        version VARCHAR NOT NULL,
        at INTEGER NOT NULL,
        note VARCHAR NOT NULL,
        files BLOB,
        PRIMARY KEY (id),
        UNIQUE (version)
    )
    """,
    """
    CREATE TABLE score (
        lead_id INTEGER NOT NULL,
        exact INTEGER NOT NULL,
        shown INTEGER NOT NULL,
        fit INTEGER NOT NULL,
        engagement INTEGER NOT NULL,
        tier VARCHAR NOT NULL,
        grade VARCHAR NOT NULL,
        least INTEGER NOT NULL,
        greatest INTEGER NOT NULL,
        decided INTEGER NOT NULL,
        disqualified VARCHAR,
        last_sign INTEGER,
        as_of INTEGER NOT NULL,
        rules INTEGER NOT NULL,
        PRIMARY KEY (lead_id),
        FOREIGN KEY(lead_id) REFERENCES lead (id),
        FOREIGN KEY(rules) REFERENCES rules_version (id)
    )
    """,
    "CREATE INDEX score_exact ON score (exact)",
    """
    CREATE TABLE score_history (
        id INTEGER NOT NULL,
        lead_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        exact INTEGER NOT NULL,
        tier VARCHAR NOT NULL,
        grade VARCHAR NOT NULL,
        cause INTEGER NOT NULL,
        rules INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(lead_id) REFERENCES lead (id),
        FOREIGN KEY(cause) REFERENCES word (id),
        FOREIGN KEY(rules) REFERENCES rules_version (id)
    )
    """,
    "CREATE INDEX score_history_lead ON score_history (lead_id)",
    """
    CREATE TABLE import_run (
        operation INTEGER NOT NULL,
        leads_added INTEGER NOT NULL,
        leads_updated INTEGER NOT NULL,
        activities_added INTEGER NOT NULL,
        answers_added INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        PRIMARY KEY (operation),
        FOREIGN KEY(operation) REFERENCES operation (id)
    )
    """,
    """
    CREATE TABLE setting (
        "key" VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY ("key")
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE column_snapshot (
        part VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (part)
    )
    """,
    """
    CREATE VIRTUAL TABLE lead_text USING fts5 (
        text, prefix='1 2 3', columnsize=0,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
)


def upgrade() -> None:
    """Create everything."""
    for statement in STATEMENTS:
        op.execute(statement)
