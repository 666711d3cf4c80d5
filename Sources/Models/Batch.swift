import Texts

/// Passages side by side as the networks read them: symbols time-major (step t of passage b at
/// t·size + b), contexts padded in front, continuations padded at the end.
public struct Batch: Sendable {
    /// B, number of passages.
    public let size: Int
    /// Steps of the context.
    public let contextSteps: Int
    /// T, steps of the continuation.
    public let steps: Int
    /// The contexts' symbols, [contextSteps·size].
    public let context: [Int32]
    /// For each passage the step at which its context begins; `contextSteps` where it has none.
    public let contextStarts: [Int32]
    /// For each passage the symbol before its continuation.
    public let before: [Int32]
    /// The continuations' symbols, [steps·size].
    public let targets: [Int32]
    /// 1 where a continuation has a symbol, 0 where it is padded, [steps·size].
    public let weights: [Float]
    /// The topic vectors, [size, topics].
    public let topics: [Float]

    /// Number of symbols in all continuations.
    public var symbolCount: Int { weights.reduce(0) { $0 + Int($1) } }

    /// Number of characters that they spell, end marks not counted: what bits are told per.
    public var characterCount: Int {
        Alphabet.characterCount(
            of: zip(targets, weights).lazy.filter { $0.1 > 0 }.map { Symbol($0.0) })
    }

    /// What the generator reads at each step when it is told the targets: the symbol before each.
    public var inputs: [Int32] { before + targets.dropLast(size) }

    /// Texts after their contexts, under topic vectors [texts, topics].
    ///
    /// - Parameters:
    ///   - steps: T; the longest continuation when nil.
    ///   - stepMultiple: steps are rounded up to a multiple of it, so that few shapes occur.
    public init(
        contexts: [[Symbol]], continuations: [[Symbol]], topics: [Float], steps: Int? = nil,
        stepMultiple: Int = 16
    ) {
        precondition(contexts.count == continuations.count, "contexts and continuations")
        func roundedUp(_ length: Int) -> Int {
            max(1, (length + stepMultiple - 1) / stepMultiple) * stepMultiple
        }
        let size = contexts.count
        let contextSteps = roundedUp(contexts.lazy.map(\.count).max() ?? 0)
        let steps = steps ?? roundedUp(continuations.lazy.map(\.count).max() ?? 0)
        var context = [Int32](repeating: Int32(Alphabet.start), count: contextSteps * size)
        var starts = [Int32](repeating: 0, count: size)
        var before = [Int32](repeating: Int32(Alphabet.start), count: size)
        var targets = [Int32](repeating: Int32(Alphabet.end), count: steps * size)
        var weights = [Float](repeating: 0, count: steps * size)
        for b in 0..<size {
            let first = contextSteps - contexts[b].count
            starts[b] = Int32(first)
            for (t, symbol) in contexts[b].enumerated() {
                context[(first + t) * size + b] = Int32(symbol)
            }
            if let last = contexts[b].last { before[b] = Int32(last) }
            for (t, symbol) in continuations[b].prefix(steps).enumerated() {
                targets[t * size + b] = Int32(symbol)
                weights[t * size + b] = 1
            }
        }
        self.init(
            size: size, contextSteps: contextSteps, steps: steps, context: context,
            contextStarts: starts, before: before, targets: targets, weights: weights,
            topics: topics)
    }

    /// `passages` under topic vectors [passages, topics].
    public init(_ passages: [Passage], topics: [Float], steps: Int? = nil) {
        self.init(
            contexts: passages.map(\.context), continuations: passages.map(\.continuation),
            topics: topics, steps: steps)
    }

    private init(
        size: Int, contextSteps: Int, steps: Int, context: [Int32], contextStarts: [Int32],
        before: [Int32], targets: [Int32], weights: [Float], topics: [Float]
    ) {
        self.size = size
        self.contextSteps = contextSteps
        self.steps = steps
        self.context = context
        self.contextStarts = contextStarts
        self.before = before
        self.targets = targets
        self.weights = weights
        self.topics = topics
    }

    /// Some of these passages: passage b of the result is passage `order[b]`, which may come twice.
    public func passages(_ order: [Int]) -> Batch {
        func chosen<Element>(_ values: [Element]) -> [Element] {
            (0..<values.count / size).flatMap { t in order.map { values[t * size + $0] } }
        }
        let width = topics.count / size
        return Batch(
            size: order.count, contextSteps: contextSteps, steps: steps, context: chosen(context),
            contextStarts: chosen(contextStarts), before: chosen(before),
            targets: chosen(targets), weights: chosen(weights),
            topics: order.flatMap { topics[$0 * width..<($0 + 1) * width] })
    }

    /// The same contexts and topics with other continuations: `targets` [steps·size], each up to and
    /// with its end mark.
    public func withContinuations(_ targets: [Int32]) -> Batch {
        let steps = targets.count / size
        var weights = [Float](repeating: 0, count: targets.count)
        for b in 0..<size {
            for t in 0..<steps {
                weights[t * size + b] = 1
                if targets[t * size + b] == Int32(Alphabet.end) { break }
            }
        }
        return Batch(
            size: size, contextSteps: contextSteps, steps: steps, context: context,
            contextStarts: contextStarts, before: before, targets: targets, weights: weights,
            topics: topics)
    }

    /// The same continuations after other contexts: passage b gets the context of passage `order[b]`,
    /// with the symbol that ends it.
    public func withContexts(of order: [Int]) -> Batch {
        var context = context
        for t in 0..<contextSteps {
            for b in 0..<size { context[t * size + b] = self.context[t * size + order[b]] }
        }
        return Batch(
            size: size, contextSteps: contextSteps, steps: steps, context: context,
            contextStarts: order.map { contextStarts[$0] }, before: order.map { before[$0] },
            targets: targets, weights: weights, topics: topics)
    }

    /// The same contexts and topics with other passages' continuations: passage b gets that of passage
    /// `order[b]`.
    public func withTexts(of order: [Int]) -> Batch {
        var targets = targets
        var weights = weights
        for t in 0..<steps {
            for b in 0..<size {
                targets[t * size + b] = self.targets[t * size + order[b]]
                weights[t * size + b] = self.weights[t * size + order[b]]
            }
        }
        return Batch(
            size: size, contextSteps: contextSteps, steps: steps, context: context,
            contextStarts: contextStarts, before: before, targets: targets, weights: weights,
            topics: topics)
    }

    /// Each passage as it is; then each without its context, beginning anew; then, where there are topics,
    /// each without its topic (which is what uniform weights mean).
    func withConditionsTakenAway() -> Batch {
        let width = topics.count / size
        let whole = passages(
            Array(repeating: Array(0..<size), count: width > 0 ? 3 : 2).flatMap { $0 })
        var starts = whole.contextStarts
        var before = whole.before
        for b in size..<2 * size {
            starts[b] = Int32(contextSteps)
            before[b] = Int32(Alphabet.start)
        }
        var vectors = whole.topics
        for index in vectors.indices.dropFirst(2 * topics.count) {
            vectors[index] = 1 / Float(width)
        }
        return Batch(
            size: whole.size, contextSteps: contextSteps, steps: steps, context: whole.context,
            contextStarts: starts, before: before, targets: whole.targets,
            weights: whole.weights, topics: vectors)
    }

    /// The same passages under other topic vectors.
    public func withTopics(_ topics: [Float]) -> Batch {
        precondition(topics.count == self.topics.count, "topic vectors of another shape")
        return Batch(
            size: size, contextSteps: contextSteps, steps: steps, context: context,
            contextStarts: contextStarts, before: before, targets: targets, weights: weights,
            topics: topics)
    }
}
