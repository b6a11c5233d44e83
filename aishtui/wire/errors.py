"""What can be wrong with what is put on the wire or read from it; `str()` is a sentence for the user.

WireError
├── BadAddress     the endpoint's address cannot be understood
├── NotACatalog    the answer to /v1/models is no list of models
└── NotSendable    a parameter has a value that JSON cannot carry
"""


class WireError(Exception):
    """Something from outside that could not be made a value."""


class BadAddress(WireError):
    """Says what is wrong with the address and shows a good one. Never repeats a user name or password in it."""


class NotACatalog(WireError):
    """Says what came instead of a list of models."""


class NotSendable(WireError):
    """Says which parameter it is and what would do."""
