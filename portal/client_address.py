"""Where a request comes from: what sessions say of themselves, and what tries are counted by."""

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.http import HttpRequest

# Whoever has one IPv6 address has all of its network's.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str | None:
    """The caller's IP address, believing no more proxies than TRUSTED_PROXIES.

    Where fewer of them took part than are set, or what the last of them wrote is no address, it is
    that of the connection; None where that has none, as over a socket file.
    """
    return _forwarded(request) or _address(request.META.get("REMOTE_ADDR", ""))


def _forwarded(request: HttpRequest) -> str | None:
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if not 0 < settings.TRUSTED_PROXIES <= len(hops):
        return None
    return _address(hops[-settings.TRUSTED_PROXIES])


def _address(text: str) -> str | None:
    """An address as it is kept: without port and zone, of IPv4 where IPv6 only wraps it."""
    cleaned = clean_client_ip(text.strip())
    if cleaned is None:
        return None
    address = ip_address(cleaned.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)


def network_of(address: str | None) -> str:
    """What tries from an address are counted by; the same for all that have none."""
    if address is None:
        return ""
    prefix = IPV6_PREFIX if ip_address(address).version == 6 else 32
    return str(ip_network(f"{address}/{prefix}", strict=False))
