import Networks
import Tensors
import Texts

extension Generator {
    /// Draws a continuation for every passage of `batch` from the generator's distribution at
    /// `temperature`, `steps` symbols long; what comes after an end mark is padding.
    ///
    /// The noise that draws symbol t of passage b is row t·B + b of `source`'s child "draws", which is
    /// where ``Tape/relaxedSample(_:symbols:_:temperature:as:)`` finds it again.
    ///
    /// - Parameter tape: lends its memory meanwhile; reset it afterwards.
    /// - Returns: symbols [steps·B], time-major.
    public func freeRun(
        _ batch: Batch, steps: Int, temperature: Float = 1, _ source: RandomSource,
        on tape: Tape? = nil
    ) -> [Int32] {
        let stepper = Stepper(self, batch, source, in: .own, on: tape)
        let draws = source.child("draws")
        var symbols = [Int32](repeating: Int32(Alphabet.end), count: steps * batch.size)
        var last = batch.before
        var isRunning = [Bool](repeating: true, count: batch.size)
        for step in 0..<steps where isRunning.contains(true) {
            let logits = stepper.step(last)
            logits.drawSymbols(
                draws, firstRow: step * batch.size, temperature: temperature, into: &last)
            for b in 0..<batch.size {
                if isRunning[b] {
                    symbols[step * batch.size + b] = last[b]
                    isRunning[b] = last[b] != Int32(Alphabet.end)
                } else {
                    last[b] = Int32(Alphabet.end)
                }
            }
        }
        return symbols
    }
}
