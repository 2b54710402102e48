"""Matrix products by NumPy's BLAS instead of the one that thinc brings along.

thinc multiplies with BLIS, whose kernels are generic on many newer processors; NumPy's OpenBLAS has one for each. Same
numbers to the last digits; the trained components take about six tenths of the time (see the model card)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from thinc.api import NumpyOps, get_current_ops, set_current_ops


class MatrixOps(NumpyOps):
    """thinc's operations on the CPU, with products of matrices by NumPy."""

    def gemm(
        self, x: np.ndarray, y: np.ndarray, out: np.ndarray | None = None, trans1: bool = False, trans2: bool = False
    ) -> np.ndarray:
        """The product of ``x`` and ``y``, each transposed first where asked for, written to ``out`` where given."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


@contextmanager
def matrix_ops() -> Iterator[None]:
    """Models that are loaded in here multiply by ``MatrixOps``; where thinc has something better than its plain CPU
    operations (a GPU, Apple's library), by that."""
    before = get_current_ops()
    if type(before) is NumpyOps:
        set_current_ops(MatrixOps())
    try:
        yield
    finally:
        set_current_ops(before)
