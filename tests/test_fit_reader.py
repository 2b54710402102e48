"""The reader that is fitted with torch is the one that numpy reads with."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.components.event_choices import Choice
from pipeline.components.paragraph_reader import make_passage, pair_up
from tests.components.test_paragraph_reader import told

torch = pytest.importorskip("torch", reason="training needs the extra train")


def test_what_is_fitted_is_what_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates that are right behind one event and wrong behind another are told apart, and the states are torch's."""
    from pipeline.training import fit_reader
    from pipeline.training.event_examples import ChoiceExample, PhraseExample
    from pipeline.training.fit_network import NetworkSettings

    doc = told()
    first, second = list(doc.sents)
    passages = [make_passage([first], {3: "ARREST_DETAIN"}, [1]), make_passage([second], {8: "ARREST_DETAIN"}, [])]
    dates = [ChoiceExample("", passages[0], Choice(3, ["05", "06"], [1, 4], [["x"], ["x"]]), (True, False), True)]
    phrases = [PhraseExample("", 0, "Omar", ["y"], passages[0], 3, 4, (False, True, False, False))]
    phrases += [PhraseExample("", 1, "He", ["y"], passages[1], 8, 6, (False, False, False, False))]
    fitted, export = {}, fit_reader._export_reader

    def keep(reader: object, names: dict[str, list[str]]) -> object:
        fitted["reader"] = reader
        return export(reader, names)  # type: ignore[arg-type]

    monkeypatch.setattr(fit_reader, "_export_reader", keep)
    settings = fit_reader.ReaderSettings(NetworkSettings(width=8, min_count=1, dropped=0, dropout=0), 1, 3, 200, 2e-2)
    reader, (parts, when, where) = fit_reader.fit_reader(doc.vocab, phrases, dates, [], settings)
    assert where is None and parts is not None and when is not None
    _, rows, _ = fit_reader._number_words(doc.vocab, passages)
    fitted["reader"].eval()
    with torch.no_grad():
        states = fitted["reader"]([rows[passage] for passage in passages]).numpy()
    for at, own in enumerate(reader.read_passages(doc.vocab, passages)):
        assert own == pytest.approx(states[at, : len(own)], abs=5e-3)
    own = reader.read(doc, passages)
    right, wrong = when.score([["x"], ["x"]], pair_up(own, [3, 3], [1, 4]))[:, 0]
    assert right > 1 > wrong, "only what was read tells the two dates apart"


def test_torch_pairs_what_numpy_multiplies() -> None:
    from pipeline.training import fit_reader

    states = np.random.default_rng(0).normal(size=(2, 9, 3)).astype(np.float32)
    rows, events, others = [0, 0, 1, 1], [3, 2, 0, 5], [1, 2, 8, 6]
    built = fit_reader._pair_up(*map(torch.tensor, (states, rows, events, others))).numpy()
    pairs = pair_up(states.reshape(18, 3), [9 * row + at for row, at in zip(rows, events, strict=True)], [9 * row + at for row, at in zip(rows, others, strict=True)])  # fmt: skip
    assert pairs @ np.eye(12) == pytest.approx(built, abs=1e-5)
