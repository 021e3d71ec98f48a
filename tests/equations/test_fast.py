"""Training in JavaScript gives torch's losses, gradients and weights, to twelve digits."""

import pytest
import torch

from .torch_side import NAMES

TRAIN = """({ settings, x, y, updates }) => {
  const trainer = eq.createTrainer(settings);
  const before = { loss: trainer.loss(x, y), predicted: [...trainer.predict(x)] };
  const losses = [trainer.step(x, y)];
  const gradients = trainer.gradients();
  while (losses.length < updates) losses.push(trainer.step(x, y));
  return { ...before, losses, gradients, weights: trainer.weights() };
}"""


def close(found, expected):
    torch.testing.assert_close(
        torch.tensor(found, dtype=torch.float64), expected, rtol=1e-12, atol=1e-12
    )


def parameters(gru, head) -> dict[str, torch.Tensor]:
    named = {name: getattr(gru, f"{name}_l0") for name in NAMES}
    return {**named, "head_weight": head.weight[0], "head_bias": head.bias[0]}


def gradients(gru, head) -> dict[str, torch.Tensor]:
    named = {name: getattr(gru, f"{name}_l0").grad.clone() for name in NAMES}
    return {**named, "head_weight": head.weight.grad[0].clone(), "head_bias": head.bias.grad[0]}


@pytest.mark.parametrize("hidden", [1, 2, 5, 16])
@pytest.mark.parametrize(("inputs", "batch", "steps"), [(1, 8, 25), (3, 2, 6), (1, 1, 1)])
def test_twenty_steps_of_adam_are_torchs(js, hidden, inputs, batch, steps):
    gru = torch.nn.GRU(inputs, hidden, dtype=torch.float64)
    head = torch.nn.Linear(hidden, 1, dtype=torch.float64)
    x = torch.randn(steps, batch, inputs, dtype=torch.float64)
    y = torch.randn(steps, batch, dtype=torch.float64)
    named = parameters(gru, head)
    settings = {
        "inputSize": inputs,
        "hiddenSize": hidden,
        "batchSize": batch,
        "steps": steps,
        "learningRate": 0.01,
        "weights": {name: value.tolist() for name, value in named.items()},
    }
    given = {"settings": settings, "x": x.flatten().tolist(), "y": y.flatten().tolist()}
    found = js(TRAIN, {**given, "updates": 20})

    adam = torch.optim.Adam([*gru.parameters(), *head.parameters()], lr=0.01)
    predicted = head(gru(x)[0]).squeeze(-1)
    close(found["predicted"], predicted.detach().flatten())
    losses = []
    for update in range(20):
        adam.zero_grad()
        loss = (head(gru(x)[0]).squeeze(-1) - y).square().mean()
        loss.backward()
        if update == 0:
            for name, gradient in gradients(gru, head).items():
                close(found["gradients"][name], gradient)
        adam.step()
        losses.append(loss.detach())
    assert found["loss"] == found["losses"][0]
    assert losses[-1] < losses[0]
    close(found["losses"], torch.stack(losses))
    for name, value in parameters(gru, head).items():
        close(found["weights"][name], value.detach())


def test_the_page_learns_to_continue_sines_of_frequencies_it_never_saw(js):
    first, last, persistence = js(
        """() => {
          const [random, size] = [eq.mulberry32(0), { batchSize: 8, steps: 25 }];
          const weights = eq.initialWeights({ hiddenSize: 8 }, random);
          const settings = { ...size, hiddenSize: 8, learningRate: 0.01, weights };
          const trainer = eq.createTrainer(settings);
          const { x, y } = eq.sineBatch({ ...size, part: "test" }, random);
          const losses = [trainer.loss(x, y)];
          for (let k = 0; k < 1000; k++) {
            const wave = eq.sineBatch(size, random);
            trainer.step(wave.x, wave.y);
          }
          const lazy = x.reduce((sum, value, s) => sum + (value - y[s]) ** 2, 0) / x.length;
          return [losses[0], trainer.loss(x, y), lazy];
        }"""
    )
    assert last < 0.01 < persistence < first
