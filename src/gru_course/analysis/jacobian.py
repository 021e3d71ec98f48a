"""The four ways in which one GRU step passes the old state, and with it a gradient, on."""

from typing import NamedTuple

import torch
from torch import Tensor

from gru_course.cells import gru_step
from gru_course.cells.steps import affine
from gru_course.validation import check_tensor


class JacobianTerms(NamedTuple):
    """The parts of dh_t / dh_{t-1}, each (B, H, H): row i is the new unit, column j the old one."""

    straight: Tensor  # diag(z): the old state itself, kept
    through_z: Tensor  # what the old state says to the update gate
    through_n: Tensor  # what it says to the candidate
    through_r: Tensor  # what it says to the reset gate, and that to the candidate

    @property
    def total(self) -> Tensor:
        """The whole derivative."""
        return self.straight + self.through_z + self.through_n + self.through_r


@torch.no_grad()
def jacobian_terms(
    x: Tensor,
    h_prev: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    *,
    reset_after: bool = True,
) -> JacobianTerms:
    """Return dh_t / dh_{t-1} of one `gru_step`, with the same arguments, as a sum of four terms.

    With D(v) = diag(v), and reset_after=True:

        straight   D(z)
        through_z  D((h_prev - n) z (1 - z)) W_hz
        through_n  D((1 - z) (1 - n^2)) D(r) W_hn
        through_r  D((1 - z) (1 - n^2)) D((W_hn h_prev + b_hn) r (1 - r)) W_hr

    With False, W_hn D(r) takes the place of D(r) W_hn, and W_hn D(h_prev r (1 - r)) W_hr that of
    the last two factors. Only the first term is diagonal: it alone needs no weight to be passed on.

    Raises TypeError or ValueError when a shape, a dtype or a device does not fit.
    Taught in chapter 8.
    """
    hidden_size = weight_hh.shape[-1]
    if h_prev.dim() != 2:
        raise ValueError(f"h_prev must have shape (B, {hidden_size}), got {tuple(h_prev.shape)}")
    check_tensor("h_prev", h_prev, (len(h_prev), hidden_size), weight_hh)
    check_tensor("x", x, (len(h_prev), weight_ih.shape[-1]), weight_hh)
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    r, z, n, _ = gru_step(x, h_prev, *weights, reset_after=reset_after)
    w_hr, w_hz, w_hn = weight_hh.chunk(3)
    dh_dz, dh_dn = h_prev - n, 1 - z
    dr, dz, dn = r * (1 - r), z * (1 - z), 1 - n**2  # slopes of the two sigmoids and the tanh

    if reset_after:
        b_hn = None if bias_hh is None else bias_hh.chunk(3)[2]
        past = affine(h_prev, w_hn, b_hn)
        through_n = rows(r, w_hn)
        through_r = rows(past * dr, w_hr)
    else:
        through_n = w_hn * r.unsqueeze(-2)
        through_r = w_hn @ rows(h_prev * dr, w_hr)
    return JacobianTerms(
        straight=torch.diag_embed(z),
        through_z=rows(dh_dz * dz, w_hz),
        through_n=rows(dh_dn * dn, through_n),
        through_r=rows(dh_dn * dn, through_r),
    )


def rows(factors: Tensor, matrix: Tensor) -> Tensor:
    """Return diag(factors) @ matrix for each of B rows of factors: (B, H, H)."""
    return factors.unsqueeze(-1) * matrix
