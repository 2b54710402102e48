"""The spaCy components, one concept a module. Importing this package registers their factories."""

import importlib

NAMES = (
    "sentences",
    "layout",
    "names",
    "numbers",
    "dates",
    "figures",
    "entities",
    "roles",
    "quotes",
    "events",
    "cases",
)

for _name in NAMES:
    importlib.import_module(f"{__name__}.{_name}")
