"""An announcement as a user of python-telegram-bot would send it.

`loop`: one `send_message` after the other, and nothing is kept. `rows`: as well tuned as we could make it. So many at
once as are quickest, a pool with room for them, uvloop, and a row each by SQLAlchemy's ORM, in a thread beside the loop.

Run as a process of its own: `python -m bench.contenders.sending_ptb provider folder loop`, or `rows`.
"""

import asyncio
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import uvloop
from sqlalchemy import Engine, create_engine, event, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from telegram import Bot
from telegram.request import HTTPXRequest

from bench.contenders.recipients import FIRST, MOST, TEXT
from bench.processes import MEASURED, pin, ready
from bench.provider import TOKEN

IN_FLIGHT = 32
POOL = 256
