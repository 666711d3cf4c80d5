"""What `riposte bench` times, in PyTorch: the same networks, shapes and optimiser, each row as fast as
PyTorch's own means make it.

The networks are the twin's; plain language models are one nn.LSTM. Where the two differ, it is in
PyTorch's favour: its batches lie ready in memory (Riposte makes them from a corpus), and it draws
no dropout masks. Known ways of doing the same work in fewer, larger products are taken: the
discriminator judges real texts, samples and misfits in one batch, the generator reads real texts and
samples in one batch, and writing looks the input's share of the gates up in a table.
"""

import time
from contextlib import nullcontext
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import nn

from riposte_twin import HEADS, Batch, Conditioned, Configuration, Discriminator, Generator

PLAIN = Configuration(
    symbols=96, topics=0, contextHidden=0, noise=0, attention=0, discriminatorHidden=256
)
TEMPERATURE = 0.8  # of the samples that people ask for; training draws at 1


@dataclass(frozen=True)
class Setting:
    """How PyTorch runs a row."""

    precision: str  # f32, or bf16 for autocast
    threads: int
    is_compiled: bool

    def __str__(self):
        kind = "compiled" if self.is_compiled else "eager"
        return f"{self.precision} {kind}, {self.threads} thread{'s' * (self.threads > 1)}"

    def autocast(self):
        if self.precision == "bf16":
            return torch.autocast("cpu", dtype=torch.bfloat16)
        return nullcontext()

    def compiled(self, function):
        return torch.compile(function, dynamic=False) if self.is_compiled else function


def optimiser(module):
    """Adam as Riposte has it; one fused loop over all weights."""
    return torch.optim.Adam(
        [p for p in module.parameters() if p.requires_grad], lr=1e-4, betas=(0.9, 0.99), fused=True
    )


def update(module, adam, loss):
    adam.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_([p for p in module.parameters() if p.grad is not None], 1.0)
    adam.step()


def draw(logits, temperature):
    """Symbols from softmax(logits / temperature), by a race of exponential clocks: faster than
    torch.multinomial."""
    p = torch.softmax(logits.float() / temperature, -1)
    return (p / torch.empty_like(p).exponential_(1)).argmax(-1)


class PlainLanguageModel(nn.Module):
    """Embedding, one nn.LSTM of all layers, output."""

    def __init__(self, hidden, layers):
        super().__init__()
        self.embedding = nn.Embedding(PLAIN.symbols, PLAIN.embedding)
        self.lstm = nn.LSTM(PLAIN.embedding, hidden, layers)
        self.output = nn.Linear(hidden, PLAIN.symbols)

    def forward(self, symbols):
        return self.output(self.lstm(self.embedding(symbols))[0])


def adam_step(setting, model, adam, loss):
    """A function that computes `loss()` and makes one step."""
    loss = setting.compiled(loss)

    def step():
        with setting.autocast():
            value = loss()
        update(model, adam, value)

    return step


def plain_likelihood(setting, hidden, layers):
    """One Adam step on 64×100 characters."""
    model = PlainLanguageModel(hidden, layers)
    adam = optimiser(model)
    symbols = torch.randint(2, PLAIN.symbols, (101, 64))

    def loss():
        logits = model(symbols[:-1])
        return F.cross_entropy(logits.flatten(0, 1).float(), symbols[1:].flatten())

    return adam_step(setting, model, adam, loss)


def made_up(shape, size, steps, context_steps):
    """A batch of any symbols but the marks."""
    targets = torch.randint(2, shape.symbols, (steps, size))
    return Batch(
        context=torch.randint(2, shape.symbols, (max(1, context_steps), size)),
        starts=torch.zeros(size, dtype=torch.long),
        before=torch.zeros(size, dtype=torch.long),
        targets=targets,
        weights=torch.ones(steps, size),
        topics=F.one_hot(torch.arange(size) % max(1, shape.topics), max(1, shape.topics)).float(),
    )


def repeated(conditioned, count):
    """One condition for `count` texts of each passage, side by side."""

    def wide(tensor, axis=0):
        shape = [1] * tensor.dim()
        shape[axis] = count
        return tensor.repeat(shape)

    return Conditioned(
        u=wide(conditioned.u),
        initial=[(wide(state, 1), wide(cell, 1)) for state, cell in conditioned.initial],
        memory=None if conditioned.memory is None else tuple(map(wide, conditioned.memory)),
        summary=None if conditioned.summary is None else wide(conditioned.summary),
        topic=None if conditioned.topic is None else wide(conditioned.topic),
    )


def generator_logits(generator, batch, texts):
    """Teacher forcing on several texts [T, B] of each passage in one pass, [T, texts·B, V]."""
    body = generator.body
    conditioned = generator.condition(batch)
    if len(texts) > 1:
        conditioned = repeated(conditioned, len(texts))
    inputs = torch.cat([torch.cat([batch.before[None], text[:-1]]) for text in texts], 1)
    states, readout, _ = body.read(body.embedding(inputs), conditioned)
    return body.logits(states, readout)


def likelihood(setting, shape, context_steps):
    """One Adam step of the generator on 64×64 characters."""
    generator = Generator(shape)
    adam = optimiser(generator)
    batch = made_up(shape, 64, 64, context_steps)

    def loss():
        logits = generator_logits(generator, batch, [batch.targets])
        return F.cross_entropy(logits.flatten(0, 1).float(), batch.targets.flatten())

    return adam_step(setting, generator, adam, loss)


class Writer:
    """Writes continuations step by step, without gradients.

    The input's share of the first layer's gates is looked up in a table, symbol by symbol; what all
    steps have in common is added once a text. Both are made anew for every text, as the weights change
    in training.
    """

    def __init__(self, generator, setting):
        self.generator, self.body, self.setting = generator, generator.body, setting
        self.step = setting.compiled(self.eager_step)

    def prepare(self, batch):
        dtype = torch.bfloat16 if self.setting.precision == "bf16" else torch.float32
        conditioned = self.generator.condition(batch)
        self.weights = []
        for index, layer in enumerate(self.body.layers):
            own, bias = layer.layer.weight_ih_l0, layer.layer.bias_ih_l0
            x = own[:, : layer.inputs]
            common = bias
            if layer.condition:
                columns = slice(layer.inputs, layer.inputs + layer.condition)
                common = conditioned.u.float() @ own[:, columns].T + bias
            first = (self.body.embedding.weight @ x.T).to(dtype) if index == 0 else x.T.to(dtype)
            recurrent = layer.layer.weight_hh_l0.T.contiguous().to(dtype)
            self.weights.append((first, recurrent, common.to(dtype)))
        size, hidden = len(batch.before), self.body.hidden
        zeros = torch.zeros(size, hidden, dtype=dtype)
        carried = [
            (zeros, zeros) if initial is None else tuple(part[0].to(dtype) for part in initial)
            for initial in conditioned.initial
        ]
        return conditioned.memory, carried

    def eager_step(self, last, memory, carried, weights, temperature):
        states, readout, after = None, None, []
        for index, ((state, cell), (first, recurrent, common)) in enumerate(zip(carried, weights)):
            if index == 0:
                own = first[last]
            else:
                own = (states if readout is None else torch.cat([states, readout], -1)) @ first
            gates = torch.addmm(own + common, state, recurrent)
            i, f, g, o = gates.chunk(4, -1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
            states = torch.sigmoid(o) * torch.tanh(cell)
            after.append((states, cell))
            if index == 0 and memory is not None:
                keys, values, visible = memory
                queries = self.body.query(states)[:, None]
                readout = F.scaled_dot_product_attention(
                    queries, keys.to(queries.dtype), values.to(queries.dtype), attn_mask=visible
                )[:, 0]
        return draw(self.body.logits(states, readout), temperature), after

    @torch.no_grad()
    def write(self, batch, steps, temperature):
        with self.setting.autocast():
            memory, carried = self.prepare(batch)
            last, symbols = batch.before, []
            for _ in range(steps):
                last, carried = self.step(last, memory, carried, self.weights, temperature)
                symbols.append(last)
            return torch.stack(symbols)


def sampling(setting, shape, streams, steps, context_steps):
    """Continuations of `steps` characters, their contexts read anew."""
    writer = Writer(Generator(shape), setting)
    batch = made_up(shape, streams, steps, context_steps)
    return lambda: writer.write(batch, steps, TEMPERATURE)


def duel(setting, shape, context_steps, is_plain):
    """One exchange: samples, an update of the discriminator, an update of the generator. `is_plain`:
    about realism alone; otherwise with texts that do not fit and likelihood mixed in."""
    generator, discriminator = Generator(shape), Discriminator(shape)
    generator_adam, discriminator_adam = optimiser(generator), optimiser(discriminator)
    writer = Writer(generator, setting)
    batch = made_up(shape, 64, 64, context_steps)
    own = list(discriminator.parameters())
    learns = [parameter.requires_grad for parameter in own]
    misfits = batch.targets.roll(1, 1)

    def verdicts(text, count):
        conditioned = discriminator.body.condition(batch)
        if count > 1:
            conditioned = repeated(conditioned, count)
        logits = discriminator.judge(batch.before.repeat(count), text, conditioned)
        return logits.float().mean(0).view(count, len(batch.before), len(HEADS))

    def discriminator_loss(samples):
        texts = [batch.targets, samples] if is_plain else [batch.targets, samples, misfits]
        verdict = verdicts(torch.cat(texts, 1), len(texts))
        loss = F.softplus(verdict[1, :, 0] - verdict[0, :, 0]).mean()
        if not is_plain:
            # Every second passage teaches the topic head, the others the context head.
            for head in (1, 2):
                right, wrong = verdict[0, head - 1 :: 2, head], verdict[2, head - 1 :: 2, head]
                loss = loss + (F.softplus(-right) + F.softplus(wrong)).sum() / len(batch.before)
        return loss, verdict[0, :, 0].detach()

    def generator_loss(samples, real):
        texts = [samples] if is_plain else [samples, batch.targets]
        logits = generator_logits(generator, batch, texts).float()
        written = logits[:, : len(batch.before)]
        noise = torch.empty_like(written).exponential_(1).log()
        soft = torch.softmax(written - noise, -1)
        hard = F.one_hot(samples, shape.symbols).to(soft.dtype)
        verdict = verdicts(hard + soft - soft.detach(), 1)[0]
        loss = F.softplus(real - verdict[:, 0]).mean()
        if not is_plain:
            loss = loss + 0.5 * F.softplus(-verdict[:, 1:]).mean(0).sum()
            told = logits[:, len(batch.before) :]
            loss = loss + F.cross_entropy(told.flatten(0, 1), batch.targets.flatten())
        return loss

    discriminator_loss = setting.compiled(discriminator_loss)
    generator_loss = setting.compiled(generator_loss)

    def step():
        samples = writer.write(batch, len(batch.targets), 1.0)
        with setting.autocast():
            loss, real = discriminator_loss(samples)
        update(discriminator, discriminator_adam, loss)
        for parameter in own:
            parameter.requires_grad_(False)
        with setting.autocast():
            loss = generator_loss(samples, real)
        update(generator, generator_adam, loss)
        for parameter, learned in zip(own, learns):
            parameter.requires_grad_(learned)

    return step


def rows(shipped):
    """For each of Riposte's rows the characters of a repetition, and what makes the repetition for a
    setting. `shipped` is the shipped model's configuration."""
    context = 128

    def plain_duel(hidden):
        shape = replace(PLAIN, hidden=hidden, topics=8, noise=16, conditioning=128)
        return lambda setting: duel(setting, shape, 0, is_plain=True)

    plain = replace(PLAIN, hidden=512)
    return {
        "likelihood-lstm-256": (6400, lambda setting: plain_likelihood(setting, 256, 1)),
        "likelihood-lstm-512": (6400, lambda setting: plain_likelihood(setting, 512, 1)),
        "likelihood-lstm-512x2": (6400, lambda setting: plain_likelihood(setting, 512, 2)),
        "duel-256": (4096, plain_duel(256)),
        "duel-512": (4096, plain_duel(512)),
        "sample-512": (100, lambda setting: sampling(setting, plain, 1, 100, 0)),
        "sample-512x64": (6400, lambda setting: sampling(setting, plain, 64, 100, 0)),
        "likelihood-default": (4096, lambda setting: likelihood(setting, shipped, context)),
        "duel-default": (4096, lambda setting: duel(setting, shipped, context, is_plain=False)),
        "sample-default": (64, lambda setting: sampling(setting, shipped, 1, 64, context)),
        "sample-default-x64": (4096, lambda setting: sampling(setting, shipped, 64, 64, context)),
    }


def seconds_each(step, seconds, warm_up=2):
    """The times of repetitions for about `seconds`, after a warm-up."""
    for _ in range(warm_up):
        step()
    times = []
    while sum(times) < seconds:
        began = time.perf_counter()
        step()
        times.append(time.perf_counter() - began)
    return times
