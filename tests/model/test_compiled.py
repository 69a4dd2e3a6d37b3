"""What can be called from Python, and what cannot."""

import numba
import numpy as np
import pytest

from model.month.utility import fit
from model.parameters import Parameters
from tests.model.kernels import callable_kernel

compiler_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="plain Python calls everything")


@compiler_only
def test_an_inner_kernel_refuses_in_words() -> None:
    """Without the refusal the process would die."""
    with pytest.raises(TypeError, match=r"fit is called by compiled code only; run Python with NUMBA_DISABLE_JIT=1"):
        fit(Parameters().record()[0], 0, 0)


def test_a_test_can_call_an_inner_kernel_by_a_compiled_caller() -> None:
    p = Parameters().record()[0]
    assert callable_kernel(fit)(p, np.int8(2), np.int8(2)) == 1.0
    assert callable_kernel(fit)(p, np.int8(2), np.int8(-1)) == 0.0
