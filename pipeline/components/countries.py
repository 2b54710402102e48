"""Country names for components: see ``pipeline.countries``, which the parse stage reads too without loading spaCy."""

from pipeline.countries import (
    COUNTRIES,
    COUNTRY_NAMES,
    DEMONYMS,
    NAMES,
    Country,
    CountryMention,
    CountryName,
    find_country,
    find_mentions,
    fold_name,
)

__all__ = [
    "COUNTRIES",
    "COUNTRY_NAMES",
    "DEMONYMS",
    "NAMES",
    "Country",
    "CountryMention",
    "CountryName",
    "find_country",
    "find_mentions",
    "fold_name",
]
