"""What every widget of the course shares on the Python side.

A widget's state is a set of plain values, each a traitlet made by `number`, `option` or `text`.
The class declares names, ranges, defaults and presets once; the browser reads them from there.
"""

import math
from typing import Any, ClassVar

import anywidget
import traitlets

from gru_course.palette import css_variables
from gru_course.widgets import bundle

VIEW = "application/vnd.jupyter.widget-view+json"


class Finite(traitlets.Float):
    """A number that JSON can hold: neither infinite nor "not a number"."""

    def validate(self, obj: Any, value: Any) -> Any:
        """The number. Raises TraitError where it is none, outside its range, or not finite."""
        value = super().validate(obj, value)
        if not math.isfinite(value):
            raise traitlets.TraitError(f"{self.name} must be a finite number, got {value}")
        return value


class Series(traitlets.List):
    """A list of as many numbers as its default has, each from `low` to `high`."""

    def __init__(self, default: list[float], low: float, high: float, **options: Any) -> None:
        self.low, self.high, self.length = low, high, len(default)
        super().__init__(traitlets.Float(), default_value=list(default), **options)

    def validate(self, obj: Any, value: Any) -> Any:
        """The numbers. Raises TraitError where they are too few or many, or outside their range."""
        value = [float(one) for one in super().validate(obj, value) or ()]
        if len(value) != self.length:
            raise traitlets.TraitError(
                f"{self.name} must hold {self.length} numbers, got {len(value)}"
            )
        for one in value:
            if not self.low <= one <= self.high:  # false for "not a number" too
                raise traitlets.TraitError(
                    f"{self.name} must hold numbers from {self.low:g} to {self.high:g}, got {one}"
                )
        return value


def number(default: float, low: float, high: float, help: str, step: float = 0.01) -> Any:
    """A state value from `low` to `high` that a slider moves by `step`."""
    return Finite(default, min=low, max=high, help=help).tag(sync=True, state=True, step=step)


def option(default: str, options: tuple[str, ...] | dict[str, Any], help: str) -> Any:
    """A state value that is one of `options`; of a dict, the browser gets the values too."""
    values = options if isinstance(options, dict) else None
    return traitlets.Enum(tuple(options), default, help=help).tag(
        sync=True, state=True, values=values
    )


def series(default: list[float], low: float, high: float, help: str, step: float = 0.1) -> Any:
    """A state value of several numbers, such as a drawn input: always as many as the default."""
    return Series(default, low, high, help=help).tag(sync=True, state=True, step=step)


class GRUWidget(anywidget.AnyWidget):
    """A widget whose browser side is `<module>.js`, with `<module>.css` if it has looks of its own.

    `state` is one small JSON value; `presets` maps a button's text to changes of the state;
    a page without JavaScript shows the widget with the changes in `still`, and `caption` below it.
    """

    module: ClassVar[str]
    caption: ClassVar[str]
    presets: ClassVar[dict[str, dict[str, Any]]] = {}
    still: ClassVar[dict[str, Any]] = {}

    _module = traitlets.Unicode(read_only=True).tag(sync=True)
    _schema = traitlets.Dict(read_only=True).tag(sync=True)
    _presets: traitlets.List = traitlets.List(read_only=True).tag(sync=True)
    _opening = traitlets.Dict(read_only=True).tag(sync=True)  # the state that Reset goes back to

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "module" in vars(cls):  # anywidget makes further subclasses that only add traits
            cls._esm = bundle.javascript(f"{cls.module}.js")
            cls._css = css_variables() + bundle.stylesheet(f"{cls.module}.js")
        super().__init_subclass__(**kwargs)

    def __init__(self, **state: Any) -> None:
        unknown = sorted(set(state) - set(self._state_traits()) - {"layout"})
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no {', '.join(unknown)}; "
                f"its state is {', '.join(self._state_traits())}"
            )
        super().__init__(**state)
        self.set_trait("_module", self.module)
        self.set_trait("_schema", {name: _range(t) for name, t in self._state_traits().items()})
        self.set_trait("_presets", in_order(self.presets))
        self.set_trait("_opening", self.state)

    @property
    def state(self) -> dict[str, Any]:
        """The whole state as plain values, in the order of declaration."""
        return {name: getattr(self, name) for name in self._state_traits()}

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={_short(value)}" for name, value in self.state.items())
        return f"{type(self).__name__}({values})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        about = {"module": self.module, "caption": self.caption, "still": self.still}
        return data, {**metadata, VIEW: about}

    @classmethod
    def _state_traits(cls) -> dict[str, traitlets.TraitType]:
        traits = cls.class_traits(state=True)
        declared = [name for base in reversed(cls.__mro__) for name in vars(base)]
        return {name: traits[name] for name in declared if name in traits}


def in_order(presets: dict[str, dict[str, Any]]) -> list[list]:
    """Presets as pairs: notebooks are written with their dictionaries sorted by name."""
    return [[text, changes] for text, changes in presets.items()]


def _short(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_short, value))}]"
    return f"{value:.4g}" if isinstance(value, float) else repr(value)


def _range(trait: traitlets.TraitType) -> dict[str, Any]:
    declared = {"default": trait.default()}
    if isinstance(trait, Series):
        declared |= {"min": trait.low, "max": trait.high, "step": trait.metadata["step"]}
    if isinstance(trait, traitlets.Float):
        declared |= {"min": trait.min, "max": trait.max, "step": trait.metadata["step"]}
    if isinstance(trait, traitlets.Enum):
        declared |= {"options": list(trait.values or ())}
        if trait.metadata["values"]:
            declared |= {"values": trait.metadata["values"]}
    return declared
