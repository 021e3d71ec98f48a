"""What torch computes, in float64, for the states that the gates' widgets show."""

import torch
from torch import Tensor, nn

from gru_course.cells import gru_step


def float64(values) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def bias_of(gate: float) -> float:
    """The pre-activation of a gate: infinite for 0 and 1, which a sigmoid reaches only there."""
    return torch.logit(float64(gate)).item()


def gru_cell(weight_ih, weight_hh, bias_ih, bias_hh) -> nn.GRUCell:
    """A `torch.nn.GRUCell` that holds these numbers, rows stacked r, z, n."""
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh}
    weights |= {"bias_ih": bias_ih, "bias_hh": bias_hh}
    cell = nn.GRUCell(len(weight_ih[0]), len(weight_hh[0]), dtype=torch.float64)
    cell.load_state_dict({name: float64(values) for name, values in weights.items()})
    return cell


def reset_gate_numbers(s: dict) -> dict[str, float]:
    """Every number that ResetGate shows in the state `s`, by name."""
    x, h_prev = float64([[s["x"]]]), float64([[s["h_prev"]]])

    def new_state(r: float | None, z: float) -> float:
        w, u, b = (s["w"], s["u"], s["b"]) if r is None else (0.0, 0.0, bias_of(r))
        cell = gru_cell(
            weight_ih=[[w], [0.0], [s["w_in"]]],
            weight_hh=[[u], [0.0], [s["w_hn"]]],
            bias_ih=[b, bias_of(z), s["b_in"]],
            bias_hh=[0.0, 0.0, s["b_hn"]],
        )
        return cell(x, h_prev).item()

    said = torch.sigmoid(s["w"] * x + s["u"] * h_prev + s["b"]).item()
    held = s["r"] if s["r_set_by"] == "me" else None
    r = said if held is None else held
    past = (s["w_hn"] * h_prev + s["b_hn"]).item()
    n = new_state(held, z=0.0)
    return {
        **{name: value for name, value in s.items() if isinstance(value, float)},
        "r": r,
        "r_said": said,
        "from_x": (s["w_in"] * x + s["b_in"]).item(),
        "past": past,
        "gated": r * past,
        "n": n,
        "n_open": new_state(1.0, z=0.0),
        "from_n": (1 - s["z"]) * n,
        "from_h": s["z"] * s["h_prev"],
        "h": new_state(held, s["z"]),
    }


def candidate_numbers(s: dict) -> dict[str, float]:
    """Every number that CandidateState shows in the state `s`, by name."""
    rows = [[s["w_11"], s["w_12"]], [s["w_21"], s["w_22"]]]
    bias = [s["b_1"], s["b_2"]]
    r, h_prev = [s["r_1"], s["r_2"]], [s["h_1"], s["h_2"]]
    cell = gru_cell(
        weight_ih=[[0.0]] * 6,
        weight_hh=[[0.0, 0.0]] * 4 + rows,
        bias_ih=[*map(bias_of, r), bias_of(0.0), bias_of(0.0), 0.0, 0.0],  # z = 0: h is n
        bias_hh=[0.0] * 4 + bias,
    )
    x, old = torch.zeros(1, 1, dtype=torch.float64), float64([h_prev])
    after = cell(x, old)
    before = gru_step(x, old, *cell.parameters(), reset_after=False).n
    gaps = (after - before).abs()

    parts = torch.cat([float64(rows) * old, float64([bias]).T], dim=1)
    row_gates = float64(r)[:, None].expand(2, 3)
    column_gates = float64([[*r, 1.0]]).expand(2, 3)
    tables = {"part": parts, "after": parts * row_gates, "before": parts * column_gates}
    vectors = {"after_n": after, "before_n": before, "gap": gaps}
    vectors |= {f"{form}_sum": tables[form].sum(dim=1)[None] for form in ("after", "before")}
    return {
        **s,
        **{
            f"{name}_{i + 1}{j + 1}": table[i, j].item()
            for name, table in tables.items()
            for i in range(2)
            for j in range(3)
        },
        **{f"{name}_{i + 1}": v[0, i].item() for name, v in vectors.items() for i in range(2)},
    }


def whole_cell(s: dict) -> nn.GRUCell:
    """The cell of WholeCell in the state `s`; a gate that the reader holds has only its bias."""
    gates = []
    for gate in ("r", "z"):
        held = s[f"{gate}_set_by"] == "me"
        own = (s[f"w_i{gate}"], s[f"w_h{gate}"], s[f"b_{gate}"])
        gates.append((0.0, 0.0, bias_of(s[gate])) if held else own)
    rows = [*gates, (s["w_in"], s["w_hn"], s["b_in"])]
    return gru_cell(
        weight_ih=[[row[0]] for row in rows],
        weight_hh=[[row[1]] for row in rows],
        bias_ih=[row[2] for row in rows],
        bias_hh=[0.0, 0.0, s["b_hn"]],
    )


@torch.no_grad()
def whole_cell_run(s: dict, inputs: list[float]) -> dict[str, list[float]]:
    """r, z, n and h of WholeCell over a sequence, from h = 0."""
    cell = whole_cell(s)
    h = torch.zeros(1, 1, dtype=torch.float64)
    run = {"r": [], "z": [], "n": [], "h": []}
    for x in float64(inputs).reshape(-1, 1, 1):
        step = gru_step(x, h, *cell.parameters())
        h = cell(x, h)
        for name, value in {**step._asdict(), "h": h}.items():
            run[name].append(value.item())
    return run


def whole_cell_numbers(s: dict) -> dict[str, float]:
    """Every number that WholeCell shows at x and h_prev in the state `s`, by name."""
    cell, x = whole_cell(s), float64([[s["x"]]])
    by = {way: float64([[s["h_prev"]]]).requires_grad_() for way in ("z", "n", "r", "straight")}
    (w_ir, w_iz, w_in), (w_hr, w_hz, w_hn) = cell.weight_ih, cell.weight_hh
    b_r, b_z, b_in = cell.bias_ih
    r = torch.sigmoid(w_ir * x + w_hr * by["r"] + b_r)
    z = torch.sigmoid(w_iz * x + w_hz * by["z"] + b_z)
    past = w_hn * by["n"] + cell.bias_hh[2]
    n = torch.tanh(w_in * x + b_in + r * past)
    h = (1 - z) * n + z * by["straight"]
    slopes = dict(zip(by, torch.autograd.grad(h, by.values()), strict=True))

    h_prev = float64([[s["h_prev"]]]).requires_grad_()
    (slope,) = torch.autograd.grad(cell(x, h_prev), h_prev)
    numbers = {"r": r, "z": z, "n": n, "h": cell(x, h_prev), "past": past, "gated": r * past}
    numbers |= {"from_x": w_in * x + b_in, "kept": z * h_prev, "taken": (1 - z) * n, "takes": 1 - z}
    numbers |= {"slope": slope, "straight": slopes.pop("straight")}
    numbers |= {f"through_{way}": part for way, part in slopes.items()}
    return {**s, **{name: value.item() for name, value in numbers.items()}}
