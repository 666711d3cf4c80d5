"""Riposte's generator and discriminator in PyTorch: the twin that the Swift code is compared with.

Written from the formulas (Hochreiter and Schmidhuber 1997; Gers et al. 2000; Luong et al. 2015;
Ba et al. 2016), not from the Swift code, with PyTorch's own layers. It reads the checkpoints that
`riposte train` writes and gives their tensors the same names.

    python riposte_twin.py logits CHECKPOINT PASSAGES.json

prints one object a passage: `generator`, teacher-forced logits [steps][symbols], and
`discriminator`, logits [steps][heads]. A passage is `{"context": [symbols], "continuation":
[symbols], "topics": [weights], "noise": [numbers]}`; noise that is missing is drawn.

Shapes: T steps, C context steps, B passages, V symbols, H hidden, K topics. Sequences are
time-major, contexts padded in front.
"""

import argparse
import json
from dataclasses import dataclass, fields
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

START, END = 0, 1
HEADS = ("realism", "topic", "context")


@dataclass(frozen=True)
class Configuration:
    """What the networks look like: the fields of a checkpoint's config.json."""

    symbols: int
    topics: int
    embedding: int = 64
    contextHidden: int = 256
    hidden: int = 384
    layers: int = 1
    topicWidth: int = 32
    noise: int = 16
    conditioning: int = 128
    attention: int = 128
    discriminatorHidden: int = 384
    contextMatching: str = "summary"

    @classmethod
    def read(cls, path):
        """The configuration in a JSON file; what shapes no weight is passed over."""
        known = {field.name for field in fields(cls)}
        values = json.loads(Path(path).read_text())
        return cls(**{name: value for name, value in values.items() if name in known})


@dataclass
class Batch:
    """Passages side by side, as the networks read them."""

    context: Tensor  # [C, B]
    starts: Tensor  # [B]: the step at which each context begins; C where it is empty
    before: Tensor  # [B]: the symbol before each continuation
    targets: Tensor  # [T, B]
    weights: Tensor  # [T, B]: 1 where a continuation has a symbol
    topics: Tensor  # [B, K]
    noise: Tensor | None = None  # [B, noise]

    @classmethod
    def of(cls, passages, dtype=torch.float32):
        """Passages as dictionaries; see the top of this file."""
        contexts = [passage["context"] for passage in passages]
        texts = [passage["continuation"] for passage in passages]
        context_steps = max(1, *map(len, contexts))
        steps = max(1, *map(len, texts))
        front = [[START] * (context_steps - len(context)) + context for context in contexts]
        back = [text + [END] * (steps - len(text)) for text in texts]
        noise = [passage.get("noise", []) for passage in passages]
        return cls(
            context=torch.tensor(front).T,
            starts=torch.tensor([context_steps - len(context) for context in contexts]),
            before=torch.tensor([context[-1] if context else START for context in contexts]),
            targets=torch.tensor(back).T,
            weights=torch.tensor(
                [[1] * len(text) + [0] * (steps - len(text)) for text in texts], dtype=dtype
            ).T,
            topics=torch.tensor([passage["topics"] for passage in passages], dtype=dtype),
            noise=torch.tensor(noise, dtype=dtype) if noise[0] else None,
        )

    @property
    def inputs(self):
        """What the generator reads at each step when it is told the targets, [T, B]."""
        return torch.cat([self.before[None], self.targets[:-1]])

    @property
    def padding(self):
        """Where the contexts are padded, [C, B]."""
        steps = torch.arange(len(self.context), device=self.starts.device)
        return steps[:, None] < self.starts


class LSTM(nn.Module):
    """One layer of nn.LSTM over a whole sequence, with inputs [x ; u ; padding].

    What all steps have in common, u, is `condition` extra columns. Padding is one more: its fixed
    weights close the input and forget gates, so cell and state are exactly zero, and so is every
    gradient, until a sequence begins.
    """

    CLOSED = -1e4

    def __init__(self, inputs, hidden, condition=0, padded=False):
        super().__init__()
        self.inputs, self.condition = inputs, condition
        self.layer = nn.LSTM(inputs + condition + padded, hidden)
        # nn.LSTM has two biases that are added to each other; Riposte has one.
        nn.init.zeros_(self.layer.bias_hh_l0).requires_grad_(False)
        if padded:
            with torch.no_grad():
                self.layer.weight_ih_l0[: 2 * hidden, -1] = self.CLOSED
                self.layer.weight_ih_l0[2 * hidden :, -1] = 0

    def forward(self, x, common=None, padding=None, initial=None):
        """x [T, B, inputs] to the states [T, B, H] and (state, cell) after the last step."""
        parts = [x]
        if common is not None:
            parts.append(common.expand(len(x), -1, -1))
        if padding is not None:
            parts.append(padding[..., None].to(x.dtype))
        return self.layer(torch.cat(parts, -1) if len(parts) > 1 else x, initial)

    def tensors(self, take):
        """Riposte's names for nn.LSTM's parameters: W [4H, inputs + H], gates i f g o."""
        own, recurrent = take(self.layer.weight_ih_l0), take(self.layer.weight_hh_l0)
        named = {
            "weight": torch.cat([own[:, : self.inputs], recurrent], 1),
            "bias": take(self.layer.bias_ih_l0)[None],
        }
        if self.condition:
            named["condition"] = own[:, self.inputs : self.inputs + self.condition]
        return named

    def load(self, named):
        """The inverse of `tensors`."""
        self.layer.weight_ih_l0[:, : self.inputs] = named["weight"][:, : self.inputs]
        self.layer.weight_hh_l0[:] = named["weight"][:, self.inputs :]
        self.layer.bias_ih_l0[:] = named["bias"][0]
        if self.condition:
            columns = slice(self.inputs, self.inputs + self.condition)
            self.layer.weight_ih_l0[:, columns] = named["condition"]


@dataclass
class Conditioned:
    """What a text's steps have in common."""

    u: Tensor | None  # [B, conditioning]
    initial: list  # for each layer state and cell before the first step, [1, B, H]; None for zeros
    memory: tuple | None  # keys and values [B, C, attention], and what of them may be seen
    summary: Tensor | None  # s [B, contextHidden]
    topic: Tensor | None  # θ·E_topic [B, topicWidth]
    states: Tensor | None = None  # the encoder's [C, B, contextHidden]
    visible: Tensor | None = None  # what of them may be seen, [B, 1, C]


class Body(nn.Module):
    """What generator and discriminator share in kind: a character LSTM under context and topic."""

    def __init__(self, configuration, hidden, noise):
        super().__init__()
        c = configuration
        self.hidden, self.attends = hidden, c.attention > 0
        self.embedding = nn.Embedding(c.symbols, c.embedding)
        # Without context, topics and noise there is no u: a plain LSTM language model.
        self.encoder = LSTM(c.embedding, c.contextHidden, padded=True) if c.contextHidden else None
        self.topics = nn.Embedding(c.topics, c.topicWidth) if c.topics else None
        topic_width = c.topicWidth if c.topics else 0
        inputs = c.contextHidden + topic_width + noise
        width = c.conditioning if inputs else 0
        self.join = nn.Linear(inputs, width) if inputs else None
        self.initial = nn.Linear(width, 2 * c.layers * hidden) if inputs else None
        self.layers = nn.ModuleList(
            LSTM(c.embedding if index == 0 else hidden + c.attention, hidden, width)
            for index in range(c.layers)
        )
        if self.attends:
            self.query = nn.Linear(hidden, c.attention, bias=False)
            self.key = nn.Linear(c.contextHidden, c.attention, bias=False)
            self.value = nn.Linear(c.contextHidden, c.attention, bias=False)
            self.output_readout = nn.Linear(c.attention, c.symbols, bias=False)
        self.output = nn.Linear(hidden, c.symbols)

    def named_layers(self):
        """The layers under the names that their tensors have in a checkpoint."""
        layers = {
            "embedding": self.embedding,
            "encoder.lstm": self.encoder,
            "conditioning.join": self.join,
            "initial": self.initial,
            "output": self.output,
        }
        layers = {name: layer for name, layer in layers.items() if layer is not None}
        if self.topics is not None:
            layers["conditioning.topics"] = self.topics
        layers |= {f"lstm.{index}": layer for index, layer in enumerate(self.layers)}
        if self.attends:
            layers |= {
                "attention.query": self.query,
                "attention.key": self.key,
                "attention.value": self.value,
                "output.readout": self.output_readout,
            }
        return layers

    def condition(self, batch, noise=None):
        """u = W·[s ; θ·E_topic ; z], the initial states and the attention's memory."""
        padding = batch.padding
        states, summary = None, None
        if self.encoder is not None:
            states, _ = self.encoder(self.embedding(batch.context), padding=padding)
            summary = states[-1]
        topic = None if self.topics is None else batch.topics @ self.topics.weight
        parts = [part for part in (summary, topic, noise) if part is not None]
        if self.join is None:
            return Conditioned(None, [None] * len(self.layers), None, None, None)
        u = self.join(torch.cat(parts, -1))
        first = torch.tanh(self.initial(u)).view(len(u), len(self.layers), 2, self.hidden)
        initial = [
            (first[None, :, index, 0].contiguous(), first[None, :, index, 1].contiguous())
            for index in range(len(self.layers))
        ]
        # An empty context may be seen whole: its states, and so its values, are zero.
        visible = (~padding | (batch.starts == len(batch.context))).T[:, None]
        memory = None
        if self.attends:
            memory = (
                self.key(states).transpose(0, 1), self.value(states).transpose(0, 1), visible
            )
        return Conditioned(u, initial, memory, summary, topic, states, visible)

    def read(self, embedded, conditioned, carried=None):
        """embedded [T, B, E] to the last layer's states, the attention's readout, and what each
        layer carries on to further steps."""
        states, readout, last = embedded, None, []
        for index, layer in enumerate(self.layers):
            x = states if readout is None else torch.cat([states, readout], -1)
            initial = (carried or conditioned.initial)[index]
            states, after = layer(x, conditioned.u, initial=initial)
            last.append(after)
            if index == 0 and conditioned.memory is not None:
                keys, values, visible = conditioned.memory
                queries = self.query(states).transpose(0, 1)
                readout = F.scaled_dot_product_attention(
                    queries, keys, values, attn_mask=visible.expand(-1, len(states), -1)
                ).transpose(0, 1)
        return states, readout, last

    def logits(self, states, readout):
        """The logits [T, B, V] of the symbol after each step."""
        logits = self.output(states)
        return logits if readout is None else logits + self.output_readout(readout)


class Network(nn.Module):
    """Names and loads tensors as Riposte's checkpoints have them."""

    def tensors(self, take=lambda parameter: parameter):
        """`take` of every parameter, by Riposte's name; `lambda p: p.grad` for gradients."""
        named = {}
        for prefix, layer in self.named_layers().items():
            if isinstance(layer, LSTM):
                named |= {f"{prefix}.{name}": part for name, part in layer.tensors(take).items()}
            elif isinstance(layer, nn.Embedding):
                named[prefix] = take(layer.weight)
            else:
                weight, bias = take(layer.weight), layer.bias
                is_norm = isinstance(layer, nn.LayerNorm)
                named[f"{prefix}.gain" if is_norm else f"{prefix}.weight"] = (
                    weight[None] if is_norm else weight
                )
                if bias is not None:
                    named[f"{prefix}.bias"] = take(bias)[None]
        return named

    @torch.no_grad()
    def load(self, named):
        """Takes over the tensors of a checkpoint; every one must be there in its shape."""
        missing, extra = self.tensors().keys() - named.keys(), named.keys() - self.tensors().keys()
        if missing or extra:
            raise ValueError(f"missing {sorted(missing)}, not known {sorted(extra)}")
        for name, own in self.tensors().items():
            if own.shape != named[name].shape:
                raise ValueError(f"{name}: {list(named[name].shape)}, not {list(own.shape)}")
        for prefix, layer in self.named_layers().items():
            if isinstance(layer, LSTM):
                layer.load({k: named.get(f"{prefix}.{k}") for k in ("weight", "bias", "condition")})
            elif isinstance(layer, nn.Embedding):
                layer.weight[:] = named[prefix]
            elif isinstance(layer, nn.LayerNorm):
                layer.weight[:] = named[f"{prefix}.gain"][0]
                layer.bias[:] = named[f"{prefix}.bias"][0]
            else:
                layer.weight[:] = named[f"{prefix}.weight"]
                if layer.bias is not None:
                    layer.bias[:] = named[f"{prefix}.bias"][0]
        return self


class Generator(Network):
    """The network that writes."""

    def __init__(self, configuration):
        super().__init__()
        self.noise = configuration.noise
        self.body = Body(configuration, configuration.hidden, configuration.noise)

    def named_layers(self):
        return self.body.named_layers()

    def condition(self, batch):
        """Reads context, topics and noise; noise that the batch has not is drawn."""
        noise = batch.noise
        if self.noise and noise is None:
            noise = torch.randn(len(batch.before), self.noise, device=batch.before.device)
        return self.body.condition(batch, noise)

    def forward(self, batch):
        """Teacher forcing: the logits [T, B, V] of every symbol of the continuations."""
        conditioned = self.condition(batch)
        states, readout, _ = self.body.read(self.body.embedding(batch.inputs), conditioned)
        return self.body.logits(states, readout)

    @torch.no_grad()
    def free_run(self, batch, steps, temperature=1.0):
        """Symbols [steps, B] drawn from the generator's own distribution, step by step."""
        conditioned = self.condition(batch)
        symbols, carried, last = [], None, batch.before
        ended = torch.zeros_like(last, dtype=torch.bool)
        for _ in range(steps):
            embedded = self.body.embedding(last[None])
            states, readout, carried = self.body.read(embedded, conditioned, carried)
            logits = self.body.logits(states, readout)[0] / temperature
            last = torch.distributions.Categorical(logits=logits).sample()
            last = last.masked_fill(ended, END)
            ended = ended | (last == END)
            symbols.append(last)
        return torch.stack(symbols)


class Match(nn.Module):
    """How well states [T, B, H] agree with a condition [B, C]: an inner product of projections."""

    WIDTH = 64

    def __init__(self, states, conditions):
        super().__init__()
        self.state = nn.Linear(states, self.WIDTH, bias=False)
        self.condition = nn.Linear(conditions, self.WIDTH, bias=False)

    def forward(self, states, condition):
        return (self.state(states) * self.condition(condition)).sum(-1, keepdim=True)


class CharacterMatch(nn.Module):
    """How well each state agrees with what it finds in the context (Xu et al. 2018, section 3.2)."""

    def __init__(self, states, memory):
        super().__init__()
        self.query = nn.Linear(states, Match.WIDTH, bias=False)
        self.key = nn.Linear(memory, Match.WIDTH, bias=False)
        self.value = nn.Linear(memory, Match.WIDTH, bias=False)
        self.state = nn.Linear(states, Match.WIDTH, bias=False)

    def forward(self, states, memory, visible):
        scores = torch.einsum("tbw,cbw->btc", self.query(states), self.key(memory))
        scores = (scores / Match.WIDTH**0.5).masked_fill(~visible, -torch.inf)
        found = torch.einsum("btc,cbw->tbw", scores.softmax(-1), self.value(memory))
        return (self.state(states) * found).sum(-1, keepdim=True)


class Discriminator(Network):
    """The network that judges every character: realism, topic and context."""

    def __init__(self, configuration):
        super().__init__()
        hidden = configuration.discriminatorHidden
        self.body = Body(configuration, hidden, noise=0)
        self.norm = nn.LayerNorm(hidden, eps=1e-5)
        self.heads = nn.Linear(hidden, len(HEADS))
        conditions = {"context": configuration.contextHidden} if configuration.contextHidden else {}
        if configuration.topics:
            conditions = {"topic": configuration.topicWidth} | conditions
        self.matches = nn.ModuleDict(
            {name: Match(hidden, width) for name, width in conditions.items()}
        )
        self.characters = (
            CharacterMatch(hidden, configuration.contextHidden)
            if configuration.contextHidden and configuration.contextMatching == "characters"
            else None
        )
        signs = 1 + len(conditions) + (self.characters is not None)
        self.evidence = nn.Linear(signs, len(HEADS), bias=False)

    def named_layers(self):
        own = {"norm": self.norm, "heads": self.heads, "evidence": self.evidence}
        for name, match in self.matches.items():
            own[f"match.{name}.state"] = match.state
            own[f"match.{name}.condition"] = match.condition
        if self.characters is not None:
            for name, layer in self.characters.named_children():
                own[f"match.characters.{name}"] = layer
        return self.body.named_layers() | own

    def forward(self, batch, text):
        """The logits [T, B, heads] of `text`: symbols [T, B], or relaxed ones [T, B, V]."""
        return self.judge(batch.before, text, self.body.condition(batch))

    def judge(self, before, text, conditioned):
        """The same after the symbols `before` [B] and a condition that has been read."""
        is_relaxed = text.dim() == 3
        table = self.body.embedding
        embedded = text @ table.weight if is_relaxed else table(text)
        embedded = torch.cat([table(before)[None], embedded])
        states, readout, _ = self.body.read(embedded, conditioned)
        # A character's prediction comes from the state before it, its judgement from the one after.
        prediction = self.body.logits(states[:-1], None if readout is None else readout[:-1])
        log_p = F.log_softmax(prediction, -1)
        if is_relaxed:
            log_p = (text * log_p).sum(-1, keepdim=True)
        else:
            log_p = log_p.gather(-1, text[..., None])
        after = self.norm(states[1:])
        signs = [log_p]
        if "topic" in self.matches:
            signs.append(self.matches["topic"](after, conditioned.topic))
        if "context" in self.matches:
            signs.append(self.matches["context"](after, conditioned.summary))
        if self.characters is not None:
            signs.append(self.characters(after, conditioned.states, conditioned.visible))
        return self.heads(after) + self.evidence(torch.cat(signs, -1))


def likelihood_loss(logits, batch):
    """The mean of −log p over the symbols of all continuations, in nats."""
    losses = F.cross_entropy(logits.flatten(0, 1), batch.targets.flatten(), reduction="none")
    return losses @ batch.weights.flatten() / batch.weights.sum()


def load_networks(folder):
    """Generator and discriminator of a checkpoint's folder, and their configuration."""
    folder = Path(folder)
    configuration = Configuration.read(folder / "config.json")
    generator, discriminator = Generator(configuration), Discriminator(configuration)
    generator.load(load_file(folder / "generator.safetensors"))
    discriminator.load(load_file(folder / "discriminator.safetensors"))
    return generator.eval(), discriminator.eval(), configuration


@torch.no_grad()
def logits_of(folder, passages):
    """For every passage both networks' logits, without its padding."""
    generator, discriminator, _ = load_networks(folder)
    batch = Batch.of(passages)
    written, judged = generator(batch), discriminator(batch, batch.targets)
    return [
        {
            "generator": written[: len(passage["continuation"]), index].tolist(),
            "discriminator": judged[: len(passage["continuation"]), index].tolist(),
        }
        for index, passage in enumerate(passages)
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    logits = commands.add_parser("logits", help="logits of both networks for given passages")
    logits.add_argument("checkpoint", type=Path, help="a folder such as step-00005000")
    logits.add_argument("passages", type=Path, help="a JSON array of passages")
    arguments = parser.parse_args()
    passages = json.loads(arguments.passages.read_text())
    print(json.dumps(logits_of(arguments.checkpoint, passages)))


if __name__ == "__main__":
    main()
