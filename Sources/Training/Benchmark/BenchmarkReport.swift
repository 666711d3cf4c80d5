import Tensors

/// How fast a machine trains and samples, and how fast its matrix products would let it.
public struct BenchmarkReport: Codable, Sendable {
    /// One thing that was timed.
    public struct Row: Codable, Sendable {
        /// Which.
        public var name: BenchmarkRow
        /// Characters of continuations a second: the median of the repetitions.
        public var charactersPerSecond: Double
        /// Half the distance between the quartiles of the repetitions, as a share of the median.
        public var spread: Double
        /// The time that the row's matrix products alone take, as a share of the row's: the median of
        /// the repetitions, each of which times both in turn.
        public var shareOfCeiling: Double
        /// Characters a second if there were only the products: the median.
        public var ceilingCharactersPerSecond: Double
        /// Multiplications and additions a second of the products alone, in billions.
        public var ceilingGFLOPS: Double
        /// How often it was timed, after the warm-up.
        public var repetitions: Int
        /// The most memory that the process had held by the end of the warm-up, in bytes: the row's,
        /// where it is the first one that the process times, without the ceiling's own operands.
        public var peakMemory: Int?
        /// The parts of a repetition, where it has any.
        public var parts: [Part]
    }

    /// A part of a repetition.
    public struct Part: Codable, Sendable {
        /// Sampling, discriminator or generator.
        public var name: String
        /// The median of its times.
        public var seconds: Double
    }

    /// How long the program takes to come up with text.
    public struct Start: Codable, Sendable {
        /// From the start of the process to the first character: the median.
        public var secondsToFirstCharacter: Double
        /// From the start of the process to its end: the median.
        public var secondsToExit: Double
        /// How many characters it wrote until then.
        public var characters: Int
        /// How often it was started.
        public var repetitions: Int

        /// What was measured.
        public init(
            secondsToFirstCharacter: Double, secondsToExit: Double, characters: Int,
            repetitions: Int
        ) {
            self.secondsToFirstCharacter = secondsToFirstCharacter
            self.secondsToExit = secondsToExit
            self.characters = characters
            self.repetitions = repetitions
        }
    }

    /// Cores, processor and instruction set.
    public let machine: String
    /// What products read.
    public let precision: Precision
    /// What products read where one text is written: "int8", or the precision's name.
    public let writing: String
    /// Number of threads.
    public let workers: Int
    /// What was timed.
    public var rows: [Row]
    /// How long the program takes to come up with text, where that was measured.
    public var start: Start?
    /// The most memory that any row took, in bytes; nil where the system does not tell.
    public var peakMemory: Int?

    /// This report with the rows of `other` behind its own.
    public func joined(with other: BenchmarkReport) -> BenchmarkReport {
        var joined = self
        joined.rows += other.rows
        joined.start = start ?? other.start
        joined.peakMemory = joined.rows.compactMap(\.peakMemory).max()
        return joined
    }
}
