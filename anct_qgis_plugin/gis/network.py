"""The transport inside QGIS: its network manager, with its proxy, its certificates and its authentication.

    class MyTask(QgsTask):                       # or gis.jobs.Job, whose `compute` gets a QgsFeedback
        def run(self):
            client = GeoApi(QgisTransport(), cancelled=self.isCanceled)
            self.communes = client.communes_of_departement("46")
            return True

To be used off the main thread: it waits. The manner of a request is that of `connectors.polite`.
"""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, QThread, QTimer, QUrl
from qgis.PyQt.QtNetwork import (
    QNetworkProxy,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
    QSslCertificate,
    QSslError,
)

from ..connectors.endpoints import Endpoints
from ..connectors.polite import Pacer, PoliteTransport, Time
from ..connectors.transport import Exchange, Head, IsCancelled, Trouble, WireTrouble
from ..errors import AnctError, Cancelled
from ..settings import endpoint_overrides

# Between two looks at the cancel button and at the clock, milliseconds.
LOOK = 100
CHUNK = 256 * 1024
Error = QNetworkReply.NetworkError
# What Qt calls what happens below HTTP; an error that is a status (4xx, 5xx) is none of these.
TROUBLES = {
    Error.ConnectionRefusedError: Trouble.CONNECTION,
    Error.RemoteHostClosedError: Trouble.CONNECTION,
    Error.HostNotFoundError: Trouble.NO_NETWORK,
    Error.TimeoutError: Trouble.TIMEOUT,
    Error.OperationCanceledError: Trouble.TIMEOUT,
    Error.SslHandshakeFailedError: Trouble.CERTIFICATE,
    Error.TemporaryNetworkFailureError: Trouble.NO_NETWORK,
    Error.NetworkSessionFailedError: Trouble.NO_NETWORK,
    Error.UnknownNetworkError: Trouble.CONNECTION,
    Error.ProtocolFailure: Trouble.CONNECTION,
    Error.ProxyConnectionRefusedError: Trouble.PROXY,
    Error.ProxyConnectionClosedError: Trouble.PROXY,
    Error.ProxyNotFoundError: Trouble.PROXY,
    Error.ProxyTimeoutError: Trouble.PROXY,
    Error.ProxyAuthenticationRequiredError: Trouble.PROXY_LOGIN,
    Error.UnknownProxyError: Trouble.PROXY,
}


class QgisTransport(PoliteTransport):
    """QGIS's network manager with the common manners.

    Args:
        endpoints: where services are; those of the settings and of the environment if not given.
        pacer, clocks: see PoliteTransport.
    """

    def __init__(
        self, endpoints: Endpoints | None = None, pacer: Pacer | None = None, clocks: Time | None = None
    ) -> None:
        if endpoints is None:
            endpoints = Endpoints.from_settings(endpoint_overrides())
        super().__init__(QgisWire(), endpoints, pacer, clocks)


class QgisWire:
    """One exchange through the network manager of the thread that asks."""

    def exchange(
        self, exchange: Exchange, on_head: Callable[[Head], None], on_data: Callable[[bytes], None], stop: IsCancelled
    ) -> None:
        """See `connectors.transport.Wire.exchange`.

        Raises:
            RuntimeError: in the main thread, which must not wait.
        """
        if QThread.currentThread() == QgsApplication.instance().thread():
            raise RuntimeError("the network is not asked in the main thread: use a task")
        request = _request(exchange)
        if exchange.authcfg:
            added, request = _authenticated(request, exchange.authcfg)
            if not added:
                raise WireTrouble(Trouble.AUTHENTICATION, f"authcfg {exchange.authcfg}")
        manager = QgsNetworkAccessManager.instance()
        # No name for the reply here: a traceback kept by a task would keep its wrapper alive, and PyQt would take that
        # dead wrapper for the next reply that happens to lie at the same address.
        conversation = _Conversation(
            manager.post(request, exchange.body) if exchange.method == "POST" else manager.get(request),
            exchange,
            on_head,
            on_data,
            stop,
        )
        try:
            conversation.run()
        finally:
            conversation.close()


class _Conversation:
    """Follows one reply in an event loop of its own until it is over, too long, or no longer wanted."""

    def __init__(
        self,
        reply: QNetworkReply,
        exchange: Exchange,
        on_head: Callable[[Head], None],
        on_data: Callable[[bytes], None],
        stop: IsCancelled,
    ) -> None:
        self._reply = reply
        self._timeout, self._url = exchange.timeout, exchange.url
        if exchange.authcfg:
            QgsApplication.authManager().updateNetworkReply(reply, exchange.authcfg)
        self._on_head, self._on_data, self._stop = on_head, on_data, stop
        self._head_given = False
        self._silence = 0.0
        self._problem: Exception | None = None
        self._issuer = ""
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        # Bounded: what arrives is counted before more is read.
        reply.setReadBufferSize(4 * CHUNK)
        reply.sslErrors.connect(self._note_certificate)
        reply.readyRead.connect(self._read)
        reply.uploadProgress.connect(self._heard)
        reply.finished.connect(self._loop.quit)

    def run(self) -> None:
        """Wait for the end; raises what it ended with."""
        self._timer.start()
        if not self._reply.isFinished():
            self._loop.exec()
        self._timer.stop()
        if self._problem is None:
            self._read()
        if self._problem is not None:
            raise self._problem
        self._judge()

    def close(self) -> None:
        """Destroy what belongs to this thread, here and now.

        An error that a task brings back to the main thread holds this object through its traceback: a timer or a reply
        that Python let go of over there would be destroyed in the wrong thread.
        """
        self._timer.stop()
        for signal in (self._reply.finished, self._reply.readyRead, self._reply.sslErrors, self._reply.uploadProgress):
            signal.disconnect()
        if not self._reply.isFinished():
            self._reply.abort()
        for mine in (self._timer, self._loop, self._reply):
            sip.delete(mine)
        self._timer = self._loop = self._reply = None

    def _look(self) -> None:
        """Cancelled, or silent for too long?"""
        if self._stop():
            self._end(Cancelled(""))
            return
        self._read()
        self._silence += LOOK / 1000
        if self._problem is None and self._silence >= self._timeout:
            self._end(WireTrouble(Trouble.TIMEOUT, f"nothing for {self._timeout:g} s"))

    def _heard(self, *_: int) -> None:
        self._silence = 0.0

    def _read(self) -> None:
        try:
            self._give_head()
            while self._problem is None and self._head_given:
                part = bytes(self._reply.read(CHUNK) or b"")
                if not part:
                    return
                self._silence = 0.0
                self._on_data(part)
        except (AnctError, OSError, ValueError) as problem:  # kept for run(): a slot that raises would bring QGIS down
            self._end(problem)

    def _give_head(self) -> None:
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if self._head_given or not status:
            return
        self._head_given = True
        pairs = [(bytes(name), bytes(value)) for name, value in self._reply.rawHeaderPairs()]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}
        self._silence = 0.0
        self._on_head(Head(int(status), headers))

    def _end(self, problem: Exception) -> None:
        if self._problem is None:
            self._problem = problem
        self._loop.quit()

    def _note_certificate(self, found: list[QSslError]) -> None:
        """Who issued the certificate that is not trusted; accepted or not is QGIS's decision, made elsewhere."""
        for error in found:
            certificate = error.certificate()
            if not certificate.isNull():
                self._issuer = self._issuer or issuer(certificate)

    def _judge(self) -> None:
        error = self._reply.error()
        if error == Error.NoError:
            return
        details = f"{int(error)}: {self._reply.errorString()}"
        trouble = TROUBLES.get(error)
        if self._head_given:
            status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
            if trouble in (Trouble.PROXY, Trouble.PROXY_LOGIN):
                raise WireTrouble(trouble, details)
            # An error that is the status itself has its head and body: a whole answer.
            if trouble is None or int(status) >= 400:
                return
            raise WireTrouble(Trouble.TRUNCATED if trouble is Trouble.CONNECTION else trouble, details)
        # Qt has no word for a proxy that answers nonsense.
        if error == Error.UnknownNetworkError and _has_proxy(self._url):
            trouble = Trouble.PROXY
        raise WireTrouble(trouble or Trouble.CONNECTION, details, self._issuer)


def _has_proxy(url: str) -> bool:
    """Whether QGIS would ask that address through a proxy."""
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    found = factory.queryProxy(QNetworkProxyQuery(QUrl(url))) if factory is not None else []
    return any(proxy.type() != QNetworkProxy.ProxyType.NoProxy for proxy in found)


def _request(exchange: Exchange) -> QNetworkRequest:
    request = QNetworkRequest(QUrl(exchange.url))
    for name, value in exchange.headers.items():
        request.setRawHeader(name.encode("latin-1"), value.encode("utf-8"))
    # QGIS puts its own User-Agent in the place of any other, so ours goes beside it.
    request.setRawHeader(b"X-User-Agent", exchange.headers.get("User-Agent", "").encode("ascii", "replace"))
    Attribute = QNetworkRequest.Attribute  # noqa: N806
    request.setAttribute(Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    # The conditions of a request say what is wanted: QGIS's cache would answer in their place.
    request.setAttribute(Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
    request.setAttribute(Attribute.CacheSaveControlAttribute, False)
    # QGIS sets its own, for the whole transfer; ours counts silence.
    request.setTransferTimeout(0)
    return request


def _authenticated(request: QNetworkRequest, authcfg: str) -> tuple[bool, QNetworkRequest]:
    answer = QgsApplication.authManager().updateNetworkRequest(request, authcfg)
    return answer if isinstance(answer, tuple) else (bool(answer), request)


def issuer(certificate: QSslCertificate) -> str:
    """ "Organisation, common name" of who issued a certificate."""
    Kind = QSslCertificate.SubjectInfo  # noqa: N806
    parts = [*certificate.issuerInfo(Kind.Organization), *certificate.issuerInfo(Kind.CommonName)]
    return ", ".join(dict.fromkeys(part for part in parts if part))
