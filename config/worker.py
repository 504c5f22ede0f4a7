"""Jobs and their schedule without pages: `python -m config.worker`, beside servers with PEERPLEIN_JOBS=0."""

import asyncio
import os

import django
from asgiref.sync import sync_to_async

from config.serve import stop_on_signal


async def work() -> None:
    from core.jobs import JobRunner
    from realtime.live import live

    live.start()
    runner = JobRunner()
    stop_on_signal(runner.stop)
    try:
        await asyncio.gather(
            *(sync_to_async(endless, thread_sensitive=False)() for endless in (runner.work, runner.schedule))
        )
    finally:
        await live.stop()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from config.guard import refuse_an_unfit_production

    refuse_an_unfit_production()
    asyncio.run(work())


if __name__ == "__main__":
    main()
