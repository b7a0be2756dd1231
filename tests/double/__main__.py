"""Start the double by hand: `python -m tests.double --port 4010 --webhook http://127.0.0.1:8080`."""

import argparse
import asyncio
import contextlib
import sys

from tests.double.server import Double


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.double", description=__doc__)
    parser.add_argument("--port", type=int, default=4010, help="the media store takes the next one")
    parser.add_argument("--webhook", default="", help="where the bot listens, without a path")
    parser.add_argument("--public-url", default="", help="the bot's LAZOS_PUBLIC_URL, when it differs from --webhook")
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--no-check", action="store_true", help="accept everything, for benchmarks")
    parser.add_argument("--counts-only", action="store_true", help="keep no messages, for benchmarks")
    return parser.parse_args()


async def serve(asked: argparse.Namespace) -> None:
    double = Double(
        port=asked.port,
        media_port=asked.port + 1 if asked.port else 0,
        webhook=asked.webhook,
        public_url=asked.public_url,
        latency=asked.latency_ms / 1000,
        check=not asked.no_check,
        keep=not asked.counts_only,
    )
    async with double:
        for name, value in settings(double).items():
            sys.stdout.write(f"LAZOS_{name}={value}\n")
        sys.stdout.write(f"# checked against specs: {double.checked_against_specs}; {double.url}/control/counts\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def settings(double: Double) -> dict[str, str]:
    """The bot's settings that point it at this double."""
    options = double.options
    return {
        "TELEGRAM_API_URL": double.telegram_api_url,
        "TELEGRAM_FILE_URL": double.telegram_file_url,
        "TELEGRAM_TOKEN": options.telegram_token,
        "TWILIO_API_URL": double.twilio_api_url,
        "TWILIO_CONTENT_URL": double.twilio_content_url,
        "TWILIO_ACCOUNT_SID": options.account_sid,
        "TWILIO_AUTH_TOKEN": options.auth_token,
        "TWILIO_WHATSAPP_FROM": options.sender,
    }


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments()))
