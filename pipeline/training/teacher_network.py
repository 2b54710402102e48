"""The teacher's network (PyTorch): a transformer encoder with rotary positions, one head that guesses, two that tag."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEAD = 64


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder."""

    width: int = 512
    layers: int = 8
    pieces: int = 16_000
    longest: int = 1024


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions: each pair of channels turned by an angle that grows with the position."""
    a, b = x[..., : HEAD // 2], x[..., HEAD // 2 :]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1).to(x.dtype)


class Block(nn.Module):
    """Attention and a feed-forward layer, each behind a norm and added to its input."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.query_key_value, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout, self.heads = dropout, width // HEAD
        for layer in (self.query_key_value, self.up):
            nn.init.normal_(layer.weight, std=0.02)
        for layer in (self.out, self.down):
            nn.init.normal_(layer.weight, std=0.02 / math.sqrt(2 * shape.layers))

    def forward(self, x: Tensor, mask: Tensor | None, cos: Tensor, sin: Tensor) -> Tensor:
        size, length, width = x.shape
        parts = self.query_key_value(self.norms[0](x)).view(size, length, 3, self.heads, HEAD)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        chance = self.dropout if self.training else 0.0
        attended = F.scaled_dot_product_attention(
            rotate(query, cos, sin), rotate(key, cos, sin), value, attn_mask=mask, dropout_p=chance
        )
        x = x + F.dropout(self.out(attended.transpose(1, 2).reshape(size, length, width)), chance)
        return x + F.dropout(self.down(F.gelu(self.up(self.norms[1](x)))), chance)


class Encoder(nn.Module):
    """Word pieces to vectors; ``guess`` scores the vocabulary for masked places."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.embed = nn.Embedding(shape.pieces, shape.width)
        nn.init.normal_(self.embed.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.layers))
        self.norm, self.guess_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.guess_layer, self.guess_bias = nn.Linear(shape.width, shape.width), nn.Parameter(torch.zeros(shape.pieces))
        angles = torch.arange(shape.longest)[:, None] / 10_000 ** (torch.arange(HEAD // 2)[None] / (HEAD // 2))
        self.cos: Tensor
        self.sin: Tensor
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    def forward(self, pieces: Tensor, mask: Tensor | None = None) -> Tensor:
        length = pieces.shape[1]
        x = F.dropout(self.embed(pieces), self.dropout, self.training)
        for block in self.blocks:
            x = block(x, mask, self.cos[:length], self.sin[:length])
        return self.norm(x)

    def guess(self, vectors: Tensor) -> Tensor:
        return F.linear(self.guess_norm(F.gelu(self.guess_layer(vectors))), self.embed.weight, self.guess_bias)


class Tagger(nn.Module):
    """Tags words by the vector of their first piece, with the eleven labels or with the three coarse ones."""

    def __init__(self, encoder: Encoder, fine: int, coarse: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(
            {"fine": nn.Linear(encoder.shape.width, fine), "coarse": nn.Linear(encoder.shape.width, coarse)}
        )

    def forward(self, pieces: Tensor, first: Tensor, mask: Tensor, head: str) -> Tensor:
        vectors = self.encoder(pieces, mask)
        words = torch.gather(vectors, 1, first[..., None].expand(-1, -1, vectors.shape[-1]))
        return self.heads[head](F.dropout(words, 0.1, self.training))
