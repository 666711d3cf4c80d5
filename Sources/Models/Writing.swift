import Tensors
import Texts

extension Generator {
    /// One symbol of one of the continuations that ``write(_:after:sampling:length:_:mayEnd:_:)``
    /// writes.
    public struct Written {
        /// The passage of the batch.
        public let passage: Int
        /// The symbol.
        public let symbol: Symbol
    }

    /// Where the chance in one continuation comes from; the same chance writes the same text.
    public struct Chance: Sendable {
        /// Its z, and its code q where none is chosen.
        public let noise: RandomSource
        /// The code that is asked for.
        public let code: CodeChoice?
        /// Its draws: row t of the stream draws symbol t.
        public let draws: RandomSource

        /// Chance from two sources.
        public init(noise: RandomSource, draws: RandomSource, code: CodeChoice? = nil) {
            self.noise = noise
            self.code = code
            self.draws = draws
        }
    }

    /// Writes a continuation for every passage of `batch` side by side.
    ///
    /// - Parameters:
    ///   - begun: what is there of each continuation; it is read and gone on from. None when nil.
    ///   - length: the most symbols of each that are drawn.
    ///   - chances: for each passage.
    ///   - mayEnd: whether the end mark may be the passage's next symbol.
    ///   - receive: gets each symbol as it is drawn, end marks included; false ends that passage.
    public func write(
        _ batch: Batch, after begun: [[Symbol]]? = nil, sampling: Sampling, length: Int = .max,
        _ chances: [Chance], mayEnd: (Int) -> Bool = { _ in true },
        _ receive: (Written) throws -> Bool
    ) rethrows {
        let begun = begun ?? [[Symbol]](repeating: [], count: batch.size)
        precondition(begun.count == batch.size, "a beginning for each passage")
        let stepper = GuidedStepper(
            self, batch, guidance: sampling.guidance, noise: chances.map(\.noise),
            codes: chances.map(\.code))
        var last = batch.before
        var spellings = begun.map { symbols in
            var spelling = ByteSpelling()
            for symbol in symbols { spelling.take(symbol) }
            return spelling
        }
        var isRunning = [Bool](repeating: length > 0, count: batch.size)
        for step in 0... {
            guard isRunning.contains(true) else { return }
            let logits = stepper.step(last)
            for b in 0..<batch.size where isRunning[b] {
                let drawn = step - begun[b].count
                if drawn < 0 {
                    last[b] = Int32(begun[b][step])
                    continue
                }
                last[b] = sampling.draw(
                    logits, row: b, chances[b].draws, noise: drawn, mayEnd: mayEnd(b),
                    spelling: spellings[b])
                spellings[b].take(Symbol(last[b]))
                let goesOn = try receive(Written(passage: b, symbol: Symbol(last[b])))
                isRunning[b] =
                    goesOn && last[b] != Int32(Alphabet.end) && drawn + 1 < length
            }
        }
    }

    /// The same, with the chance of passage b from the children "noise" b and "draws" b of `source`.
    public func write(
        _ batch: Batch, sampling: Sampling, length: Int, _ source: RandomSource,
        _ receive: (Written) throws -> Bool
    ) rethrows {
        let chances = (0..<batch.size).map {
            Chance(noise: source.child("noise", $0), draws: source.child("draws", $0))
        }
        try write(batch, sampling: sampling, length: length, chances, receive)
    }
}
