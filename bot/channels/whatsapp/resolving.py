"""Names that lead to inner addresses lead nowhere: what was checked is what is connected to."""

import socket
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver


class PublicResolver(AbstractResolver):
    """Resolves to public addresses only, except for hosts the operator has set up."""

    def __init__(self, inner: Collection[str], names: AbstractResolver | None = None) -> None:
        self._inner, self._names = frozenset(inner), names or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError when no address is left."""
        found = await self._names.resolve(host, port, family)
        public = [one for one in found if host in self._inner or is_public(one["host"])]
        if not public:
            raise OSError(None, "no public address")
        return public

    async def close(self) -> None:
        await self._names.close()


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet; one that wraps an IPv4 address counts as that."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or _translated(ip)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def _translated(ip: IPv6Address) -> str | None:
    """The IPv4 address inside 64:ff9b::/96."""
    prefix, last = divmod(int(ip), 1 << 32)
    return str(ip_address(last)) if prefix == 0x64FF9B << 64 else None
