import Checkpoints
import Models
import Texts

/// Reads a reply again, with everything and without something, side by side.
struct ExplanationReader {
    /// What a reading goes without.
    enum Part: Hashable {
        case nothing
        case unit(Int)
        case context
        case topic(Int)
        case topics
    }

    /// One way of reading.
    struct Variant {
        let without: Part
        /// The units of the context that are taken out.
        let units: Set<Int>
        /// The topic vector.
        let topics: [Float]
    }

    /// What came of it.
    struct Reading {
        /// What the reply costs in each variant, in bits.
        var bits: [Double]
        /// For each unit of the context the mean attention that its symbols had in the first variant,
        /// from the first symbol that any passage reads; nil without attention.
        var attention: [Int: [Float]]?
        /// The attention that the reply itself had; nil without attention.
        var ownAttention: Float?
    }

    let model: LoadedModel
    let trace: ReplyTrace
    let variants: [Variant]
    let guidance: Float
    let chance: Generator.Chance
    /// What the reply was written in.
    let writing: WritingPrecision

    /// Reads all passages.
    func read() -> Reading {
        let hasAttention = model.configuration.attention > 0
        var reading = Reading(
            bits: variants.map { _ in 0 }, attention: hasAttention ? [:] : nil,
            ownAttention: hasAttention ? 0 : nil)
        let symbols = Float(max(1, trace.passages.reduce(0) { $0 + $1.written.count }))
        for passage in trace.passages {
            let contexts = variants.map { kept(passage.context, by: $0) }
            let batch = Batch(
                contexts: contexts.map { $0.flatMap(\.symbols) },
                continuations: variants.map { _ in [] }, topics: variants.flatMap(\.topics),
                steps: 1, stepMultiple: 1)
            let start = Int(batch.contextStarts[0])
            var looked = [Float](repeating: 0, count: batch.contextSteps)
            let bits = model.generator.bits(
                of: passage.written, in: batch,
                after: variants.map { kept(passage.begun, by: $0).flatMap(\.symbols) },
                guidance: guidance, variants.map { _ in chance }, in: writing
            ) { variant, weights in
                guard variant == 0 else { return }
                for step in looked.indices { looked[step] += weights[step] / symbols }
            }
            for variant in variants.indices { reading.bits[variant] += bits[variant] }
            if hasAttention { share(looked[start...], among: passage.context, &reading) }
        }
        return reading
    }

    private func kept(_ stretches: [ReplyTrace.Stretch], by variant: Variant)
        -> [ReplyTrace.Stretch]
    {
        stretches.filter { stretch in
            guard case .context(let unit) = stretch.source else { return true }
            return !variant.units.contains(unit)
        }
    }

    /// Gives each symbol of `context` its share of the attention `looked`.
    private func share(
        _ looked: ArraySlice<Float>, among context: [ReplyTrace.Stretch], _ reading: inout Reading
    ) {
        var rest = looked
        for stretch in context {
            let shares = rest.prefix(stretch.symbols.count)
            rest = rest.dropFirst(stretch.symbols.count)
            switch stretch.source {
            case .reply: reading.ownAttention = (reading.ownAttention ?? 0) + shares.reduce(0, +)
            case .context(let unit):
                // A later passage may read only the end of the unit.
                var sums = reading.attention?[unit] ?? Array(repeating: 0, count: shares.count)
                let missing = sums.count - shares.count
                for (index, share) in shares.enumerated() where index + missing >= 0 {
                    sums[index + missing] += share
                }
                reading.attention?[unit] = sums
            }
        }
    }
}
