"""What contenders need beside their conversation: to be served until they are told to stop."""

import asyncio
import signal

from aiohttp import web

from bench.processes import ready


async def listen(app: web.Application) -> None:
    """Serve `app` on a free port, and return when the process is told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await stop.wait()
    await runner.cleanup()
