"""The clients' IP addresses by which limits are counted."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

IPV6_PREFIX_LENGTH = 64
"""The prefix length of an IPv6 network: a home or a phone has a network of this size, with any number of addresses."""


@lru_cache(4096)
def counted_address(address: str) -> str:
    """Return the key of this address in limits: the IPv4 address, or the network of the IPv6 address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return f"{IPv6Address(int(ip) >> (128 - IPV6_PREFIX_LENGTH) << (128 - IPV6_PREFIX_LENGTH))}/{IPV6_PREFIX_LENGTH}"
