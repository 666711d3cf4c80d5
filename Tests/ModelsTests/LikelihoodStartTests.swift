import Models
import Networks
import Tensors
import Testing

@Suite("A discriminator that starts from the generator's weights")
struct LikelihoodStartTests {
    private let configuration: ModelConfiguration

    init() throws {
        var configuration = try Golden("two-layers-attention").configuration
        configuration.noise = 4
        configuration.discriminatorHidden = configuration.hidden
        self.configuration = configuration
    }

    @Test func takesOverEveryWeightOfTheBody() throws {
        let generator = Generator(configuration, precision: .f32, RandomSource(seed: 1))
        let discriminator = Discriminator(configuration, precision: .f32, RandomSource(seed: 2))
        discriminator.startFromLikelihood(of: generator)
        let known = generator.parameters
        for source in known.list {
            let parameter = try #require(
                discriminator.parameters.list.first { $0.name == source.name })
            let (from, to) = (
                known.value(of: source), discriminator.parameters.value(of: parameter)
            )
            for row in 0..<to.rows {
                #expect(
                    Array(to.rows(row..<row + 1).elements)
                        == Array(from.rows(row..<row + 1).elements.prefix(to.columns)),
                    "\(source.name) row \(row)")
            }
        }
    }

    @Test func startsFreshWhereTheWidthsDiffer() throws {
        var narrow = configuration
        narrow.discriminatorHidden = 9
        let generator = Generator(configuration, precision: .f32, RandomSource(seed: 1))
        let discriminator = Discriminator(narrow, precision: .f32, RandomSource(seed: 2))
        let output = try discriminator.parameters.elements("output.weight")
        discriminator.startFromLikelihood(of: generator)
        try expectContextReaderOf(generator, in: discriminator)
        // It reads a state of another width: the generator's weights mean nothing to it.
        #expect(try discriminator.parameters.elements("output.weight") == output)
    }
}
