"""Who issued a certificate that is not trusted: read, never accepted."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

# Object identifiers of the parts of a name (X.520), DER-encoded.
ORGANISATION, COMMON_NAME = b"\x55\x04\x0a", b"\x55\x04\x03"


def peer_issuer(host: str, port: int, timeout: float = 3.0) -> str:
    """Name of the issuer of the certificate that a server shows; "" if it cannot be read.

    Only the handshake is made, over a connection of its own that carries no request and is closed at once: the request
    itself is never sent to a server whose certificate is not trusted.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=timeout) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            return issuer(secured.getpeercert(binary_form=True) or b"")
    except (OSError, ValueError):
        return ""


def issuer(certificate: bytes) -> str:
    """ "Organisation, common name" of the issuer of a DER certificate (RFC 5280); "" if it cannot be read."""
    try:
        fields = list(_parts(next(_parts(next(_parts(certificate))[1]))[1]))
        if fields and fields[0][0] == 0xA0:  # the optional version
            fields = fields[1:]
        found = {}
        # serial number, signature algorithm, issuer, …
        for _tag, names in _parts(fields[2][1]):
            for _tag, pair in _parts(names):
                (_tag, kind), (_tag, text) = list(_parts(pair))[:2]
                found[kind] = text.decode("utf-8", errors="replace")
    except (IndexError, StopIteration, ValueError):
        return ""
    return ", ".join(dict.fromkeys(found[kind] for kind in (ORGANISATION, COMMON_NAME) if found.get(kind)))


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of each element of a DER sequence."""
    position = 0
    while position < len(data):
        tag, length, position = data[position], data[position + 1], position + 2
        if length & 0x80:
            width = length & 0x7F
            length, position = int.from_bytes(data[position : position + width], "big"), position + width
        yield tag, data[position : position + length]
        position += length
