/// What a benchmark can time, by the name that it has in the table.
public enum BenchmarkRow: String, CaseIterable, Codable, Sendable {
    /// One likelihood update of a plain LSTM language model of 256: embedding 64, 96 symbols, 64×100
    /// characters; no context, no attention, no conditioning.
    case likelihoodLSTM256 = "likelihood-lstm-256"
    /// The same of 512.
    case likelihoodLSTM512 = "likelihood-lstm-512"
    /// The same with two layers of 512.
    case likelihoodLSTM512x2 = "likelihood-lstm-512x2"
    /// One adversarial update of each network: a generator of 256 against a discriminator of 256, about
    /// realism alone, with a conditioning vector of 128 and no context; 64×64 characters.
    case duel256 = "duel-256"
    /// The same with a generator of 512.
    case duel512 = "duel-512"
    /// One stream of 100 characters from the plain language model of 512.
    case sample512 = "sample-512"
    /// 64 such streams, shared out among the workers.
    case sample512x64 = "sample-512x64"
    /// One likelihood update of the shipped model's shape: context encoder, attention, conditioning.
    case likelihoodDefault = "likelihood-default"
    /// One exchange of its duel: three heads, texts that do not fit, likelihood mixed in.
    case duelDefault = "duel-default"
    /// One continuation from it, its context read anew.
    case sampleDefault = "sample-default"
    /// 64 such continuations, shared out among the workers.
    case sampleDefaultx64 = "sample-default-x64"
}
