"""Workers on other machines: a `dask.distributed` scheduler as an executor.

Workers are processes with this project installed in the same version; they need no access to the folder of the sweep. Jobs of a worker
that dies are sent to another one.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

CONNECT_S: Final = 10
RETRIES: Final = 3  # of a job whose worker died


class NoScheduler(ValueError):
    """A scheduler cannot be reached, or its workers cannot do the work; the message says what to do."""


@contextmanager
def scheduler(address: str, timeout_s: float = CONNECT_S) -> Iterator[Executor]:
    """The workers of a scheduler as an executor of the `concurrent.futures` interface.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786`.
        timeout_s: how long to wait for it.

    Raises:
        NoScheduler: when it does not answer, has no workers, or its workers run another version of the code.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoScheduler("dask.distributed is not installed; install the extra: pip install 'coworking-viability[cluster]'") from None
    _refuse_no_certificate(address)
    try:
        client = Client(address, timeout=timeout_s, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise NoScheduler(f"the scheduler {address} does not answer: {_short(error)}; is it running, and is the address right?") from None
    with client:
        _refuse_other_code(client, address)
        yield client.get_executor(pure=False, retries=RETRIES)


def _refuse_no_certificate(address: str) -> None:
    """Without a certificate a client of TLS fails half made, and says so long after."""
    from distributed.security import Security

    if not address.startswith("tls://"):
        return
    try:
        known = Security().get_connection_args("client").get("ssl_context") is not None
    except OSError as error:
        raise NoScheduler(f"the certificate for {address} cannot be read: {_short(error)}; docs/cluster.md says how to make one") from None
    if not known:
        names = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY"))
        raise NoScheduler(f"{address} needs a certificate; name its files in {names} (docs/cluster.md)")


def _refuse_other_code(client: object, address: str) -> None:
    from experiments.storage.provenance import code_version

    versions: dict[str, str] = client.run(_code_version)  # type: ignore[attr-defined]
    if not versions:
        raise NoScheduler(f"the scheduler {address} has no workers; start some with `dask worker {address}`")
    other = sorted(worker for worker, version in versions.items() if version != code_version())
    if other:
        which = f"{len(other)} of {len(versions)} workers run another version of the model"
        raise NoScheduler(f"{which} ({', '.join(other[:3])}); install this one there")


def _code_version() -> str:
    from experiments.storage.provenance import code_version

    return code_version()


def _short(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
