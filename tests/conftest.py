"""What tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.annotate import load_pipeline

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material that may not be published; tests that need it are skipped in a plain clone."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("needs ../shared, which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The assembled pipeline with the model that ships with the project."""
    return load_pipeline()


@pytest.fixture(scope="session")
def blank() -> Language:
    """The assembled pipeline without a trained model."""
    return load_pipeline("blank")
