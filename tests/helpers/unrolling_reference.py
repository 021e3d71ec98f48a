"""torch's run of the cell that `Unrolling` shows, and its derivatives by autograd."""

import torch


def torch_run(widget) -> tuple[torch.Tensor, torch.Tensor]:
    """The states h_0 to h_8, and the slopes of the state at `step` by h_0 and by each input."""
    gru = torch.nn.GRU(1, 1, dtype=torch.float64)
    weights = {
        "weight_ih_l0": [[0.0], [widget.w_z], [widget.w_in]],
        "weight_hh_l0": [[0.0], [0.0], [widget.w_hn]],
        "bias_ih_l0": [0.0, widget.b_z, 0.0],
        "bias_hh_l0": [0.0, 0.0, 0.0],
    }
    gru.load_state_dict({k: torch.tensor(v, dtype=torch.float64) for k, v in weights.items()})
    x = torch.tensor(widget.x, dtype=torch.float64)[:, None].requires_grad_()
    h_0 = torch.tensor([[widget.h_0]], dtype=torch.float64).requires_grad_()
    out, _ = gru(x, h_0)
    by_start, by_inputs = torch.autograd.grad(out[int(widget.step) - 1].sum(), (h_0, x))
    slopes = torch.cat([by_start.flatten(), by_inputs.flatten()])
    return torch.cat([h_0.flatten(), out.flatten()]).detach(), slopes
