"""Why a server did not answer, in few words."""

import errno
import socket
import ssl
from http.client import HTTPException, RemoteDisconnected


def why_silent(error: OSError | HTTPException | ValueError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not to be trusted ({error.verify_message.rstrip('.')})"
        case ssl.SSLError():
            return "no encrypted connection could be made with it; perhaps it speaks plain http"
        case TimeoutError():
            return "no connection within the time limit"
        case ConnectionRefusedError():
            return "connection refused"
        case RemoteDisconnected() | ConnectionResetError() | BrokenPipeError():
            return "it closed the connection without an answer"
        case socket.gaierror():
            return "its name cannot be found"
        case OSError(errno=errno.EHOSTUNREACH | errno.ENETUNREACH):
            return "there is no way to it"
        case OSError(strerror=str(words)) if words:
            return words
        case HTTPException():
            return f"what it sent is no HTTP ({str(error) or type(error).__name__})"
        case _:
            return f"the request could not be passed on ({type(error).__name__})"  # its text may hold a header's value
