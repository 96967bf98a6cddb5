"""The registry of formats: every module of this package that has a `FORMAT` is one, so adding one is adding a file."""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from exchange.formats.base import Format


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """Every format by its name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {entry.name: entry for entry in sorted(found, key=lambda entry: entry.name)}
