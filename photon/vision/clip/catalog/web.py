"""HTTP requests for files, and error messages for what can go wrong.

The standard library is enough for one download at a time and respects the system's proxies; the client in the Hugging
Face library changes with its versions.
"""

import http.client
import os
import socket
import ssl
from collections.abc import Mapping
from email.message import Message
from typing import IO, Any
from urllib import error, request
from urllib.parse import urlsplit

import photon
from photon.domain import PhotonError
from photon.language import tr

FROM_FILE = tr(
    "Without internet, install the weights from a file: “Load from file…” in the window, or in the terminal"
    " photon encoders install --arch ARCH --weights FILE."
)
_TIMEOUT = 20.0  # seconds without any data
_NOT_THERE = {"RepoNotFound", "EntryNotFound", "RevisionNotFound"}  # the hub answers 401 for missing repositories


class PassingError(PhotonError):
    """A temporary failure."""


class UnfitRangeError(PassingError):
    """The file on the server ends before the requested range."""


class MissingFileError(PhotonError):
    """The server has no such file."""


class _Redirects(request.HTTPRedirectHandler):
    """Follows redirects, except the hub's first response for a large file: its headers contain size and checksum."""

    def redirect_request(  # noqa: PLR0913 - signature of the base class
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> request.Request | None:
        """The next request; None makes the redirect itself the response."""
        if req.get_method() != "HEAD":
            return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
        if "X-Linked-Size" in headers:
            return None
        return request.Request(newurl, headers=req.headers, method="HEAD")  # noqa: S310 - the opener knows http only


def _opener() -> request.OpenerDirector:
    """Opens only HTTP and HTTPS URLs; proxies are those of the system and the environment."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(context=ssl.create_default_context()),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def headers_of(url: str) -> Mapping[str, str]:
    """Request the headers of a file.

    Headers of redirects are dropped, except those of the hub's response for a large file.

    Args:
        url: URL of the file.

    Returns:
        Headers by name, in lower case.

    Raises:
        MissingFileError: The server has no such file.
        PassingError: The server does not answer now.
        PhotonError: The server refuses, or the network must not be used.
    """
    with _open(request.Request(url, method="HEAD")) as answer:  # noqa: S310 - the opener knows http only
        return {name.lower(): value for name, value in answer.headers.items()}


def open_file(url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    """Request a file.

    Args:
        url: URL of the file.
        headers: Request headers.

    Returns:
        The open response; the caller closes it.

    Raises:
        MissingFileError: The server has no such file.
        PassingError: The server does not answer now.
        PhotonError: The server refuses, or the network must not be used.
    """
    answer = _open(request.Request(url, headers=dict(headers)))  # noqa: S310 - the opener knows http only
    assert isinstance(answer, http.client.HTTPResponse)  # noqa: S101 - the opener knows http only
    return answer


def _open(asked: request.Request) -> Any:  # noqa: ANN401 - a response, which may be a redirect
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise PhotonError(tr("Network access is switched off: HF_HUB_OFFLINE is set."), FROM_FILE)
    asked.add_header("User-Agent", f"photon/{photon.__version__}")
    try:
        return _opener().open(asked, timeout=_TIMEOUT)
    except error.HTTPError as problem:
        if asked.get_method() == "HEAD" and problem.code in {301, 302, 303, 307, 308}:
            return problem
        with problem:
            raise network_error(problem, asked.full_url) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise network_error(problem, asked.full_url) from problem


def network_error(problem: OSError | http.client.HTTPException, url: str) -> PhotonError:
    """Convert a network error to a message for the user.

    Args:
        problem: The error.
        url: The URL that was requested.

    Returns:
        The error to raise; a PassingError if a retry may help.
    """
    host = urlsplit(url).hostname or url
    if isinstance(problem, error.HTTPError):
        return _http_error(problem, host, url)
    cause = problem.reason if isinstance(problem, error.URLError) else problem
    if isinstance(cause, ssl.SSLCertVerificationError):
        return PhotonError(
            tr(
                "Nothing was downloaded: the certificate of {host} is not valid ({reason}).",
                host=host,
                reason=cause.verify_message,
            ),
            tr(
                "Check the clock of this computer. Where a company looks into connections, name its certificates in "
                "the environment variable SSL_CERT_FILE."
            ),
        )
    if isinstance(cause, socket.gaierror):
        return PassingError(tr("{host} was not found; this computer seems to be offline.", host=host), FROM_FILE)
    if isinstance(cause, TimeoutError):
        return PassingError(
            tr("{host} did not respond within {seconds:.0f} seconds.", host=host, seconds=_TIMEOUT),
            f"{tr('Try again later.')} {FROM_FILE}",
        )
    if isinstance(cause, ConnectionRefusedError):
        return PassingError(tr("{host} refused the connection.", host=host), f"{tr('Try again later.')} {FROM_FILE}")
    return PassingError(tr("The connection to {host} was lost ({reason}).", host=host, reason=cause), tr("Try again."))


def _http_error(problem: error.HTTPError, host: str, url: str) -> PhotonError:
    """Convert an HTTP status to a message for the user."""
    name, code = urlsplit(url).path.rpartition("/")[2], problem.code
    if code in {404, 410} or problem.headers.get("X-Error-Code") in _NOT_THERE:
        return MissingFileError(
            tr("{host} has no {file} for this model.", host=host, file=name),
            tr("It may have been moved; choose another model from the list."),
        )
    if code in {401, 403}:
        return PhotonError(
            tr("{host} provides {file} only to users who have signed in and accepted its terms.", host=host, file=name),
            tr("Download it there with a browser, then: photon encoders install --arch ARCH --weights FILE."),
        )
    if code == http.client.PROXY_AUTHENTICATION_REQUIRED:
        return PhotonError(
            tr("The proxy of this network needs a user name and password."),
            tr("Set HTTPS_PROXY to http://NAME:PASSWORD@PROXY:PORT."),
        )
    if code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
        return UnfitRangeError(
            tr("{file} on {host} is shorter than the partial download.", file=name, host=host), tr("Try again.")
        )
    if code >= 500 or code in {408, 429}:
        return PassingError(
            tr("{host} is busy or has a problem (status {code}).", host=host, code=code), tr("Try again later.")
        )
    return PhotonError(tr("{host} refused to send {file} (status {code}).", host=host, file=name, code=code), FROM_FILE)
