"""What a ledger of schema 1 lacks: the statements that make it one of schema 2.

They are kept as they were written: a step once released never follows later models.
"""

from app.models import journal, returns

STATEMENTS = (
    "ALTER TABLE operation ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT 0",
    "ALTER TABLE task_list ADD COLUMN own_columns JSON NOT NULL DEFAULT '[]'",
    "ALTER TABLE task ADD COLUMN own JSON NOT NULL DEFAULT '{}'",
    "ALTER TABLE task ADD COLUMN proof VARCHAR(4) NOT NULL DEFAULT ''",
    "CREATE TABLE assignment (number VARCHAR(60) NOT NULL, unit_id INTEGER NOT NULL, issued_on "
    "DATE NOT NULL, due DATE, demands VARCHAR NOT NULL, contact VARCHAR NOT NULL, withdrawn_on "
    "DATE, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, CONSTRAINT fk_assignment_unit_id_unit "
    "FOREIGN KEY(unit_id) REFERENCES unit (id))",
    "CREATE INDEX ix_assignment_unit_id ON assignment (unit_id)",
    "ALTER TABLE target ADD COLUMN name VARCHAR(100) NOT NULL DEFAULT ''",
    "ALTER TABLE target ADD COLUMN base VARCHAR(40)",
    "ALTER TABLE target ADD COLUMN gathering VARCHAR(10) NOT NULL DEFAULT ''",
    "CREATE TABLE problem (position INTEGER NOT NULL, number VARCHAR(40) NOT NULL, text VARCHAR "
    "NOT NULL, source VARCHAR(60) NOT NULL, found_on DATE, task_id INTEGER, unit_id INTEGER, "
    "person VARCHAR NOT NULL, goal VARCHAR NOT NULL, measures VARCHAR NOT NULL, progress "
    "VARCHAR NOT NULL, deadline_text VARCHAR NOT NULL, due DATE, notes VARCHAR NOT NULL, fields "
    "JSON NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, CONSTRAINT "
    "fk_problem_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), CONSTRAINT "
    "fk_problem_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id))",
    "CREATE INDEX ix_problem_task_id ON problem (task_id)",
    "CREATE INDEX ix_problem_unit_id ON problem (unit_id)",
    "CREATE TABLE share (target_id INTEGER NOT NULL, unit_id INTEGER NOT NULL, amount "
    "VARCHAR(40), id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, CONSTRAINT uq_share_target_id "
    "UNIQUE (target_id, unit_id), CONSTRAINT fk_share_target_id_target FOREIGN KEY(target_id) "
    "REFERENCES target (id), CONSTRAINT fk_share_unit_id_unit FOREIGN KEY(unit_id) REFERENCES "
    "unit (id))",
    "CREATE INDEX ix_share_unit_id ON share (unit_id)",
    "CREATE INDEX ix_share_target_id ON share (target_id)",
    "CREATE TABLE reading (target_id INTEGER NOT NULL, period VARCHAR(10) NOT NULL, amount "
    "VARCHAR(40) NOT NULL, notes VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY KEY "
    "AUTOINCREMENT, CONSTRAINT uq_reading_target_id UNIQUE (target_id, period), CONSTRAINT "
    "fk_reading_target_id_target FOREIGN KEY(target_id) REFERENCES target (id))",
    "CREATE INDEX ix_reading_target_id ON reading (target_id)",
    "CREATE TABLE problem_step (problem_id INTEGER NOT NULL, position INTEGER NOT NULL, name "
    "VARCHAR(60) NOT NULL, needs_proof BOOLEAN NOT NULL, due DATE, done_on DATE, notes VARCHAR "
    "NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, CONSTRAINT "
    "fk_problem_step_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem (id))",
    "CREATE INDEX ix_problem_step_problem_id ON problem_step (problem_id)",
    "CREATE TABLE problem_link (problem_id INTEGER NOT NULL, task_id INTEGER, item_id INTEGER, "
    "other_id INTEGER, text VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
    "CONSTRAINT fk_problem_link_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem "
    "(id), CONSTRAINT fk_problem_link_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), "
    "CONSTRAINT fk_problem_link_item_id_item FOREIGN KEY(item_id) REFERENCES item (id), "
    "CONSTRAINT fk_problem_link_other_id_problem FOREIGN KEY(other_id) REFERENCES problem (id))",
    "CREATE INDEX ix_problem_link_task_id ON problem_link (task_id)",
    "CREATE INDEX ix_problem_link_item_id ON problem_link (item_id)",
    "CREATE INDEX ix_problem_link_other_id ON problem_link (other_id)",
    "CREATE INDEX ix_problem_link_problem_id ON problem_link (problem_id)",
    "CREATE TABLE assignment_line (assignment_id INTEGER NOT NULL, position INTEGER NOT NULL, "
    "task_id INTEGER, item_id INTEGER, problem_id INTEGER, text VARCHAR NOT NULL, amount "
    "VARCHAR(40), measure VARCHAR(40) NOT NULL, demands VARCHAR NOT NULL, due DATE, id INTEGER "
    "NOT NULL PRIMARY KEY "
    "AUTOINCREMENT, CONSTRAINT fk_assignment_line_assignment_id_assignment FOREIGN "
    "KEY(assignment_id) REFERENCES assignment (id), CONSTRAINT fk_assignment_line_task_id_task "
    "FOREIGN KEY(task_id) REFERENCES task (id), CONSTRAINT fk_assignment_line_item_id_item "
    "FOREIGN KEY(item_id) REFERENCES item (id), CONSTRAINT "
    "fk_assignment_line_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem (id))",
    "CREATE INDEX ix_assignment_line_assignment_id ON assignment_line (assignment_id)",
    "CREATE INDEX ix_assignment_line_problem_id ON assignment_line (problem_id)",
    "CREATE INDEX ix_assignment_line_item_id ON assignment_line (item_id)",
    "CREATE INDEX ix_assignment_line_task_id ON assignment_line (task_id)",
    "CREATE TABLE share_report (share_id INTEGER NOT NULL, period VARCHAR(10) NOT NULL, amount "
    "VARCHAR(40), notes VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
    "CONSTRAINT uq_share_report_share_id UNIQUE (share_id, period), CONSTRAINT "
    "fk_share_report_share_id_share FOREIGN KEY(share_id) REFERENCES share (id))",
    "CREATE INDEX ix_share_report_share_id ON share_report (share_id)",
    "ALTER TABLE evidence RENAME TO evidence_1",
    "CREATE TABLE evidence (task_id INTEGER, item_id INTEGER, period VARCHAR(10) NOT NULL, "
    "step_id INTEGER, line_id INTEGER, file_name VARCHAR NOT NULL, sha256 VARCHAR(64) NOT NULL, "
    "size INTEGER NOT NULL, added_at DATETIME NOT NULL, id INTEGER NOT NULL PRIMARY KEY "
    "AUTOINCREMENT, CONSTRAINT fk_evidence_task_id_task FOREIGN KEY(task_id) REFERENCES task "
    "(id), CONSTRAINT fk_evidence_item_id_item FOREIGN KEY(item_id) REFERENCES item (id), "
    "CONSTRAINT fk_evidence_step_id_problem_step FOREIGN KEY(step_id) REFERENCES problem_step "
    "(id), CONSTRAINT fk_evidence_line_id_assignment_line FOREIGN KEY(line_id) REFERENCES "
    "assignment_line (id))",
    "CREATE INDEX ix_evidence_line_id ON evidence (line_id)",
    "CREATE INDEX ix_evidence_step_id ON evidence (step_id)",
    "CREATE TABLE feedback (line_id INTEGER NOT NULL, given_on DATE NOT NULL, text VARCHAR NOT "
    "NULL, amount VARCHAR(40), verdict VARCHAR(10) NOT NULL, verdict_on DATE, verdict_why "
    "VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, CONSTRAINT "
    "fk_feedback_line_id_assignment_line FOREIGN KEY(line_id) REFERENCES assignment_line (id))",
    "CREATE INDEX ix_feedback_line_id ON feedback (line_id)",
    "DROP INDEX ix_evidence_task_id",
    "DROP INDEX ix_evidence_item_id",
    "CREATE INDEX ix_evidence_task_id ON evidence (task_id)",
    "CREATE INDEX ix_evidence_item_id ON evidence (item_id)",
    "INSERT INTO evidence (id, task_id, item_id, period, file_name, sha256, size, added_at) "
    "SELECT id, task_id, item_id, '', file_name, sha256, size, added_at FROM evidence_1",
    "DROP TABLE evidence_1",
    'CREATE TABLE blank_form (list_id INTEGER NOT NULL, "key" VARCHAR(60) NOT NULL, name '
    "VARCHAR NOT NULL, kind VARCHAR(10) NOT NULL, file_name VARCHAR NOT NULL, sha256 "
    "VARCHAR(64) NOT NULL, choices JSON NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
    "CONSTRAINT fk_blank_form_list_id_task_list FOREIGN KEY(list_id) REFERENCES task_list (id), "
    'CONSTRAINT uq_blank_form_key UNIQUE ("key"))',
    "CREATE INDEX ix_blank_form_list_id ON blank_form (list_id)",
    'CREATE TABLE own_format ("key" VARCHAR(60) NOT NULL, name VARCHAR(60) NOT NULL, design '
    "VARCHAR NOT NULL, retired BOOLEAN NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
    'CONSTRAINT uq_own_format_key UNIQUE ("key"))',
    "CREATE TABLE report_text (list_id INTEGER NOT NULL, period VARCHAR(10) NOT NULL, section "
    "VARCHAR NOT NULL, text VARCHAR NOT NULL, draft VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY "
    "KEY AUTOINCREMENT, CONSTRAINT uq_report_text_list_id UNIQUE (list_id, period, section), "
    "CONSTRAINT fk_report_text_list_id_task_list FOREIGN KEY(list_id) REFERENCES task_list (id))",
    "CREATE INDEX ix_report_text_list_id ON report_text (list_id)",
    "ALTER TABLE filed_return RENAME TO filed_return_1",
    "CREATE TABLE filed_return (list_id INTEGER, format_key VARCHAR(60) NOT NULL, format_name "
    "VARCHAR NOT NULL, period VARCHAR(10) NOT NULL, version INTEGER NOT NULL, state VARCHAR(12) "
    "NOT NULL, filed_on DATE NOT NULL, filed_by VARCHAR NOT NULL, content JSON NOT NULL, files "
    "JSON NOT NULL, returned_on DATE, returned_why VARCHAR NOT NULL, id INTEGER NOT NULL PRIMARY "
    "KEY AUTOINCREMENT, CONSTRAINT fk_filed_return_list_id_task_list FOREIGN KEY(list_id) "
    "REFERENCES task_list (id))",
    "DROP INDEX ix_filed_return_list_id",
    "CREATE INDEX ix_filed_return_list_id ON filed_return (list_id)",
    "INSERT INTO filed_return (id, list_id, format_key, format_name, period, version, state, "
    "filed_on, filed_by, content, files, returned_why) SELECT id, list_id, format_key, "
    "format_name, period, version, state, filed_on, filed_by, content, files, '' "
    "FROM filed_return_1",
    "DROP TABLE filed_return_1",
    "UPDATE operation SET sealed = 1",
    *journal.SEALS,
    *returns.SEALS,
)
