import pytest

from pipeline.countries import COUNTRIES, NAMES, find_country, find_mentions


@pytest.mark.parametrize("entry", NAMES, ids=lambda entry: f"{entry.name}-{entry.kind}")
def test_every_name_is_found_in_its_example(entry):
    found = {(mention.text, mention.iso3) for mention in find_mentions(entry.example)}
    assert (entry.name, entry.iso3) in found


def test_codes_agree_with_iso_3166():
    pycountry = pytest.importorskip("pycountry")
    ours = {(c.iso3, c.iso2, c.m49) for c in COUNTRIES.values() if c.iso3 != "XKX"}
    assert ours == {(c.alpha_3, c.alpha_2, c.numeric) for c in pycountry.countries}


def test_state_numbers_are_unique():
    numbers = [c.cow for c in COUNTRIES.values() if c.cow]
    assert len(numbers) == len(set(numbers)) == 195


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Turkey (Türkiye)", "TUR"),
        ("THE GAMBIA", "GMB"),
        ("Côte d’Ivoire", "CIV"),
        ("cote divoire", "CIV"),
        ("NAM", "NAM"),
        ("China (Includes Hong Kong, Macau, and Tibet)", "CHN"),
        ("Swaziland", "SWZ"),
        ("Kosovo", "XKX"),
        ("Israel/Palestine", "ISR"),
    ],
)
def test_spellings(name, iso3):
    assert find_country(name).iso3 == iso3


def test_the_longest_name_wins():
    text = "Papua New Guinea, Guinea-Bissau and the Democratic Republic of the Congo met South Sudanese envoys."
    assert [m.iso3 for m in find_mentions(text)] == [("PNG",), ("GNB",), ("COD",), ("SSD",)]
