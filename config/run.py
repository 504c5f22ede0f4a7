"""`make run`: make everything ready that is not, then serve. Ready already, it starts in a few seconds."""

import hashlib
import os
from pathlib import Path

import django
from django.core.management import call_command


def prepare() -> None:
    """Translations, static files, tables the demo community in an empty database, and the search index."""
    from django.conf import settings

    from core.translations import compile_catalogues

    compile_catalogues()
    if not settings.DEBUG:
        _collect_static()
    _migrate()
    call_command("load_helplines", verbosity=0)
    call_command("load_rules", verbosity=0)
    call_command("load_danger_rules", verbosity=0)
    if settings.DEMO:
        _seed()
    call_command("rebuild_search", verbosity=0)


def _collect_static() -> None:
    """Only when a source changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            state = Path(storage.path(name)).stat()
            seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(seen.hexdigest())


def _migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _seed() -> None:
    from accounts.models import Member

    if not Member.objects.exists():
        print("Loading the demo community …", flush=True)
        call_command("seed_demo", verbosity=0)
        call_command("seed_cases", verbosity=0)
        call_command("seed_rooms", verbosity=0)


def announce() -> None:
    from django.conf import settings

    print(f"\n  Peerplein is open at {settings.SITE_URL}\n", flush=True)
    if settings.DEMO:
        _introduce_the_demo_people()


def _introduce_the_demo_people() -> None:
    from django.conf import settings

    print(f"  Sign in as one of these people with one button: {settings.SITE_URL}/demo/")
    print(
        "  fatima asks · eric asks anonymously · nicole answers · joke is a mentor · daan is a professional"
    )
    print("  mira and bram moderate · noor is new · sol is suspended · ada administers")
    print(f"  All mail: {settings.SITE_URL}/demo/mail/")
    if settings.WAIVE_SECOND_FACTOR:
        print("  DEMO: staff may act without a second factor. Never use this for a real community.")
    print("\n  Stop with Ctrl+C.\n", flush=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from config.guard import refuse_an_unfit_production
    from config.serve import open_socket, run, serve

    listening = open_socket()
    prepare()
    refuse_an_unfit_production()
    run(serve(listening, announce=announce))


if __name__ == "__main__":
    main()
