"""The measures of `riposte evaluate` once more, in plain Python from their formulas.

Writes golden/measures.json: texts of the almanac, "samples" made of them by chance, and what each measure
comes to. EvaluationTests/MeasureGoldenTests.swift holds the Swift measures against it.

    python3 Tests/Reference/make_measures.py
"""

import json
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ALMANAC = HERE / "../../corpora/almanac"
TOPICS = ["garden", "harbour", "kitchen"]


def texts():
    """Training documents and held-out ones of three topics, and samples: held-out text in which words
    of the same topic's training text have taken the place of some."""
    chance = random.Random(20)
    training, real, samples = [], [], []
    for topic, name in enumerate(TOPICS):
        documents = (ALMANAC / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")
        documents = [document.strip("\n") + "\n" for document in documents[:60]]
        training += [(text, topic) for text in documents[:40]]
        words = " ".join(documents[:40]).split()
        for text in documents[40:]:
            real.append((text[:160], topic))
            mixed = [chance.choice(words) if chance.random() < 0.4 else word for word in text.split()]
            samples.append((" ".join(mixed)[:160], topic))
        # A quotation, which novelty must find, and characters that training never saw.
        samples.append((documents[3][5:90] + " ☂é", topic))
    return training, real, samples


class WittenBell:
    """p(w|h) = (c(hw) + T(h) p(w|h')) / (c(h) + T(h)); below the empty context 1 / (V + 1)."""

    def __init__(self, texts, order=6):
        self.order = order
        self.follow = defaultdict(Counter)
        for text in texts:
            padded = ["<s>"] + list(text)
            for place in range(1, len(padded)):
                for length in range(min(order - 1, place) + 1):
                    self.follow[tuple(padded[place - length:place])][padded[place]] += 1
        self.symbols = len(self.follow[()])

    def probability(self, context, symbol):
        probability = 1 / (self.symbols + 1)
        for length in range(len(context) + 1):
            seen = self.follow.get(context[len(context) - length:])
            if seen:
                kinds, total = len(seen), sum(seen.values())
                probability = (seen[symbol] + kinds * probability) / (total + kinds)
        return probability

    def bits(self, texts):
        total, count = 0.0, 0
        for text in texts:
            padded = ["<s>"] + list(text)
            for place in range(1, len(padded)):
                context = tuple(padded[max(0, place - self.order + 1):place])
                total -= math.log2(self.probability(context, padded[place]))
                count += 1
        return total / count


def ngrams(texts, order):
    return Counter(text[i:i + order] for text in texts for i in range(len(text) - order + 1))


def distinct(texts, order):
    counts = ngrams(texts, order)
    return len(counts) / sum(counts.values())


def jensen_shannon(first, second, order):
    p, q = ngrams(first, order), ngrams(second, order)
    all_p, all_q = sum(p.values()), sum(q.values())
    sum_of_terms = 0.0
    for gram in p.keys() | q.keys():
        a, b = p[gram] / all_p, q[gram] / all_q
        middle = (a + b) / 2
        sum_of_terms += sum(x * math.log2(x / middle) / 2 for x in (a, b) if x > 0)
    return sum_of_terms


def novelty(samples, training, length=24):
    copied = total = 0
    for text in samples:
        marks = [False] * len(text)
        for start in range(len(text) - length + 1):
            if any(text[start:start + length] in known for known in training):
                marks[start:start + length] = [True] * length
        copied += sum(marks)
        total += len(text)
    return copied / total


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def confusion(texts, training, topics):
    counts = [Counter() for _ in range(topics)]
    for text, topic in training:
        counts[topic].update(words(text))
    vocabulary = set().union(*counts)
    matrix = [[0] * (topics + 1) for _ in range(topics)]
    for text, topic in texts:
        known = [word for word in words(text) if word in vocabulary]
        scores = [
            sum(math.log((c[word] + 1) / (sum(c.values()) + len(vocabulary))) for word in known)
            for c in counts
        ]
        matrix[topic][scores.index(max(scores)) if known else topics] += 1
    return matrix


def main():
    training, real, samples = texts()
    known = [text for text, _ in training]
    own, other = [text for text, _ in samples], [text for text, _ in real]
    model = WittenBell(known)
    matrix = confusion(samples, training, len(TOPICS))
    golden = {
        "training": training, "real": real, "samples": samples,
        "lm": model.bits(own), "lmReal": model.bits(other),
        "rlm": WittenBell(own).bits(other),
        "js4": jensen_shannon(own, other, 4), "js6": jensen_shannon(own, other, 6),
        "distinct4": distinct(own, 4), "novelty": novelty(own, known),
        "topicMatrix": matrix,
        "topicAdherence": sum(matrix[k][k] for k in range(len(TOPICS))) / len(samples),
    }
    path = HERE / "golden/measures.json"
    path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({key: value for key, value in golden.items() if key not in ("training", "real", "samples")})


if __name__ == "__main__":
    main()
