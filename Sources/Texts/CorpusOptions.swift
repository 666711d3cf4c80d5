/// How the files of a corpus are read.
public struct CorpusOptions: Codable, Hashable, Sendable {
    /// What a unit is, or that the text decides.
    public enum LayoutChoice: String, Codable, Sendable, CaseIterable {
        /// Chosen from the lengths of the lines and of the sentences in them.
        case automatic
        /// ``Layout/lines``.
        case lines
        /// ``Layout/prose``.
        case prose
    }

    /// What a document is, or that the text decides.
    public enum DocumentChoice: String, Codable, Sendable, CaseIterable {
        /// Blank lines where the sections between them are substantial, else files.
        case automatic
        /// What stands between two blank lines.
        case blankLines = "blank-lines"
        /// A file.
        case files
    }

    /// What names the topics; as text `files`, `none`, or `discover:8`.
    public enum TopicChoice: RawRepresentable, Codable, Hashable, Sendable {
        /// Each file, and each folder inside a given folder, is a topic.
        case files
        /// There are no topics.
        case none
        /// So many topics are found in the documents; files do not matter.
        case discover(Int)

        /// The numbers of topics that can be discovered.
        public static var discoverable: ClosedRange<Int> { TopicDiscovery.topicCounts }

        /// Reads `files`, `none` or `discover:K`; nil for anything else.
        public init?(rawValue: String) {
            switch rawValue {
            case "files": self = .files
            case "none": self = .none
            default:
                let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0] == "discover", let count = Int(parts[1]),
                    TopicChoice.discoverable.contains(count)
                else { return nil }
                self = .discover(count)
            }
        }

        /// The choice as it is typed.
        public var rawValue: String {
            switch self {
            case .files: "files"
            case .none: "none"
            case .discover(let count): "discover:\(count)"
            }
        }
    }

    /// What a unit is.
    public var layout: LayoutChoice
    /// What a document is. Long documents are cut into sections in any case.
    public var documents: DocumentChoice
    /// What names the topics.
    public var topics: TopicChoice
    /// About which share of the characters is held out: at least 0 (nothing), below 1.
    public var heldOutShare: Double

    /// Options that let the text decide and hold out a tenth.
    public init(
        layout: LayoutChoice = .automatic, documents: DocumentChoice = .automatic,
        topics: TopicChoice = .files, heldOutShare: Double = 0.1
    ) {
        self.layout = layout
        self.documents = documents
        self.topics = topics
        self.heldOutShare = heldOutShare
    }
}
