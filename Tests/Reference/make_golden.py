"""Makes the golden files that the Swift tests compare with: `python make_golden.py`.

Everything is computed in double precision from fixed seeds and stored in f32. Weights are rounded
to bf16 first, so that the Swift networks start from exactly the same numbers in either precision.
A gradient stands beside its tensor as `NAME.gradient`, the gradient of the loss by the output as
`NAME.seed`.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from riposte_twin import Batch, Configuration, Discriminator, Generator, likelihood_loss

GOLDEN = Path(__file__).parent / "golden"
torch.set_default_dtype(torch.float64)


def normal(*shape, scale=1.0):
    """A leaf with standard normal elements, rounded to bf16."""
    values = (torch.randn(*shape) * scale).bfloat16().double()
    return values.requires_grad_()


def save(name, tensors):
    """Writes bf16 where it is exact, f32 elsewhere."""

    def stored(tensor):
        tensor = tensor.detach().double()
        half = tensor.bfloat16()
        return (half if torch.equal(half.double(), tensor) else tensor.float()).contiguous()

    save_file({name: stored(tensor) for name, tensor in tensors.items()}, GOLDEN / name)
    (GOLDEN / name).chmod(0o644)


def recorded(name, inputs, output):
    """The tensors of one operation, differentiated for Σ output ⊙ seed with a random seed."""
    seed = torch.randn_like(output).bfloat16().double()
    (output * seed).sum().backward()
    tensors = {f"{name}.output": output, f"{name}.output.seed": seed}
    for key, tensor in inputs.items():
        tensors[f"{name}.{key}"] = tensor
        if tensor.requires_grad:
            tensors[f"{name}.{key}.gradient"] = tensor.grad
    return tensors


def linear():
    x, weight, bias = normal(5, 7), normal(6, 7), normal(1, 6)
    y = F.linear(x, weight, bias[0])
    return recorded("linear", {"x": x, "weight": weight, "bias": bias}, y)


def lstm():
    """Sequences that begin at steps 0, 2 and never, from an initial state."""
    steps, batch, inputs, hidden = 4, 3, 5, 6
    x, weight = normal(steps * batch, inputs), normal(4 * hidden, inputs + hidden, scale=0.5)
    condition = normal(batch, 4 * hidden)
    state, cell = normal(batch, hidden), normal(batch, hidden)
    starts = torch.tensor([0, 2, 4])
    own = torch.cat([weight[:, :inputs], torch.eye(4 * hidden)], 1)
    h, c, states = state, cell, []
    for t in range(steps):
        now = torch.cat([x[t * batch : (t + 1) * batch], condition], 1)
        h, c = torch.lstm_cell(now, (h, c), own, weight[:, inputs:])
        has_begun = (t >= starts)[:, None]
        h, c = torch.where(has_begun, h, 0), torch.where(has_begun, c, 0)
        states.append(h)
    named = {"x": x, "weight": weight, "condition": condition, "state": state, "cell": cell}
    tensors = recorded("lstm", named | {"starts": starts}, torch.cat(states))
    return tensors | {"lstm.lastCell": c}


def attention():
    """Memories that begin at steps 0, 3 and never."""
    steps, memory, batch, width = 4, 5, 3, 6
    queries, keys = normal(steps * batch, width), normal(memory * batch, width)
    values = normal(memory * batch, width)
    starts = torch.tensor([0, 3, 5])
    readout = [[None] * batch for _ in range(steps)]
    for b in range(batch):
        seen = torch.arange(int(starts[b]), memory) * batch + b
        for t in range(steps):
            scores = keys[seen] @ queries[t * batch + b] / width**0.5
            readout[t][b] = torch.softmax(scores, 0) @ values[seen]
    output = torch.cat([torch.stack(row) for row in readout])
    named = {"queries": queries, "keys": keys, "values": values, "starts": starts}
    return recorded("attention", named, output)


def layer_norm():
    x, gain, bias = normal(5, 9), normal(1, 9), normal(1, 9)
    y = F.layer_norm(x, (9,), gain[0], bias[0], eps=1e-5)
    return recorded("layerNorm", {"x": x, "gain": gain, "bias": bias}, y)


def relaxed_sample():
    """Soft and straight-through Gumbel-softmax for given noise, at a temperature of 0.7."""
    tensors = {}
    for name in ("soft", "straightThrough"):
        logits = normal(5, 11)
        noise = -torch.log(-torch.log(torch.rand(5, 11))).detach()
        y = torch.softmax((logits + noise) / 0.7, -1)
        symbols = y.argmax(-1)
        if name == "straightThrough":
            y = F.one_hot(symbols, 11) + y - y.detach()
        inputs = {"logits": logits, "noise": noise, "symbols": symbols}
        tensors |= recorded(f"relaxedSample.{name}", inputs, y)
    return tensors


def cross_entropy():
    logits, targets = normal(6, 11, scale=3), torch.randint(11, (6,))
    weights = torch.tensor([1.0, 0, 1, 0.5, 1, 1])
    losses = F.cross_entropy(logits, targets, reduction="none")
    (losses @ weights * 0.25).backward()
    return {
        "crossEntropy.logits": logits,
        "crossEntropy.logits.gradient": logits.grad,
        "crossEntropy.targets": targets,
        "crossEntropy.weights": weights,
        "crossEntropy.losses": losses,
        "crossEntropy.sum": (losses @ weights)[None],
    }


def log_softmax():
    x = normal(5, 11, scale=3)
    return recorded("logSoftmax", {"x": x}, F.log_softmax(x, -1))


def adam(decay, clip):
    """Six steps from given gradients, each clipped to a norm. Epsilon stands beside the corrected
    root here and beside the uncorrected one in Riposte, so it is too small to matter."""
    weight, bias = normal(5, 7), normal(1, 6)
    tensors = {"weight.first": weight.detach().clone(), "bias.first": bias.detach().clone()}
    optimizer = torch.optim.AdamW(
        [weight, bias], lr=0.05, betas=(0.5, 0.99), eps=1e-12, weight_decay=decay
    )
    for step in range(6):
        for name, parameter in (("weight", weight), ("bias", bias)):
            gradient = normal(*parameter.shape, scale=0.3).detach()
            tensors[f"{name}.gradient.{step}"] = gradient
            parameter.grad = gradient.clone()
        norm = nn.utils.clip_grad_norm_([weight, bias], clip)
        optimizer.step()
        tensors[f"norm.{step}"] = norm[None]
        tensors[f"weight.{step}"] = weight.detach().clone()
        tensors[f"bias.{step}"] = bias.detach().clone()
    return tensors


# Tests/ModelsTests/TinyPassages.swift says the same; a Swift test fails when they part.
ALPHABET = "\nabcdefghijk"
PASSAGES = [
    ("", "abcab\n"),
    ("abcab\n", "def\n"),
    ("abcab\ndef\n", "gh\n"),
    ("def\ngh\n", "abcdea"),
    ("kkk\n", "f\n\x01"),
]


def symbols(text):
    return [1 if letter == "\x01" else 258 + ALPHABET.index(letter) for letter in text]


def network(name, configuration):
    """Both networks: weights, logits and gradients, for real text and, in the discriminator, for
    relaxed symbols."""
    topics = torch.softmax(torch.randn(len(PASSAGES), configuration.topics), -1)
    topics = topics.bfloat16().double()
    passages = [
        {"context": symbols(context), "continuation": symbols(text), "topics": weights.tolist()}
        for (context, text), weights in zip(PASSAGES, topics, strict=True)
    ]
    batch = Batch.of(passages, dtype=torch.float64)
    generator, discriminator = Generator(configuration), Discriminator(configuration)
    tensors = {"topics": topics, "targets": batch.targets.flatten(), "before": batch.before}
    for owner, twin in (("generator", generator), ("discriminator", discriminator)):
        weights = {
            key: (value + 0.1 * torch.randn_like(value)).bfloat16().double()
            for key, value in twin.tensors(lambda p: p.detach()).items()
        }
        twin.load(weights)
        tensors |= {f"{owner}/{key}": value for key, value in weights.items()}

    logits = generator(batch)
    loss = likelihood_loss(logits, batch)
    loss.backward()
    tensors |= {"generator.logits": logits.flatten(0, 1), "generator.loss": loss[None]}
    tensors |= gradients("generator", generator)

    judged = discriminator(batch, batch.targets).flatten(0, 1)
    seed = torch.randn_like(judged).bfloat16().double() / 8
    (judged * seed).sum().backward()
    tensors |= {"discriminator.logits": judged, "discriminator.seed": seed}
    tensors |= gradients("discriminator", discriminator)

    # Few symbols matter in a relaxed text; the others are exactly zero.
    scores = torch.full((*batch.targets.shape, configuration.symbols), -torch.inf)
    scores[..., 256:] = 2 * torch.randn(*batch.targets.shape, configuration.symbols - 256)
    relaxed = torch.softmax(scores, -1).bfloat16().double().requires_grad_()
    judged = discriminator(batch, relaxed).flatten(0, 1)
    (judged * seed).sum().backward()
    tensors |= {
        "relaxed": relaxed.flatten(0, 1)[:, 256:],
        "relaxed.gradient": relaxed.grad.flatten(0, 1),
        "relaxed.logits": judged,
    }
    save(f"{name}.safetensors", tensors)
    values = vars(configuration) | {
        "layout": "lines",
        "shape": {"contextUnits": 2, "contextCharacters": 12, "continuationCharacters": 6},
    }
    (GOLDEN / f"{name}.json").write_text(json.dumps(values, indent=2) + "\n")


def gradients(owner, twin):
    """Copies: a later loss would add its own to them."""
    named = twin.tensors(lambda p: p.grad.clone())
    return {f"{owner}/{name}.gradient": gradient for name, gradient in named.items()}


def main():
    GOLDEN.mkdir(exist_ok=True)
    torch.manual_seed(20)
    operations = {}
    for make in (
        linear, lstm, attention, layer_norm, relaxed_sample, cross_entropy, log_softmax,
    ):
        operations |= make()
    save("operations.safetensors", operations)
    save("adam.safetensors", adam(decay=0, clip=1e9))
    save("adamw-clipped.safetensors", adam(decay=0.1, clip=1.5))
    tiny = dict(
        symbols=270, embedding=8, contextHidden=10, hidden=12, discriminatorHidden=11,
        topicWidth=5, conditioning=7, noise=0,
    )
    network("one-layer", Configuration(**tiny, topics=0, layers=1, attention=0))
    network("two-layers-attention", Configuration(**tiny, topics=3, layers=2, attention=6))
    network(
        "characters-matched",
        Configuration(**tiny, topics=3, layers=1, attention=6, contextMatching="characters"),
    )


if __name__ == "__main__":
    main()
