"""All named cases, by their names."""

from collections.abc import Mapping

from tests.servers.case import Case
from tests.servers.cases import brokers, deltas, ends, framing, recorded, refusals

ALL = (*framing.CASES, *deltas.CASES, *ends.CASES, *refusals.CASES, *brokers.CASES, *recorded.CASES)
BY_NAME: Mapping[str, Case] = {case.name: case for case in ALL}
