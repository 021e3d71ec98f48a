"""Where outcomes come from, when it is not one place: kept ones may be older than the others."""

from collections.abc import Iterable

from gru_course.lab.trial import Outcome


def mixture(outcomes: Iterable[Outcome]) -> list[str]:
    """One line that names the devices and versions of which there are several, or none.

    Such as "runs of different origin: device cpu and cuda, torch 2.7.1 and 2.8.0".
    """
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        for name, value in {"device": outcome.device, **outcome.versions}.items():
            values = found.setdefault(name, [])
            if value is not None and value not in values:
                values.append(value)
    several = [f"{name} {' and '.join(values)}" for name, values in found.items() if values[1:]]
    return [f"runs of different origin: {', '.join(several)}"] if several else []
