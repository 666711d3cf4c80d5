import ArgumentParser
import Riposte

/// What matrix products read, as it is typed.
enum PrecisionChoice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case f32
    case bf16

    /// The precision that was chosen.
    var precision: Precision {
        switch self {
        case .auto: .fastest
        case .f32: .f32
        case .bf16: .bf16
        }
    }
}

/// What a unit is, as it is typed.
enum LayoutName: String, CaseIterable, ExpressibleByArgument {
    case auto
    case lines
    case prose

    var choice: CorpusOptions.LayoutChoice {
        switch self {
        case .auto: .automatic
        case .lines: .lines
        case .prose: .prose
        }
    }
}

/// What a document is, as it is typed.
enum DocumentsName: String, CaseIterable, ExpressibleByArgument {
    case auto
    case blankLines = "blank-lines"
    case files

    var choice: CorpusOptions.DocumentChoice {
        switch self {
        case .auto: .automatic
        case .blankLines: .blankLines
        case .files: .files
        }
    }
}

/// What names the topics, as it is typed.
enum TopicChoices {
    static let reader: Values.Reader<CorpusOptions.TopicChoice> = { text in
        guard let choice = CorpusOptions.TopicChoice(rawValue: text) else {
            let counts = CorpusOptions.TopicChoice.discoverable
            throw Values.Problem(
                description: "it takes files, none, or discover:K with K from "
                    + "\(counts.lowerBound) to \(counts.upperBound)")
        }
        return choice
    }
}

extension ObjectiveName: ExpressibleByArgument {}
extension DiscriminatorKind: ExpressibleByArgument {}
extension ContextMatching: ExpressibleByArgument {}
extension CandidateChoice: ExpressibleByArgument {}
