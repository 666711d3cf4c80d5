import CKernels
import COneDNN

/// What the inputs of matrix products are made of. Sums, states and weights' masters are always f32.
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// 32-bit floating point.
    case f32
    /// The upper half of an f32: 8 bits of exponent, 8 of significand.
    case bf16

    /// bf16 where the processor multiplies it in hardware, f32 elsewhere.
    public static var fastest: Precision {
        riposte_has_fast_bf16() && Precision.bf16.isSupported ? .bf16 : .f32
    }

    /// Whether it can be multiplied on this processor at all.
    public var isSupported: Bool {
        if self == .f32 { return true }
        guard let trial = riposte_packed_create(code, 32, 32) else { return false }
        riposte_packed_destroy(trial)
        return true
    }

    /// The precisions that this processor multiplies.
    public static var supported: [Precision] { allCases.filter(\.isSupported) }

    /// Whether its products are ours: in f32 always; in bf16 where vectors multiply it but no AMX does,
    /// which oneDNN drives better.
    var hasOwnProducts: Bool { self == .f32 || Precision.hasOwnBF16 }

    /// Whether products take a part of a packed matrix that begins with row `first`: oneDNN's layouts
    /// are its own, and bf16 packs rows in pairs. Then LSTMs look symbols of so many dimensions up.
    public func multipliesParts(from first: Int) -> Bool {
        hasOwnProducts && (self == .f32 || first % 2 == 0)
    }

    /// Whether a row of a product is the same bits alone and among others.
    public var rowsAreIndependent: Bool { hasOwnProducts }

    private static let hasOwnBF16 = riposte_has_bf16_panels() && !riposte_has_amx()

    /// Bytes of one element.
    var bytes: Int { self == .bf16 ? 2 : 4 }

    var code: riposte_precision { self == .bf16 ? riposte_bf16 : riposte_f32 }
}

/// Facts about the machine that figures must be read with.
public enum Machine {
    /// The instruction set that the products use, such as "AVX-512 AMX".
    public static var instructionSet: String { String(cString: riposte_instruction_set()) }
}
