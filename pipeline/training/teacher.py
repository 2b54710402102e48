"""Makes the silver names: pretrains a transformer on the report text, tunes it on the annotated names, lets it read.

    python -m pipeline.training.teacher CORPUS WORK [--minutes-words 2] [--minutes-names 2] [--seeds 2]

Not part of `make train`: it wants a GPU, torch and tokenizers, and its output (silver_*.names.gz here) ships with the
project. Schedules run by the clock, so another machine gives another teacher; the model card describes the one used."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import spacy
import torch
import torch.nn.functional as F
from spacy.tokens import Doc
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from torch import Tensor, nn

from pipeline.training.augment import straighten
from pipeline.training.corpora import LABELS, read_coarse, read_paragraphs, read_reports
from pipeline.training.examples import gold_docs, heading_docs
from pipeline.training.silver import Reading, choose_paragraphs, write_coarse_silver, write_report_silver
from pipeline.training.teacher_network import Encoder, Shape, Tagger
from pipeline.training.vectors import unique_paragraphs

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SEPARATOR, MASK = 3, 4
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LENGTH, BATCH = 256, 128 if DEVICE == "cuda" else 4
BATCH_PIECES = 6000 if DEVICE == "cuda" else 600
TAGS = {
    "fine": ["O", *(f"{mark}-{label}" for label in LABELS for mark in "BI")],
    "coarse": ["O", *(f"{mark}-{label}" for label in ("PERSON", "ORG", "LOC") for mark in "BI")],
}


@dataclass(frozen=True)
class Item:
    """A text as pieces, the first piece of each word, and the word's tags (none where it is only read)."""

    pieces: list[int]
    first: list[int]
    tags: list[int] | None


def learn_pieces(texts: Iterable[str], count: int) -> Tokenizer:
    """Word pieces, cased."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=count, special_tokens=SPECIAL, limit_alphabet=300)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def mask_words(pieces: Tensor, continues: Tensor) -> tuple[Tensor, Tensor]:
    """The batch with 22 % of its words hidden (85 % as [MASK], 5 % as another piece), and where to guess."""
    word = (~continues[pieces]).long().cumsum(1).clamp(max=pieces.shape[1] - 1)
    chosen = (torch.rand(pieces.shape, device=DEVICE).gather(1, word) < 0.22) & (pieces != SEPARATOR)
    fate = torch.rand(pieces.shape, device=DEVICE)
    hidden = torch.where(chosen & (fate < 0.85), MASK, pieces)
    other = torch.randint(0, len(continues), pieces.shape, device=DEVICE)
    return torch.where(chosen & (fate > 0.95), other, hidden), chosen


def pretrain(texts: list[str], tokenizer: Tokenizer, shape: Shape, seconds: float) -> Encoder:
    """An encoder that guesses hidden words; the learning rate falls with the clock."""
    stream: list[int] = []
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        stream += [*encoding.ids, SEPARATOR]
    data = torch.tensor(stream, dtype=torch.int32, device=DEVICE)
    names = {number: piece for piece, number in tokenizer.get_vocab().items()}
    continues = torch.tensor([names.get(i, "").startswith("##") for i in range(shape.pieces)], device=DEVICE)
    torch.manual_seed(0)
    encoder = Encoder(shape).to(DEVICE)
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=1e-3, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.05)
    start, step = time.monotonic(), 0
    while (done := (time.monotonic() - start) / seconds) < 1:
        optimizer.param_groups[0]["lr"] = 1e-3 * min(1, step / 200) * (1 - done) + 1e-6
        at = torch.randint(0, len(stream) - LENGTH - 1, (BATCH, 1), device=DEVICE)
        pieces = data[at + torch.arange(LENGTH, device=DEVICE)].long()
        hidden, chosen = mask_words(pieces, continues)
        with torch.autocast(DEVICE, dtype=torch.bfloat16):
            guesses = encoder.guess(encoder(hidden)[chosen])
        descend(F.cross_entropy(guesses.float(), pieces[chosen]), encoder, optimizer)
        step += 1
    return encoder


def descend(loss: Tensor, network: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def tag_numbers(doc: Doc, scheme: list[str]) -> list[int]:
    return [scheme.index(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O") for t in doc]


def encode(
    tokenizer: Tokenizer, words: list[list[str]], tags: list[list[int]] | None, longest: int = 500
) -> list[Item]:
    items = []
    for i, encoding in enumerate(tokenizer.encode_batch(words, is_pretokenized=True, add_special_tokens=False)):
        first: dict[int, int] = {}
        for place, word in enumerate(encoding.word_ids):
            if word is not None:
                first.setdefault(word, min(place, longest - 1))
        places = [first.get(word, 0) for word in range(len(words[i]))]
        items.append(Item(encoding.ids[:longest], places, tags[i] if tags else None))
    return items


def batches(items: list[Item], size: int, draw: random.Random | None = None) -> list[list[int]]:
    """Indices of items of like length, so many pieces a batch, in a drawn order."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].pieces) + (30 * draw.random() if draw else 0))
    groups: list[list[int]] = [[]]
    widest = 0
    for i in order:
        widest = max(widest, len(items[i].pieces))
        if groups[-1] and widest * (len(groups[-1]) + 1) > size:
            groups.append([])
            widest = len(items[i].pieces)
        groups[-1].append(i)
    if draw:
        draw.shuffle(groups)
    return groups


def pad(items: list[Item]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, first places, tags (-100 where there is none) and the attention mask of a batch."""
    length, words = max(1, *(len(i.pieces) for i in items), 1), max(len(i.first) for i in items)
    pieces, first = torch.zeros(len(items), length, dtype=torch.long), torch.zeros(len(items), words, dtype=torch.long)
    tags, mask = torch.full((len(items), words), -100), torch.zeros(len(items), 1, 1, length, dtype=torch.bool)
    for row, item in enumerate(items):
        pieces[row, : len(item.pieces)] = torch.tensor(item.pieces)
        first[row, : len(item.first)] = torch.tensor(item.first)
        mask[row, ..., : len(item.pieces)] = True
        if item.tags:
            tags[row, : len(item.tags)] = torch.tensor(item.tags)
    return pieces.to(DEVICE), first.to(DEVICE), tags.to(DEVICE), mask.to(DEVICE)


def respell(words: list[str], draw: random.Random) -> list[str]:
    """Lower case (5 %), capitals (4 %), straight quotes (16 %), or the words as they are."""
    chance = draw.random()
    if chance < 0.09:
        return [w.lower() if chance < 0.05 else w.upper() for w in words]
    return [straighten(w) for w in words] if chance < 0.25 else words


def tune(
    encoder: Encoder, tokenizer: Tokenizer, fine: list[Doc], coarse: list[Doc], seed: int, seconds: float
) -> Tagger:
    """A tagger on the annotated names, with a batch of the coarse sets after every third one."""
    draw = random.Random(seed)
    torch.manual_seed(seed)
    tuned = Encoder(encoder.shape, dropout=0.1)
    tuned.load_state_dict(encoder.state_dict())
    tagger = Tagger(tuned, len(TAGS["fine"]), len(TAGS["coarse"])).to(DEVICE)
    groups = [
        {"params": tagger.encoder.parameters(), "share": 1.0},
        {"params": tagger.heads.parameters(), "share": 5.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=3e-4, betas=(0.9, 0.98), weight_decay=0.05)
    words, tags = [[t.text for t in d] for d in fine], [tag_numbers(d, TAGS["fine"]) for d in fine]
    others = encode(tokenizer, [[t.text for t in d] for d in coarse], [tag_numbers(d, TAGS["coarse"]) for d in coarse])
    start, step, queue = time.monotonic(), 0, list[list[int]]()
    while time.monotonic() - start < seconds:
        items = encode(tokenizer, [respell(w, draw) for w in words], tags)
        for group in batches(items, BATCH_PIECES, draw):
            done = min(1.0, (time.monotonic() - start) / seconds)
            for part in optimizer.param_groups:
                part["lr"] = 3e-4 * part["share"] * min(1, step / 80) * (1 - done) + 1e-7
            tagger.train()
            loss = tagging_loss(tagger, [items[i] for i in group], "fine")
            if step % 3 == 0 and done < 0.75:
                queue = queue or batches(others, BATCH_PIECES, draw)
                loss = loss + 0.4 * tagging_loss(tagger, [others[i] for i in queue.pop()], "coarse")
            descend(loss, tagger, optimizer)
            step += 1
    return tagger


def tagging_loss(tagger: Tagger, items: list[Item], head: str) -> Tensor:
    pieces, first, tags, mask = pad(items)
    with torch.autocast(DEVICE, dtype=torch.bfloat16):
        scores = tagger(pieces, first, mask, head)
    return F.cross_entropy(scores.float().transpose(1, 2), tags, ignore_index=-100, label_smoothing=0.02)


@torch.no_grad()
def read(taggers: list[Tagger], tokenizer: Tokenizer, docs: list[Doc]) -> Iterator[Reading]:
    """What the taggers, probabilities averaged, find in each Doc."""
    items = encode(tokenizer, [[t.text for t in d] for d in docs], None)
    found: dict[int, np.ndarray] = {}
    for group in batches(items, 10 * BATCH_PIECES):
        pieces, first, _, mask = pad([items[i] for i in group])
        total: Tensor | float = 0.0
        for tagger in taggers:
            total = total + torch.softmax(tagger.eval()(pieces, first, mask, "fine").float(), -1)
        for row, i in enumerate(group):
            found[i] = (total[row, : len(docs[i])] / len(taggers)).cpu().numpy()  # type: ignore[index]
    yield from (Reading.of(found[i], TAGS["fine"]) for i in range(len(docs)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("work", type=Path, help="where the silver files are written")
    parser.add_argument("--minutes-words", type=float, default=2.0)
    parser.add_argument("--minutes-names", type=float, default=2.0)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--small", action="store_true", help="a small network on a little text, to try the program")
    args = parser.parse_args()
    nlp, shape = spacy.blank("en"), Shape()
    reports = args.corpus / "state-dept" / "text.jsonl.gz"
    texts, coarse = (
        list(unique_paragraphs(reports)),
        read_coarse(args.corpus / "ner-coarse" / "nerA-train.spacy", nlp.vocab),
    )
    fine = [*gold_docs(nlp, args.corpus / "annotated", held_back=False), *heading_docs(nlp, reports)]
    annotated = {text for path in (args.corpus / "annotated").glob("*.txt") for text in read_paragraphs(path)}
    pool = choose_paragraphs(nlp, read_reports(reports), annotated)
    if args.small:
        shape = replace(shape, width=64, layers=2)
        texts, coarse, fine, pool = texts[:2000], coarse[:200], fine[:200], pool[:200]
    tokenizer = learn_pieces(texts[:: max(1, len(texts) // 50_000)], shape.pieces)
    encoder = pretrain([*texts, *(d.text for d in coarse)], tokenizer, shape, 60 * args.minutes_words)
    taggers = [tune(encoder, tokenizer, fine, coarse, seed, 60 * args.minutes_names) for seed in range(args.seeds)]
    args.work.mkdir(parents=True, exist_ok=True)
    write_report_silver(pool, read(taggers, tokenizer, [p.doc for p in pool]), args.work / "silver_reports.names.gz")
    write_coarse_silver(coarse, read(taggers, tokenizer, coarse), args.work / "silver_coarse.names.gz")


if __name__ == "__main__":
    main()
