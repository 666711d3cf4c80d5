import Models
import Networks
import Tensors
import Testing
import Texts

@Suite("Latent codes")
struct LatentCodeTests {
    private func configuration(codes: Int) -> ModelConfiguration {
        var configuration = ModelConfiguration(symbols: 270, topics: 3)
        configuration.embedding = 6
        configuration.contextHidden = 7
        configuration.hidden = 8
        configuration.discriminatorHidden = 8
        configuration.topicWidth = 4
        configuration.noise = 2
        configuration.conditioning = 5
        configuration.attention = 4
        configuration.codes = codes
        return configuration
    }

    private let topics: [Float] = TinyPassages.indices.flatMap { _ -> [Float] in [1, 0, 0] }

    @Test(arguments: ["3", "1:0.5,-1.0", "12:-3.0,3.0"])
    func areReadAsTheyAreWritten(_ text: String) throws {
        let choice = try CodeChoice(parsing: text)
        #expect("\(choice)" == text)
        #expect(choice.category >= 0)
    }

    @Test(arguments: ["", "0", "-1", "x", "3:", "3:1", "3:1,2,3", "3:1,4", "3:1,nan", "3:1,2:3"])
    func whatIsNoCodeIsToldSo(_ text: String) {
        #expect(throws: CodeError.notACode(text)) { try CodeChoice(parsing: text) }
    }

    @Test func onlyCodesOfTheModelPass() throws {
        let choice = try CodeChoice(parsing: "4")
        try choice.check(categories: 4)
        #expect(throws: CodeError.unknown(4, categories: 3)) { try choice.check(categories: 3) }
        #expect(throws: CodeError.none) { try choice.check(categories: 0) }
        #expect("\(CodeError.unknown(4, categories: 3))".contains("from 1 to 3"))
    }

    @Test func everyCategoryIsDrawnEquallyOften() {
        let count = 3000
        let codes = (0..<count).map {
            LatentCode(drawnFrom: RandomSource(seed: UInt64($0)), categories: 3)
        }
        for category in 0..<3 {
            let share = Double(codes.count { $0.category == category }) / Double(count)
            #expect(abs(share - 1 / 3) < 0.04)
        }
        for index in 0..<LatentCode.valueCount {
            let values = codes.map { Double($0.values[index]) }
            #expect(values.allSatisfy { (-1...1).contains($0) })
            #expect(abs(values.reduce(0, +) / Double(count)) < 0.05)
            let square = values.reduce(0) { $0 + $1 * $1 } / Double(count)
            #expect(abs(square - 1 / 3) < 0.03)
        }
    }

    @Test func theGeneratorIsToldTheCode() throws {
        let generator = Generator(configuration(codes: 3), precision: .f32, RandomSource(seed: 1))
        let tape = Tape(precision: .f32)
        let source = RandomSource(seed: 9)
        let z = try #require(generator.noise(batch: 4, source, on: tape)).value
        #expect(z.columns == 2 + 3 + 2)
        for row in 0..<4 {
            let code = try #require(generator.code(passage: row, source))
            #expect((0..<3).map { z[row, 2 + $0] } == (0..<3).map { $0 == code.category ? 1 : 0 })
            #expect([z[row, 5], z[row, 6]] == code.values)
        }
        let plain = Generator(configuration(codes: 0), precision: .f32, RandomSource(seed: 1))
        #expect(plain.code(passage: 0, source) == nil)
        #expect(plain.noise(batch: 4, source, on: tape)?.columns == 2)
    }

    @Test func aChosenCodeDecidesWhatIsWritten() throws {
        let generator = Generator(configuration(codes: 3), precision: .f32, RandomSource(seed: 1))
        // As if it had learned to listen.
        let join = try #require(
            generator.parameters.list.first { $0.name.hasSuffix("join.weight") })
        let matrix = generator.parameters.value(of: join)
        for row in 0..<matrix.rows {
            for column in matrix.columns - 5..<matrix.columns { matrix[row, column] *= 30 }
        }
        generator.parameters.pack()
        let batch = TinyPassages.batch(of: [1], topics: [1, 0, 0])
        func text(_ code: CodeChoice?) -> [Symbol] {
            let source = RandomSource(seed: 4)
            var symbols: [Symbol] = []
            generator.write(
                batch, sampling: Sampling(temperature: 1), length: 40,
                [.init(noise: source, draws: source.child("draws"), code: code)],
                mayEnd: { _ in false }
            ) {
                symbols.append($0.symbol)
                return true
            }
            return symbols
        }
        let drawn = try #require(generator.code(from: RandomSource(seed: 4)))
        let own = CodeChoice(category: drawn.category, values: drawn.values)
        #expect(text(nil) == text(own))
        #expect(text(CodeChoice(category: drawn.category)) == text(nil))
        #expect(text(CodeChoice(category: (drawn.category + 1) % 3, values: [1, -1])) != text(own))
        #expect(generator.code(from: RandomSource(seed: 4), own) == drawn)
    }

    @Test(arguments: DiscriminatorKind.allCases)
    func theReaderStandsBesideTheHeads(_ kind: DiscriminatorKind) {
        var configuration = configuration(codes: 3)
        configuration.discriminator = kind
        let discriminator = Discriminator(configuration, precision: .f32, RandomSource(seed: 1))
        let batch = TinyPassages.batch(topics: topics)
        let gradients = GradientMemory(discriminator.parameters)
        let tape = Tape(precision: .f32)
        let logits = discriminator.logits(
            .symbols(batch.targets), in: batch, RandomSource(seed: 1),
            discriminator.parameters.bound(to: tape, gradients: gradients.pointer))
        let (categories, values) = (discriminator.categoryColumns, discriminator.valueColumns)
        #expect(categories == 3..<6 && values == 6..<8 && logits.columns == 8)
        let seed = logits.accumulatedGradient
        for row in 0..<logits.rows where batch.weights[row] == 1 { seed[row, 4] = 1 }
        tape.backward()
        for parameter in discriminator.parameters.list {
            // With one layer, attention tells the body's prediction alone.
            let isBeside = ["heads", "evidence", "match", "output", "attention"].contains {
                parameter.name.hasPrefix($0)
            }
            let flows = gradients[parameter].contains { $0 != 0 }
            #expect(flows != isBeside, "\(parameter.name)")
        }
        var none = configuration
        none.codes = 0
        #expect(
            Discriminator(none, precision: .f32, RandomSource(seed: 1)).valueColumns.isEmpty)
    }
}
