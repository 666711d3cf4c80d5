import Networks
import Tensors

/// InfoGAN's Q: a head on the discriminator that reads the latent code off a text (Chen et al. 2016,
/// section 5). Its results stand beside the logits of the other heads, and like theirs a text's are the
/// means over its characters: first the logits of the categories, then the expected values.
struct CodeReader {
    let read: Linear
    private let categories: Int

    /// nil for a model without codes.
    init?(_ parameters: Parameters, _ configuration: ModelConfiguration) {
        guard configuration.codes > 0 else { return nil }
        categories = configuration.codes
        read = Linear(
            parameters, "codes", inputs: configuration.discriminatorHidden,
            outputs: configuration.codeWidth)
    }

    /// Where all its weights lie.
    var elements: [Range<Int>] {
        [read.weight, read.bias].compactMap { $0.map { $0.offset..<$0.offset + $0.count } }
    }
}

extension Discriminator {
    /// The columns of the logits that hold those of the code's categories; empty without codes.
    public var categoryColumns: Range<Int> {
        Head.allCases.count..<Head.allCases.count + configuration.codes
    }

    /// The columns that hold the code's expected values; empty without codes.
    public var valueColumns: Range<Int> {
        categoryColumns.upperBound..<Head.allCases.count + configuration.codeWidth
    }
}
