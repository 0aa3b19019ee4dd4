"""nginx's configuration for some processes of the app: deploy/nginx.conf, filled in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TEMPLATE = Path(__file__).with_name("nginx.conf")


@dataclass(frozen=True)
class Site:
    """What the class sees.

    Attributes:
        address, port: where nginx listens.
        names: the hosts, names or addresses, under which it may be asked for.
        certificate, key: files of a certificate in PEM, for HTTPS; None for HTTP.
    """

    address: str
    port: int
    names: tuple[str, ...]
    certificate: Path | None = None
    key: Path | None = None

    @property
    def origins(self) -> list[str]:
        """What a browser calls the page's origin."""
        scheme, usual = ("https", 443) if self.certificate else ("http", 80)
        ending = "" if self.port == usual else f":{self.port}"
        return [f"{scheme}://{_in_brackets(name)}{ending}" for name in self.names]


def _in_brackets(host: str) -> str:
    """As it stands before a port: an address of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def configuration(site: Site, ports: list[int], folder: Path) -> str:
    """All of it.

    Args:
        ports: where the processes listen, on this machine.
        folder: where nginx keeps its files.
    """
    secure = "; Secure" if site.certificate else ""
    kept = f"Path=/; HttpOnly; SameSite=Lax{secure}"
    values = {
        "folder": str(folder),
        "address": _in_brackets(site.address),
        "port": str(site.port),
        "ssl": " ssl" if site.certificate else "",
        "names": " ".join(map(_in_brackets, site.names)),
        "certificate": _certificate(site),
        "chosen": _lines(2, [f"{n} process_{n};" for n in range(len(ports))]),
        "answered": _lines(2, [f'"~:{port}$" "process={n}; {kept}";' for n, port in enumerate(ports)]),
        "upstreams": _lines(1, _upstreams(ports)),
    }
    text = _TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _upstreams(ports: list[int]) -> list[str]:
    """All processes in turn; and each with the others to stand in for it."""
    servers = [f"server 127.0.0.1:{port};" for port in ports]
    groups = [f"upstream any {{ {' '.join(servers)} }}"]
    for n, port in enumerate(ports):
        others = [f"server 127.0.0.1:{other} backup;" for other in ports if other != port]
        groups.append(f"upstream process_{n} {{ {' '.join([servers[n], *others])} }}")
    return groups


def _certificate(site: Site) -> str:
    if not site.certificate or not site.key:
        return ""
    return _lines(2, [f"ssl_certificate {site.certificate};", f"ssl_certificate_key {site.key};"])


def _lines(depth: int, lines: list[str]) -> str:
    return "\n".join("    " * depth + line for line in lines)
