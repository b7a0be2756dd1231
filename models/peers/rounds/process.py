"""The matching of one round in a process of its own: a round as MessagePack comes in, its pairs go out."""

import sys

import msgspec

from models.peers.rounds.matching import match
from models.peers.rounds.people import Round


def main() -> None:
    """Match what is read from the standard input."""
    round_ = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Round)
    sys.stdout.buffer.write(msgspec.msgpack.encode(match(round_)))


if __name__ == "__main__":
    main()
