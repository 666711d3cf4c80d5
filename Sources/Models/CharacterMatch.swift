import Networks
import Tensors

/// Agreement of every character of a text with what it finds in the context, after AttnGAN's matching of
/// words and regions (Xu et al. 2018, section 3.2): the text's states h attend to the context encoder's
/// states v, and each is compared with what it reads there.
///
///     α = softmax(W_q h · (W_k v)ᵀ / √width),   c = α · W_v v,   match = ⟨W_s h, c⟩
///
/// There the two are compared by their cosine; an inner product is what the other matches take, and lets
/// the heads tell how sure they are.
struct CharacterMatch {
    let attention: Attention
    let state: Linear

    init(_ parameters: Parameters, _ name: String, states: Int, memory: Int) {
        let width = Discriminator.matchWidth
        attention = Attention(parameters, name, inputs: states, memory: memory, width: width)
        state = Linear(
            parameters, "\(name).state", inputs: states, outputs: width, hasBias: false)
    }

    /// A context that texts may be compared with.
    struct Memory {
        /// W_k v and W_v v, [contextSteps·B, width] each.
        let keys: Variable
        let values: Variable
        /// For each passage the step at which its context begins.
        let starts: UnsafeMutableBufferPointer<Int32>

        /// What texts read of it.
        var shared: [Variable] { [keys, values] }
    }

    /// Reads the encoder's states [contextSteps·B, contextHidden].
    func memory(
        of states: Variable, starts: UnsafeMutableBufferPointer<Int32>, _ weights: Weights
    ) -> Memory {
        Memory(
            keys: attention.key(states, weights), values: attention.value(states, weights),
            starts: starts)
    }

    /// States [rows, hidden], row r of passage r mod B, to their matches [rows, 1]; 0 after an empty
    /// context.
    func callAsFunction(_ states: Variable, _ memory: Memory, _ weights: Weights) -> Variable {
        let tape = weights.tape
        let found = tape.attention(
            queries: attention.query(states, weights), keys: memory.keys, values: memory.values,
            batch: memory.starts.count, starts: memory.starts
        ).readout
        return tape.rowProducts(state(states, weights), found)
    }
}
