"""What each failure of a service is called in front of the user: what happened, then what can be done."""

from __future__ import annotations

from ...errors import (
    BadContent,
    NoNetwork,
    PortalPage,
    ProxyLogin,
    RedirectRefused,
    RequestRefused,
    ServiceDown,
    SourceUnavailable,
    TooLarge,
    UntrustedCertificate,
)
from ...i18n import translate
from .transport import Trouble, WireTrouble

MB = 1024 * 1024


def of_trouble(service: str, trouble: WireTrouble, timeout: float) -> SourceUnavailable:
    """The error for what happened below HTTP.

    Args:
        service: the service's name.
        timeout: the silence that was borne, seconds.
    """
    kind, details = trouble.trouble, trouble.details
    if kind is Trouble.NO_NETWORK:
        return NoNetwork(
            translate("Anct", "{service} cannot be reached: this computer has no network.").format(service=service),
            details,
            translate("Anct", "The data already here remain usable. Check the connection, then try again."),
            service,
        )
    if kind in (Trouble.PROXY_LOGIN, Trouble.PROXY):
        return proxy(service, details, wants_login=kind is Trouble.PROXY_LOGIN)
    if kind is Trouble.CERTIFICATE:
        return UntrustedCertificate(
            translate(
                "Anct", "The certificate of {service} is not trusted (issued by: {issuer}). Nothing was sent."
            ).format(service=service, issuer=trouble.issuer or translate("Anct", "unknown")),
            details,
            translate(
                "Anct",
                "If your administration's proxy signs connections again, ask its IT service for its root certificate"
                " and add it in QGIS: Settings > Options > Authentication > Manage Certificates.",
            ),
            service,
        )
    if kind is Trouble.AUTHENTICATION:
        return SourceUnavailable(
            translate("Anct", "The login chosen for {service} is not in QGIS's authentication manager.").format(
                service=service
            ),
            details,
            translate(
                "Anct", "Choose it again in the plugin's options; it exists only in the QGIS profile it was made in."
            ),
            service,
        )
    if kind is Trouble.TRUNCATED:
        return BadContent(
            translate("Anct", "The answer of {service} was cut short.").format(service=service),
            details,
            _later(),
            service,
        )
    if kind is Trouble.TIMEOUT:
        message = translate("Anct", "{service} does not answer (waited {seconds} s).").format(
            service=service, seconds=f"{timeout:g}"
        )
        return ServiceDown(message, details, _later(), service)
    return ServiceDown(
        translate("Anct", "{service} does not answer: the connection was refused or closed.").format(service=service),
        details,
        _later(),
        service,
    )


def proxy(service: str, details: str, wants_login: bool) -> SourceUnavailable:
    """The proxy wants a login, or cannot be reached."""
    if wants_login:
        return ProxyLogin(
            translate("Anct", "{service} was not reached: the network's proxy asks for a login.").format(
                service=service
            ),
            details,
            translate("Anct", "Enter it in QGIS: Settings > Options > Network > Use proxy for web access."),
            service,
        )
    return NoNetwork(
        translate("Anct", "{service} was not reached: the network's proxy does not answer.").format(service=service),
        details,
        translate("Anct", "Check its address in QGIS: Settings > Options > Network."),
        service,
    )


def portal(service: str, details: str) -> PortalPage:
    """A web page instead of data."""
    return PortalPage(
        translate("Anct", "A web page came instead of the data of {service}.").format(service=service),
        details,
        translate(
            "Anct",
            "A login page or a filter of the network is in the way: open a web page in your browser, then"
            " try again; if it stays so, ask your IT service to allow this address.",
        ),
        service,
    )


def busy(service: str, details: str, seconds: float | None) -> ServiceDown:
    """429 to the end, or a wait longer than anybody would bear."""
    if seconds is not None:
        message = translate("Anct", "{service} is overloaded and asks to wait {seconds} s.").format(
            service=service, seconds=f"{seconds:.0f}"
        )
    else:
        message = translate("Anct", "{service} is overloaded (too many requests).").format(service=service)
    return ServiceDown(message, details, _later(), service)


def down(service: str, status: int, details: str) -> ServiceDown:
    """5xx to the end."""
    return ServiceDown(
        translate("Anct", "{service} is out of order (error {status}).").format(service=service, status=status),
        details,
        _later(),
        service,
    )


def refused(service: str, status: int, body: bytes, details: str) -> RequestRefused:
    """Any other 4xx."""
    if status in (404, 410):
        message = translate("Anct", "{service} does not have, or no longer has, what was asked for ({status}).")
        hint = translate("Anct", "The address may have changed: an update of the plugin may know the new one.")
    elif status in (401, 403):
        message = translate("Anct", "{service} refuses access ({status}).")
        hint = translate("Anct", "Check the key or the account used for this service.")
    else:
        message = translate("Anct", "{service} did not accept the request ({status}).")
        hint = translate("Anct", "Report it with its details: the service may have changed its form.")
    return RequestRefused(message.format(service=service, status=status), details, hint, service, status, body)


def with_words(refusal: RequestRefused, said: str) -> RequestRefused:
    """The same refusal with what the service says of it, in its own words (shortened)."""
    words = " ".join(said.split())[:300]
    if not words:
        return refusal
    message = translate("Anct", "{service} did not accept the request: “{words}”.").format(
        service=refusal.service, words=words.rstrip(".")
    )
    return RequestRefused(message, refusal.details, refusal.hint, refusal.service, refusal.status, refusal.body)


def unexpected_status(service: str, status: int) -> BadContent:
    """1xx, or a 3xx that says nothing."""
    return BadContent(
        translate("Anct", "{service} gave an answer that is not understood (status {status}).").format(
            service=service, status=status
        ),
        hint=_later(),
        service=service,
    )


def too_many_redirects(service: str, details: str) -> RedirectRefused:
    """Round in circles."""
    return RedirectRefused(
        translate("Anct", "{service} sends from one address to another without end.").format(service=service),
        details,
        _later(),
        service,
    )


def redirected_post(service: str, details: str) -> RedirectRefused:
    """What was to be sent is not sent to another place than the one agreed to."""
    return RedirectRefused(
        translate("Anct", "{service} wants the data sent to another address: nothing was sent there.").format(
            service=service
        ),
        details,
        translate("Anct", "The address may have changed: an update of the plugin may know the new one."),
        service,
    )


def empty(service: str, details: str) -> BadContent:
    """A good status and nothing else."""
    return BadContent(
        translate("Anct", "The answer of {service} is empty.").format(service=service), details, _later(), service
    )


def not_understood(service: str, details: str) -> BadContent:
    """The answer has not the form that its reader knows."""
    return BadContent(
        translate("Anct", "The answer of {service} does not have the expected form.").format(service=service),
        details,
        translate("Anct", "The service may have changed; the data already here remain usable."),
        service,
    )


def too_large(service: str, limit: int, details: str) -> TooLarge:
    """More bytes than such data ever have."""
    return TooLarge(
        translate("Anct", "The answer of {service} is larger than {size} MB: it was not kept.").format(
            service=service, size=max(1, limit // MB)
        ),
        details,
        translate("Anct", "If this file really has grown so much, report it."),
        service,
    )


def disk(service: str, details: str) -> SourceUnavailable:
    """The answer cannot be written."""
    return SourceUnavailable(
        translate("Anct", "What {service} sent cannot be written: check the free space and the rights.").format(
            service=service
        ),
        details,
        service=service,
    )


def _later() -> str:
    return translate("Anct", "Try again later; the data already here remain usable.")
