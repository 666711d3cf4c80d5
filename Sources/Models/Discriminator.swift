import Networks
import Tensors

/// The heads of the discriminator, in the order of its logits.
public enum Head: Int, CaseIterable, Sendable {
    /// Real text, or sampled.
    case realism
    /// The topic fits, or is a wrong one.
    case topic
    /// The context fits, or is a wrong one.
    case context
}

/// The network that judges: given context and topic, for every character of a text three logits.
///
/// Its body is recurrent, of the generator's kind, so that it can start from likelihood-trained weights
/// (``DiscriminatorKind/recurrent``), or convolutional. What the heads see of a character is the body's
/// state there and some evidence: what the body itself makes of the character, and how well the state
/// agrees with the topic and with the context, each an inner product of projections (Miyato and
/// Koyama 2018, equation 5). ``ContextMatching/characters`` adds how well it agrees with the places of the
/// context that it attends to.
///
/// The convolutional body has one state for every 8 characters. Its verdict is given to each of the 8, so
/// that texts of both kinds are judged by the mean over their characters; a character's logit then tells
/// of its neighbourhood, not of the character alone.
public final class Discriminator {
    /// Its parameters.
    public let parameters: Parameters
    /// Its shape.
    public let configuration: ModelConfiguration
    let body: any DiscriminatorBody
    /// For judging texts.
    let spareTapes: SpareTapes
    let heads: Linear
    let evidence: Linear
    let topicMatch: Match?
    let contextMatch: Match?
    let characterMatch: CharacterMatch?
    let codeReader: CodeReader?

    /// Agreement of states with a condition: the inner product of a projection of each.
    struct Match {
        let state: Linear
        let condition: Linear
        static let width = 64

        init(_ parameters: Parameters, _ name: String, states: Int, conditions: Int) {
            state = Linear(
                parameters, "\(name).state", inputs: states, outputs: Match.width, hasBias: false)
            condition = Linear(
                parameters, "\(name).condition", inputs: conditions, outputs: Match.width,
                hasBias: false)
        }

        /// States [steps·B, hidden] and conditions [B, width] to [steps·B, 1].
        func callAsFunction(_ states: Variable, _ conditions: Variable, _ weights: Weights)
            -> Variable
        {
            weights.tape.rowProducts(state(states, weights), condition(conditions, weights))
        }
    }

    /// Width of the projections whose inner product says how well a text agrees with its condition.
    public static var matchWidth: Int { Match.width }

    /// Among all elements of the parameters the first of the heads', and of all that reads evidence for
    /// them: what begins fresh where the body begins with likelihood-trained weights.
    public var firstHeadElement: Int { heads.weight.offset }

    /// A discriminator with fresh weights drawn from `source`.
    public convenience init(
        _ configuration: ModelConfiguration, precision: Precision, _ source: RandomSource
    ) {
        self.init(shapedAs: configuration, precision: precision)
        parameters.initialize(source.child("discriminator"))
    }

    /// A discriminator whose parameters have shapes but no values yet.
    public init(shapedAs configuration: ModelConfiguration, precision: Precision) {
        self.configuration = configuration
        parameters = Parameters(precision: precision)
        spareTapes = SpareTapes(precision: precision)
        body =
            switch configuration.discriminator {
            case .convolutional: ConvolutionalBody(parameters, configuration)
            case .recurrent:
                configuration.contextMatching == .information
                    ? InformationBody(parameters, configuration)
                    : RecurrentBody(parameters, configuration)
            }
        heads = Linear(
            parameters, "heads", inputs: configuration.discriminatorHidden,
            outputs: Head.allCases.count)
        topicMatch =
            configuration.topics > 0
            ? Match(
                parameters, "match.topic", states: configuration.discriminatorHidden,
                conditions: configuration.topicWidth) : nil
        contextMatch =
            configuration.contextHidden > 0
            ? Match(
                parameters, "match.context", states: configuration.discriminatorHidden,
                conditions: configuration.contextHidden) : nil
        characterMatch =
            configuration.contextHidden > 0 && configuration.contextMatching == .characters
            ? CharacterMatch(
                parameters, "match.characters", states: configuration.discriminatorHidden,
                memory: configuration.contextHidden) : nil
        let matches = [topicMatch == nil, contextMatch == nil, characterMatch == nil]
        evidence = Linear(
            parameters, "evidence", inputs: body.signs + matches.count { !$0 },
            outputs: Head.allCases.count, hasBias: false)
        codeReader = CodeReader(parameters, configuration)
    }

    /// Takes over the weights of `generator`'s body; of a wider matrix (the generator's conditioning also
    /// reads noise) the leading columns. Where the two states have different widths, or the body is
    /// convolutional, what reads or writes a state starts fresh: only embedding, encoder and conditioning
    /// are taken over.
    public func startFromLikelihood(of generator: Generator) {
        let known = Dictionary(
            uniqueKeysWithValues: generator.parameters.list.map { ($0.name, $0) })
        let isWhole =
            configuration.discriminator == .recurrent
            && generator.configuration.hidden == configuration.discriminatorHidden
        let always = ["embedding", "encoder.", "conditioning."]
        for parameter in parameters.list {
            guard isWhole || always.contains(where: { parameter.name.hasPrefix($0) }),
                let source = known[parameter.name], source.rows == parameter.rows,
                source.columns >= parameter.columns
            else { continue }
            let from = generator.parameters.value(of: source)
            let to = parameters.value(of: parameter)
            for row in 0..<to.rows {
                to.rows(row..<row + 1).pointer.update(
                    from: from.pointer + row * from.columns, count: to.columns)
            }
        }
        if isWhole, let information = body as? InformationBody { weigh(information) }
        parameters.pack()
    }

    /// Lets the topic and context heads begin as what a likelihood-trained body makes them: the logarithm
    /// of how much likelier the text is with its condition than without, summed over a text of full
    /// length, is the odds that it belongs there. What the states have to say is still to be learned.
    private func weigh(_ information: InformationBody) {
        let weights = parameters.value(of: evidence.weight)
        let states = parameters.value(of: heads.weight)
        let length = Float(configuration.shape.continuationCharacters)
        let signs: [(Head, Int?)] = [
            (.context, information.contextSign), (.topic, information.topicSign),
        ]
        for (head, sign) in signs {
            guard let sign else { continue }
            for row in [weights, states] {
                row.rows(head.rawValue..<head.rawValue + 1).elements.update(repeating: 0)
            }
            weights[head.rawValue, information.likelihoodSign] = length
            weights[head.rawValue, sign] = -length
        }
    }

    /// A text as the discriminator sees it.
    public enum Text {
        /// Symbols, [steps·B] time-major.
        case symbols([Int32])
        /// Relaxed symbols y [steps·B, symbols].
        case relaxed(Variable)
    }

    /// Contexts and topics that have been read, for several texts to be judged under them.
    public struct Condition {
        fileprivate let body: any ConditionedBody
        fileprivate let memory: CharacterMatch.Memory?

        /// Lets texts be judged one after the other, each taking its memory back (``Tape/backward(to:)``).
        public func settle() {
            (body.shared + (memory?.shared ?? [])).forEach { $0.settle() }
        }
    }

    /// Reads the contexts and topics of `batch`. `keep` below 1: dropout on the input, drawn from
    /// `source`.
    public func condition(
        on batch: Batch, _ source: RandomSource, keep: Float = 1, _ weights: Weights
    ) -> Condition {
        let body = body.condition(on: batch, dropout: dropout(keep, source), weights)
        return Condition(
            body: body,
            memory: characterMatch.flatMap { match in
                body.contextStates.map { match.memory(of: $0, starts: body.contextStarts, weights) }
            })
    }

    /// The logits of every character, [steps·B, heads], for `text` in the contexts and topics of
    /// `batch`; each text is as long as `batch`'s own.
    public func logits(_ text: Text, in batch: Batch, _ source: RandomSource, _ weights: Weights)
        -> Variable
    {
        logits(
            text, counts: batch.weights, under: condition(on: batch, source, weights), source,
            weights)
    }

    /// The logits of every character, [steps·B, heads], for `text` under `condition`; where the model has
    /// latent codes, what is read of them stands in further columns (``categoryColumns``,
    /// ``valueColumns``).
    ///
    /// - Parameter counts: 1 for a character up to its text's end, 0 for one after it, [steps·B]; the
    ///   logits of the latter mean nothing.
    public func logits(
        _ text: Text, counts: [Float], under condition: Condition, _ source: RandomSource,
        keep: Float = 1, _ weights: Weights
    ) -> Variable {
        let tape = weights.tape
        let reading = condition.body.read(
            text, counts: counts, dropout: dropout(keep, source), weights)
        var signs = reading.signs
        if let topicMatch, let topic = condition.body.topic {
            signs.append(topicMatch(reading.states, topic, weights))
        }
        if let contextMatch, let summary = condition.body.summary {
            signs.append(contextMatch(reading.states, summary, weights))
        }
        if let characterMatch, let memory = condition.memory {
            signs.append(characterMatch(reading.states, memory, weights))
        }
        var logits = tape.linear(
            [
                (reading.states, weights[heads.weight]),
                (tape.concatenate(signs), weights[evidence.weight]),
            ], bias: heads.bias.map { weights[$0] })
        if let codeReader {
            logits = tape.concatenate([logits, codeReader.read(reading.states, weights)])
        }
        guard let rows = reading.rowsOfCharacters else { return logits }
        return tape.embedding(logits, tape.indices(rows))
    }

    private func dropout(_ keep: Float, _ source: RandomSource) -> Dropout? {
        keep < 1 ? Dropout(keep: keep, source: source.child("dropout")) : nil
    }
}
