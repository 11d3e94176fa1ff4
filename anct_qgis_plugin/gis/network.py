"""The transport inside QGIS: its network manager, with its proxy, its certificates and its authentication.

    class MyTask(QgsTask):                       # or gis.jobs.Job, whose `compute` gets a QgsFeedback
        def run(self):
            client = GeoApi(QgisTransport(), cancelled=self.isCanceled)
            self.communes = client.communes_of_departement("46")
            return True

To be used off the main thread: it waits. The manner of a request is that of `connectors.http.polite`.

The thread that asks touches nothing of Qt: the main thread holds the conversation and passes on what arrives. (A reply
followed from a task's own thread lost its Python wrapper now and then, or brought QGIS down: see docs/decisions.md.)
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from functools import lru_cache

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QObject, QThread, QTimer, QUrl, pyqtSignal, pyqtSlot
from qgis.PyQt.QtNetwork import (
    QNetworkProxy,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
    QSslCertificate,
    QSslError,
)

from ..connectors.http.endpoints import Endpoints
from ..connectors.http.polite import Pacer, PoliteTransport, Time
from ..connectors.http.transport import Exchange, Head, IsCancelled, Trouble, WireTrouble
from ..errors import Cancelled
from ..settings import endpoint_overrides

# Between two looks at the cancel button and at the clock, milliseconds.
LOOK = 100
CHUNK = 256 * 1024
# Parts that may wait for the thread that asked; then the reply is left unread, and the service waits.
WAITING = 16
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
    """One exchange through QGIS's network manager, held by the main thread."""

    def exchange(
        self, exchange: Exchange, on_head: Callable[[Head], None], on_data: Callable[[bytes], None], stop: IsCancelled
    ) -> None:
        """See `connectors.http.transport.Wire.exchange`.

        Raises:
            RuntimeError: in the main thread, which must not wait.
        """
        if QThread.currentThread() == QgsApplication.instance().thread():
            raise RuntimeError("the network is not asked in the main thread: use a task")
        call = _Call(exchange)
        _desk().asked.emit(call)
        try:
            while True:
                if stop():
                    raise Cancelled("")
                try:
                    arrived = call.arrived.get(timeout=LOOK / 1000)
                except queue.Empty:
                    continue
                if isinstance(arrived, bytes):
                    on_data(arrived)
                elif isinstance(arrived, Head):
                    on_head(arrived)
                elif arrived is None:
                    return
                else:
                    raise arrived
        finally:
            call.dropped = True


class _Call:
    """What the two threads share of an exchange: nothing of Qt.

    Attributes:
        arrived: the head, the parts of the body, then the end: None, or what it ended with.
        dropped: nobody waits for it any more.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.arrived: queue.Queue[Head | bytes | None | Exception] = queue.Queue()
        self.dropped = False


class _Desk(QObject):
    """Takes calls from any thread; its slot runs in the main thread, where it lives."""

    asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._held: set[_Conversation] = set()
        self.moveToThread(QgsApplication.instance().thread())
        self.asked.connect(self._begin)

    @pyqtSlot(object)
    def _begin(self, call: _Call) -> None:
        request = _request(call.exchange)
        if call.exchange.authcfg:
            added, request = _authenticated(request, call.exchange.authcfg)
            if not added:
                call.arrived.put(WireTrouble(Trouble.AUTHENTICATION, f"authcfg {call.exchange.authcfg}"))
                return
        manager = QgsNetworkAccessManager.instance()
        post = call.exchange.method == "POST"
        reply = manager.post(request, call.exchange.body) if post else manager.get(request)
        self._held.add(_Conversation(reply, call, self._held.discard))


@lru_cache(maxsize=1)
def _desk() -> _Desk:
    return _Desk()


class _Conversation:
    """Follows one reply, in the main thread, until it is over, too long silent, or no longer wanted."""

    def __init__(self, reply: QNetworkReply, call: _Call, over: Callable[[_Conversation], None]) -> None:
        self._reply, self._call, self._over = reply, call, over
        self._timeout, self._url = call.exchange.timeout, call.exchange.url
        if call.exchange.authcfg:
            QgsApplication.authManager().updateNetworkReply(reply, call.exchange.authcfg)
        self._head_given = False
        self._silence = 0.0
        self._issuer = ""
        self._timer = QTimer()
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        # Bounded: what arrives is counted before more is read.
        reply.setReadBufferSize(4 * CHUNK)
        reply.sslErrors.connect(self._note_certificate)
        reply.readyRead.connect(self._read)
        reply.uploadProgress.connect(self._heard)
        reply.finished.connect(self._read)
        self._timer.start()

    def _look(self) -> None:
        """Dropped, or silent for too long?"""
        self._silence += LOOK / 1000
        self._read()
        if self._reply is not None and self._silence >= self._timeout:
            self._end(WireTrouble(Trouble.TIMEOUT, f"nothing for {self._timeout:g} s"))

    def _heard(self, *_: int) -> None:
        self._silence = 0.0

    def _read(self) -> None:
        """Pass on what came, as far as it is taken; end where the reply has."""
        if self._reply is None:
            return
        if self._call.dropped:
            self._end(None)
            return
        finished = self._reply.isFinished()
        self._give_head()
        while self._head_given:
            if self._call.arrived.qsize() >= WAITING:
                self._silence = 0.0
                return
            part = bytes(self._reply.read(CHUNK) or b"")
            if not part:
                break
            self._silence = 0.0
            self._call.arrived.put(part)
        if finished:
            self._end(self._judge())

    def _end(self, problem: Exception | None) -> None:
        reply, self._reply = self._reply, None
        self._timer.stop()
        for signal in (reply.finished, reply.readyRead, reply.sslErrors, reply.uploadProgress):
            signal.disconnect()
        if not reply.isFinished():
            reply.abort()
        reply.deleteLater()
        self._call.arrived.put(problem)
        self._over(self)

    def _give_head(self) -> None:
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if self._head_given or not status:
            return
        self._head_given = True
        pairs = [(bytes(name), bytes(value)) for name, value in self._reply.rawHeaderPairs()]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}
        self._silence = 0.0
        self._call.arrived.put(Head(int(status), headers))

    def _note_certificate(self, found: list[QSslError]) -> None:
        """Who issued the certificate that is not trusted; accepted or not is QGIS's decision, made elsewhere."""
        for error in found:
            certificate = error.certificate()
            if not certificate.isNull():
                self._issuer = self._issuer or issuer(certificate)

    def _judge(self) -> WireTrouble | None:
        """What went wrong below HTTP; None for a whole answer, an error status included."""
        error = self._reply.error()
        if error == Error.NoError:
            return None
        details = f"{int(error)}: {self._reply.errorString()}"
        trouble = TROUBLES.get(error)
        if self._head_given:
            status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
            if trouble in (Trouble.PROXY, Trouble.PROXY_LOGIN):
                return WireTrouble(trouble, details)
            # An error that is the status itself has its head and body: a whole answer.
            if trouble is None or int(status) >= 400:
                return None
            return WireTrouble(Trouble.TRUNCATED if trouble is Trouble.CONNECTION else trouble, details)
        # Qt has no word for a proxy that answers nonsense.
        if error == Error.UnknownNetworkError and _has_proxy(self._url):
            trouble = Trouble.PROXY
        return WireTrouble(trouble or Trouble.CONNECTION, details, self._issuer)


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
