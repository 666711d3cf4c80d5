import Foundation
import Models

/// What `riposte evaluate` finds.
public struct EvaluationReport: Codable, Sendable {
    /// Samples at one temperature, each figure beside that of real text at the same number of
    /// characters.
    public struct Point: Codable, Sendable {
        /// Temperature of the samples.
        public var temperature: Float
        /// Bits per character of the samples under an n-gram model of real text: their quality.
        public var lm: Double?
        /// Bits per character of real text under an n-gram model of the samples: also their diversity.
        public var rlm: Double?
        /// ``lm`` of real text.
        public var lmReal: Double?
        /// ``rlm`` of other real text.
        public var rlmReal: Double?
        /// Jensen-Shannon divergence of 4-grams from real text's, in bits.
        public var js4: Double?
        /// ``js4`` of other real text.
        public var js4Real: Double?
        /// The same for 6-grams.
        public var js6: Double?
        /// ``js6`` of other real text.
        public var js6Real: Double?
        /// Distinct character 4-grams over all.
        public var distinct4: Double?
        /// ``distinct4`` of real text.
        public var distinct4Real: Double?
        /// Share of sampled characters inside a run of 24 or more that stands in the training text.
        public var novelty: Double?
        /// ``novelty`` of held-out real text: what coincidence and quotation alone give.
        public var noveltyReal: Double?
        /// How often a classifier reads the asked topic from a sample; of a mixture, its heaviest topic.
        ///
        /// Where topics were discovered, the classifier learns from each document in proportion to θ.
        public var topicAdherence: Double?
        /// And the true one from real text of the same length.
        public var topicAdherenceReal: Double?
        /// How often a discriminator that was trained afterwards, and never trained the generator, tells
        /// a sample from the real continuation of its context: 0.5 is a perfect duel. See
        /// ``FreshJudge``.
        public var freshJudge: Double?
        /// The same of real text against real text: what such a discriminator makes of nothing.
        public var freshJudgeReal: Double?
        /// Of the samples asked for each topic (rows, as in ``EvaluationReport/topics``), from how many
        /// each topic was read (columns), and from how many none (the last column).
        public var topicMatrix: [[Int]]?
        /// The same of real text, by the topic that it is filed under.
        public var topicMatrixReal: [[Int]]?
        /// The characters of samples, and of real text, that the figures above compare.
        public var characters: Int
        /// A few of the samples, with their topics.
        public var samples: [Sample]
    }

    /// A sample with the end of its context.
    public struct Sample: Codable, Sendable {
        /// The topic it was asked for.
        public var topic: String?
        /// The context.
        public var context: String
        /// What was written.
        public var text: String
        /// The category of the latent code that it was written by, from 1; nil without codes.
        public var code: Int?
    }

    /// Characters counted, each once.
    public var characters: Int
    /// With the true context and topic, at temperature 1.
    public var bitsPerCharacter: Double
    /// With another document's context.
    public var bitsPerCharacterOtherContext: Double
    /// Under another topic: ``topicGain`` more; nil without topics.
    public var bitsPerCharacterOtherTopic: Double?
    /// What the true context saves.
    public var contextGain: Double
    /// What the true topic saves of the passages whose topic the model knows.
    public var topicGain: Double?
    /// How many passages were read after another document's context; where it is 0, for want of another
    /// document, ``contextGain`` is 0 and says nothing.
    public var exchangedContexts: Int?
    /// The corpus's topics.
    public var topics: [String]
    /// How many samples were drawn at each temperature.
    public var sampleCount: Int
    /// How many continuations were drawn for each sample, of which the discriminator chose one.
    public var candidates: Int
    /// How the discriminator chose one of them; nil where there was nothing to choose.
    public var choice: CandidateChoice?
    /// How hard the samples followed their topic.
    public var guidance: Float
    /// The samples' seed.
    public var seed: UInt64
    /// The temperature sweep.
    public var sweep: [Point]
    /// What a reader recovers of the latent code; nil for a model without codes.
    public var codeRecovery: CodeRecovery?

    /// ``contextGain`` where there was another document to take a context from; nil where there was none.
    public var measuredContextGain: Double? { exchangedContexts == 0 ? nil : contextGain }

    /// The report as a table for people.
    public var table: String {
        func number(_ value: Double?, _ format: String = "%.3f") -> String {
            value.map { String(format: format, $0) } ?? "-"
        }
        var lines = [
            "characters              \(characters)",
            "bits per character      \(number(bitsPerCharacter, "%.4f"))"
                + String(format: "  (%.3f nats)", bitsPerCharacter * M_LN2),
            "  other context         \(number(bitsPerCharacterOtherContext, "%.4f"))"
                + "  context gain \(number(measuredContextGain, "%.4f"))"
                + (measuredContextGain == nil ? "       (there is no other document)" : ""),
        ]
        if bitsPerCharacterOtherTopic != nil {
            lines.append(
                "  other topic           \(number(bitsPerCharacterOtherTopic, "%.4f"))"
                    + "  topic gain   \(number(topicGain, "%.4f"))")
        }
        guard let first = sweep.first else { return lines.joined(separator: "\n") }
        lines.append("")
        lines.append(
            "\(sampleCount) samples at each temperature, guidance \(guidance)"
                + (choice.map { ", the discriminator's choice of \(candidates): \($0.rawValue)" }
                    ?? ""))
        lines.append(
            String(repeating: " ", count: 25) + EvaluationReport.columns.map(\.heading).joined())
        for point in sweep {
            lines.append(
                String(format: "temperature %.2f         ", point.temperature)
                    + EvaluationReport.columns.map { $0.cell(number(point[keyPath: $0.value])) }
                    .joined())
        }
        lines.append(
            "real text                "
                + EvaluationReport.columns.map { $0.cell(number(first[keyPath: $0.real])) }.joined()
        )
        if let codeRecovery {
            lines.append("")
            lines.append(
                "codes: a reader trained afterwards recovers \(number(codeRecovery.bits, "%.2f")) of "
                    + "\(number(codeRecovery.entropy, "%.2f")) bits "
                    + String(format: "(%.0f %%) from ", 100 * codeRecovery.share)
                    + "\(codeRecovery.texts) samples at temperature \(codeRecovery.temperature)")
        }
        return lines.joined(separator: "\n")
    }

    /// A measure of the sweep, as tables show it.
    struct Column {
        let name: String
        let value: KeyPath<Point, Double?>
        let real: KeyPath<Point, Double?>
        /// What it means, for people who meet it first.
        let meaning: String

        func cell(_ text: String) -> String {
            String(repeating: " ", count: max(1, 11 - text.count)) + text
        }
        var heading: String { cell(name) }
    }

    /// The measures of the sweep.
    static var columns: [Column] {
        [
            Column(
                name: "LM", value: \.lm, real: \.lmReal,
                meaning: "Bits per character of samples under a 6-gram model of real text: quality."
            ),
            Column(
                name: "RLM", value: \.rlm, real: \.rlmReal,
                meaning:
                    "Bits per character of real text under a 6-gram model of the samples: quality "
                    + "and diversity."),
            Column(
                name: "JS-4", value: \.js4, real: \.js4Real,
                meaning: "Jensen-Shannon divergence of 4-grams from real text's, in bits."),
            Column(
                name: "JS-6", value: \.js6, real: \.js6Real,
                meaning: "The same of 6-grams."),
            Column(
                name: "distinct-4", value: \.distinct4, real: \.distinct4Real,
                meaning: "The share of 4-grams that differ from each other: diversity."),
            Column(
                name: "novelty", value: \.novelty, real: \.noveltyReal,
                meaning:
                    "The share of characters inside a run of 24 or more that stands in the training "
                    + "text; 0 is a text without any quotation."),
            Column(
                name: "topic", value: \.topicAdherence, real: \.topicAdherenceReal,
                meaning: "How often a classifier trained on real text reads the asked topic."),
            Column(
                name: "judge", value: \.freshJudge, real: \.freshJudgeReal,
                meaning:
                    "How often a discriminator that was trained afterwards tells a sample from the "
                    + "real continuation; 0.5 is guessing."),
        ]
    }
}
