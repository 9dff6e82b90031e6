"""Let the database itself refuse to change rows of the audit."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON clinic_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
"""
POSTGRESQL = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END; $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON clinic_auditevent
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
"""


def guard(apps, schema_editor):
    """Add the trigger. SQLite keeps deletion open: Django's test flush needs it."""
    sql = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(
        schema_editor.connection.vendor
    )
    if sql:
        schema_editor.execute(sql)


def unguard(apps, schema_editor):
    """Remove the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_is_append_only")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_is_append_only ON clinic_auditevent")
        schema_editor.execute("DROP FUNCTION refuse_audit_change")


class Migration(migrations.Migration):

    dependencies = [("clinic", "0001_first_tables")]

    operations = [migrations.RunPython(guard, unguard)]
