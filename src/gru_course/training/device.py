"""Where tensors live: the processor or an accelerator.

The same code runs on all of them: random numbers are drawn on the CPU, then moved.
"""

import os

import torch

from gru_course.validation import choice

ENVIRONMENT_VARIABLE = "GRU_COURSE_DEVICE"
NAMES = ("auto", "cpu", "cuda", "mps")


def resolve_device(name: str | None = None) -> torch.device:
    """The device called `name`: "auto", "cpu", "cuda" or "mps".

    "auto" is CUDA where there is one, else MPS, else the CPU. None asks the environment variable
    GRU_COURSE_DEVICE, and is "auto" when that is unset or empty.

    Raises ValueError for another name, RuntimeError for a device that this machine lacks.
    """
    argument = "device"
    if name is None:
        argument = ENVIRONMENT_VARIABLE
        name = os.environ.get(ENVIRONMENT_VARIABLE) or "auto"
    choice(argument, name, NAMES)
    present = _present_devices()
    if name == "auto":
        name = present[0]
    if name not in present:
        raise RuntimeError(
            f"{argument} must name a device that this machine has ({', '.join(present)}), "
            f"got {name!r}"
        )
    return torch.device(name)


def _present_devices() -> list[str]:
    """Names of the devices at hand, the fastest first."""
    accelerators = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    return [name for name, is_there in accelerators.items() if is_there] + ["cpu"]
