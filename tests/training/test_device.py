import pytest
import torch

from gru_course.training.device import ENVIRONMENT_VARIABLE, resolve_device


@pytest.fixture
def machine(monkeypatch):
    """Pretend to be a machine with these accelerators."""

    def pretend(*, cuda=False, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    pretend()
    return pretend


@pytest.mark.parametrize(
    ("accelerators", "best"),
    [({}, "cpu"), ({"mps": True}, "mps"), ({"cuda": True}, "cuda")],
)
def test_auto_is_the_fastest_device_at_hand(machine, accelerators, best):
    machine(**accelerators)
    assert resolve_device("auto") == torch.device(best)
    assert resolve_device() == torch.device(best)


def test_the_environment_decides_when_no_name_is_given(machine, monkeypatch):
    machine(cuda=True)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "cpu")
    assert resolve_device() == torch.device("cpu")
    assert resolve_device("cuda") == torch.device("cuda")  # a name given in code comes first
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "")
    assert resolve_device() == torch.device("cuda")


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_an_absent_device_is_refused_with_what_there_is(machine, name):
    with pytest.raises(RuntimeError, match=rf"device must .* has \(cpu\), got '{name}'"):
        resolve_device(name)


def test_an_unknown_name_is_refused_where_it_came_from(machine, monkeypatch):
    with pytest.raises(ValueError, match="device must be one of auto, cpu, cuda, mps, got 'tpu'"):
        resolve_device("tpu")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "gpu")
    with pytest.raises(ValueError, match=r"GRU_COURSE_DEVICE must be one of .*, got 'gpu'"):
        resolve_device()
