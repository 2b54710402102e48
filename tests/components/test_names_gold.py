"""Names on annotated reports, with floors. A floor is lowered only in a commit that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.annotate import OWN_MODEL
from tests.names_effects import HELD_BACK, Sample, load_recognizer, score

# strict F1, span F1
RULES_ALONE_DEVELOPMENT = (0.87, 0.87)
RULES_ALONE_HELD_BACK = (0.76, 0.77)
WITH_MODEL_DEVELOPMENT = (0.95, 0.96)
WITH_MODEL_HELD_BACK = (0.89, 0.93)


def development(shared: Path) -> list[Path]:
    return [path.with_suffix(".txt") for path in sorted((shared / "gold" / "dev").glob("*.names"))]


def held_back(shared: Path) -> list[Path]:
    folder = shared / "corpus" / "annotated"
    if not folder.is_dir():
        pytest.skip("needs ../shared/corpus")
    return [folder / f"{chunk}.txt" for chunk in HELD_BACK]


def test_rules_alone(shared: Path) -> None:
    strict, spans, _ = score((s.find(), s.gold) for s in (Sample(p, shared, None) for p in development(shared)))
    assert strict >= RULES_ALONE_DEVELOPMENT[0] and spans >= RULES_ALONE_DEVELOPMENT[1], (
        f"strict {strict:.3f}, spans {spans:.3f}"
    )
    strict, spans, _ = score((s.find(), s.gold) for s in (Sample(p, shared, None) for p in held_back(shared)))
    assert strict >= RULES_ALONE_HELD_BACK[0] and spans >= RULES_ALONE_HELD_BACK[1], (
        f"strict {strict:.3f}, spans {spans:.3f}"
    )


@pytest.mark.skipif(not (OWN_MODEL / "meta.json").exists(), reason="needs the trained model")
def test_recognizer_and_rules(shared: Path) -> None:
    nlp = load_recognizer(str(OWN_MODEL))
    strict, spans, _ = score((s.find(), s.gold) for s in (Sample(p, shared, nlp) for p in development(shared)))
    assert strict >= WITH_MODEL_DEVELOPMENT[0] and spans >= WITH_MODEL_DEVELOPMENT[1], (
        f"strict {strict:.3f}, spans {spans:.3f}"
    )
    strict, spans, _ = score((s.find(), s.gold) for s in (Sample(p, shared, nlp) for p in held_back(shared)))
    assert strict >= WITH_MODEL_HELD_BACK[0] and spans >= WITH_MODEL_HELD_BACK[1], (
        f"strict {strict:.3f}, spans {spans:.3f}"
    )
