import Foundation

/// An interpolated character n-gram model with Witten-Bell smoothing: the yardstick of LM and RLM.
///
/// Trained on real text it scores samples (LM: quality); trained on samples it scores real text
/// (RLM: quality and diversity). It knows nothing of the networks, so it can judge them.
///
/// With c(h w) the number of times that character w follows the context h in the training texts,
/// c(h) = Σ_w c(h w), T(h) the number of different characters that follow h, and h′ the context h
/// without its first character, the recursion is
///
///     p(w | h)  = (c(h w) + T(h) · p(w | h′)) / (c(h) + T(h))     h of order − 1 … 0 characters
///     p(w | ∅′) = 1 / (V + 1)                                     below the empty context
///
/// and p(w | h) = p(w | h′) where h was never followed by anything. This is p = λ·c(h w)/c(h) +
/// (1 − λ)·p(w | h′) with 1 − λ = T(h) / (c(h) + T(h)), the chance of something new after h:
/// method C of Witten and Bell, "The zero-frequency problem", IEEE Transactions on Information
/// Theory 37(4), 1991; interpolated as in Chen and Goodman, 1999, section 2.4.
///
/// V is the number of different characters in training. The "+ 1" is one symbol for all unseen
/// characters together, so the probabilities over the V characters and that symbol sum to 1.
///
/// Texts are sequences of Unicode scalars, each for itself. A text begins with one start mark, which
/// contexts may hold but which is never predicted, so that how a text opens is learnt. There is no
/// end mark: a sample may be cut by its length limit, which says nothing about its quality, and a
/// character remains what the bits are counted per. Hand over texts in one normal form (NFC).
///
/// Counts are exact and take 50 to 90 bytes for every different n-gram of 1 … `order` characters
/// (1 MB of English has some 400,000); training reads some 3 million characters a second.
public struct CharacterModel: Sendable {
    /// The length of the n-grams: one more than the longest context.
    public let order: Int
    /// V: the number of different characters in training.
    public var alphabetSize: Int { Int(nodes[NgramTrie.root].followers) }
    /// The number of characters in training.
    public var trainingCharacters: Int { Int(nodes[NgramTrie.root].total) }

    /// What the texts say about one n-gram.
    private struct Node {
        /// c(h w), for the n-gram as h w.
        var count: UInt32 = 0
        /// c(h), for the n-gram as h.
        var total: UInt32 = 0
        /// T(h), for the n-gram as h.
        var followers: UInt32 = 0
    }

    /// Stands before every text; no Unicode scalar.
    private static let startMark: UInt32 = 0x11_0000

    private var trie = NgramTrie()
    private var nodes: [Node] = [Node()]
    /// The contexts at the beginning of a text: the empty one and the start mark.
    private let opening: [Int]

    /// Counts the n-grams of `texts`.
    public init(order: Int = 6, trainedOn texts: some Sequence<String>) {
        precondition(order > 0, "a model of order \(order)")
        self.order = order
        let start = trie.insertChild(of: NgramTrie.root, CharacterModel.startMark)
        nodes.append(Node())
        opening = order > 1 ? [NgramTrie.root, start] : [NgramTrie.root]
        for text in texts { learn(text) }
    }

    /// −(1/N) Σ log₂ p(wᵢ | the characters before it): the cross-entropy of `texts` in bits, with N
    /// their number of characters.
    ///
    /// LM and RLM compare only at equal numbers of training characters (``CharacterBudget``).
    /// `nil` where there is no figure: no character to score, or none learnt.
    public func bitsPerCharacter(of texts: some Sequence<String>) -> Double? {
        guard trainingCharacters > 0 else { return nil }
        var bits = 0.0
        var characters = 0
        for text in texts {
            var contexts = opening
            for scalar in text.unicodeScalars {
                bits -= log2(read(scalar.value, &contexts))
                characters += 1
            }
        }
        return characters == 0 ? nil : bits / Double(characters)
    }

    /// p(`scalar` | `text`): the chance that a text which begins with `text` goes on with `scalar`.
    ///
    /// `nil` asks for an unseen character; every one that training never saw has this same
    /// probability, which is that of all of them together.
    public func probability(of scalar: Unicode.Scalar?, after text: String) -> Double {
        var contexts = opening
        for scalar in text.unicodeScalars { _ = read(scalar.value, &contexts) }
        return read(scalar?.value ?? .max, &contexts)
    }

    private mutating func learn(_ text: String) {
        var contexts = opening
        for scalar in text.unicodeScalars {
            var ending = NgramTrie.root
            for length in contexts.indices {
                let context = contexts[length]
                contexts[length] = ending
                ending = trie.insertChild(of: context, scalar.value)
                if ending == nodes.count {
                    nodes.append(Node())
                    nodes[context].followers += 1
                }
                nodes[context].total += 1
                nodes[ending].count += 1
            }
            if contexts.count < order { contexts.append(ending) }
        }
    }

    /// The probability of `scalar` after `contexts`, by the recursion from the empty context up.
    ///
    /// `contexts` are the nodes of the last 0, 1, 2, … characters, as far as training has seen them
    /// (where a context is unknown, so is every longer one); they move on behind `scalar`.
    private func read(_ scalar: UInt32, _ contexts: inout [Int]) -> Double {
        var probability = 1 / Double(alphabetSize + 1)
        // The last `length` characters, `scalar` included, while training has seen them.
        var ending = NgramTrie.root
        var seen = 0
        for length in contexts.indices {
            let context = contexts[length]
            var count = 0.0
            if seen == length {
                contexts[length] = ending
                if let longer = trie.child(of: context, scalar) {
                    ending = longer
                    seen += 1
                    count = Double(nodes[longer].count)
                }
            }
            let total = Double(nodes[context].total)
            let followers = Double(nodes[context].followers)
            if total > 0 { probability = (count + followers * probability) / (total + followers) }
        }
        if seen < contexts.count {
            contexts.removeLast(contexts.count - seen - 1)
        } else if seen < order {
            contexts.append(ending)
        }
        return probability
    }
}
