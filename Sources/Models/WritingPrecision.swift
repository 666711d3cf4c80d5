import Tensors

/// What a generator's steps multiply when it writes, and when a text that it wrote is read again
/// (``Generator/bits(of:in:after:guidance:_:in:attention:)``). Training and ``LikelihoodMeasure`` always have
/// the generator's own precision.
public enum WritingPrecision: Sendable {
    /// The generator's own precision, as in training.
    case own
    /// Weights and states rounded to int8, with exact sums (``Int8Weights``).
    case int8
    /// int8 where the processor multiplies it faster than the generator's own precision.
    case fastest

    /// Whether so many continuations side by side are written in int8.
    public func isInt8(rows: Int) -> Bool {
        switch self {
        case .own: false
        case .int8: true
        case .fastest: Int8Weights.areFast(rows: rows)
        }
    }

    /// What so many continuations are written in: "int8" or "int8 and bf16", for what is not rounded is
    /// computed in `own`; or the name of `own`.
    public func name(rows: Int, _ own: Precision) -> String {
        guard isInt8(rows: rows) else { return own.rawValue }
        return own == .f32 ? "int8" : "int8 and \(own.rawValue)"
    }
}

extension Generator {
    /// What a single continuation is written in, by name (``WritingPrecision/name(rows:_:)``).
    public var writingName: String {
        writing.name(rows: 1, parameters.precision)
    }

    /// Writes from now on in what ``writingName`` called `name`, where it can; otherwise as before.
    public func write(in name: String) {
        if name == WritingPrecision.fastest.name(rows: 1, parameters.precision) {
            // As here: many continuations side by side may have another precision than one.
            writing = .fastest
        } else if name.hasPrefix("int8") {
            writing = .int8
        } else if name == parameters.precision.rawValue {
            writing = .own
        }
    }
}
