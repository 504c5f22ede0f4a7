"""Rules that no code path, command or console gets around: they are kept by the database itself."""

from django.db import migrations

IMPARTIAL = "moderation_appeal_impartial"
ANOTHER = "an appeal is decided by somebody who did not decide in the case"
DECIDERS = (
    "SELECT d.decided_by_id FROM moderation_decision d WHERE d.case_id = "
    "(SELECT e.case_id FROM moderation_decision e WHERE e.id = NEW.decision_id)"
)

SQLITE = [
    *(
        f"""CREATE TRIGGER {IMPARTIAL}_{event.lower().replace(' of decided_by_id', '')} BEFORE {event} ON moderation_appeal
        WHEN NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IN ({DECIDERS})
        BEGIN SELECT RAISE(ABORT, '{ANOTHER}'); END"""
        for event in ("INSERT", "UPDATE OF decided_by_id")
    ),
    """CREATE TRIGGER moderation_decision_final BEFORE UPDATE ON moderation_decision
    BEGIN SELECT RAISE(ABORT, 'a decision does not change'); END""",
    """CREATE TRIGGER moderation_log_final BEFORE UPDATE ON moderation_logentry
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END""",
]
SQLITE_BACK = [
    f"DROP TRIGGER {IMPARTIAL}_insert",
    f"DROP TRIGGER {IMPARTIAL}_update",
    "DROP TRIGGER moderation_decision_final",
    "DROP TRIGGER moderation_log_final",
]
POSTGRESQL = [
    f"""CREATE FUNCTION {IMPARTIAL}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IN ({DECIDERS}) THEN
        RAISE EXCEPTION '{ANOTHER}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {IMPARTIAL} BEFORE INSERT OR UPDATE OF decided_by_id ON moderation_appeal
    FOR EACH ROW EXECUTE FUNCTION {IMPARTIAL}()""",
    """CREATE FUNCTION moderation_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'this row does not change' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER moderation_decision_final BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_final()""",
    """CREATE TRIGGER moderation_log_final BEFORE UPDATE OR DELETE ON moderation_logentry
    FOR EACH ROW EXECUTE FUNCTION moderation_final()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER moderation_log_final ON moderation_logentry",
    "DROP TRIGGER moderation_decision_final ON moderation_decision",
    "DROP FUNCTION moderation_final()",
    f"DROP TRIGGER {IMPARTIAL} ON moderation_appeal",
    f"DROP FUNCTION {IMPARTIAL}()",
]


def forwards(apps, schema_editor):
    _run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def _run(schema_editor, statements):
    # Not `schema_editor.execute`, which would read the % of a statement as a parameter.
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0010_cases_decisions_appeals'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
