import Networks
import Tensors
import Testing

@Suite("Adam")
struct AdamTests {
    private let parameters = Parameters(precision: .f32)
    private let weight: Parameter
    private let bias: Parameter
    private let pool = WorkerPool(count: 1)

    init() {
        weight = parameters.add("weight", rows: 5, columns: 7, .constant(1), isProductOperand: true)
        bias = parameters.add("bias", rows: 1, columns: 6, .constant(1))
        parameters.initialize(RandomSource(seed: 1))
    }

    /// torch.optim.AdamW after clip_grad_norm_; made by `Tests/Reference/make_golden.py`. The
    /// gradients come in two shards, a quarter and three.
    @Test(
        "Six steps against PyTorch",
        arguments: [("adam", Float(0), 1e9), ("adamw-clipped", Float(0.1), 1.5)])
    func golden(_ name: String, decay: Float, clip: Double) throws {
        let golden = try Golden(name)
        for parameter in [weight, bias] {
            let first = golden["\(parameter.name).first"]
            _ = parameters.value(of: parameter).elements.update(from: first.elements)
        }
        let adam = Adam(parameters, .init(beta1: 0.5, beta2: 0.99, epsilon: 1e-12, decay: decay))
        let shards = [Float(0.25), 0.75].map { (share: $0, gradient: zeros()) }
        defer { shards.forEach { $0.gradient.deallocate() } }
        for step in 0..<6 {
            for (share, gradient) in shards {
                for parameter in [weight, bias] {
                    for (index, element) in golden["\(parameter.name).gradient.\(step)"].elements
                        .enumerated()
                    {
                        gradient[parameter.offset + index] = share * element
                    }
                }
            }
            let outcome = adam.update(
                gradients: shards.map(\.gradient), rate: 0.05, clip: clip, pool: pool)
            #expect(outcome.isFinite)
            expectClose(
                [Float(outcome.gradientNorm)], golden["norm.\(step)"].elements, tolerance: 1e-6,
                "norm of step \(step)")
            for parameter in [weight, bias] {
                expectClose(
                    parameters.value(of: parameter).elements,
                    golden["\(parameter.name).\(step)"].elements, tolerance: 2e-6,
                    "\(parameter.name) after step \(step)")
            }
        }
    }

    @Test func aBoxHoldsTheWeightsAroundWhereItWasMade() {
        let adam = Adam(parameters)
        let free = weight.offset + 7..<weight.offset + 14
        adam.box = WeightBox(around: parameters, radius: 0.25, free: [free])
        let gradient = zeros()
        defer { gradient.deallocate() }
        for _ in 0..<5 {
            for index in 0..<parameters.count { gradient[index] = index % 2 == 0 ? 1 : -0.1 }
            _ = adam.update(gradients: [gradient], rate: 0.2, clip: 1e9, pool: pool)
        }
        for parameter in [weight, bias] {
            for index in parameter.offset..<parameter.offset + parameter.count {
                let value = parameters.values[index]
                if free.contains(index) {
                    #expect(abs(abs(value - 1) - 1) < 1e-3, "five steps of 0.2")
                } else {
                    #expect(value == (index % 2 == 0 ? 0.75 : 1.25))
                }
            }
        }
    }

    /// The bias comes after the weight: with a factor from there on it goes so many times as far.
    @Test func anEndingHasARateOfItsOwn() {
        let adam = Adam(parameters)
        adam.ending = (first: bias.offset, factor: 5)
        let gradient = zeros()
        defer { gradient.deallocate() }
        for index in 0..<parameters.count { gradient[index] = 1 }
        _ = adam.update(gradients: [gradient], rate: 0.01, clip: 1e9, pool: pool)
        let plain = [Float](repeating: 0.99, count: weight.count)
        let ending = [Float](repeating: 0.95, count: bias.count)
        expectClose(parameters.value(of: weight).elements, plain, tolerance: 1e-6, "weight")
        expectClose(parameters.value(of: bias).elements, ending, tolerance: 1e-6, "bias")
    }

    /// The paper's faster order (section 2): the corrections of both moments are part of the rate,
    /// so ε stands beside the uncorrected root.
    @Test func epsilonStandsBesideTheUncorrectedRoot() {
        let adam = Adam(parameters, .init(beta1: 0.9, beta2: 0.99, epsilon: 0.1))
        let gradient = zeros()
        defer { gradient.deallocate() }
        gradient[bias.offset] = 2
        _ = adam.update(gradients: [gradient], rate: 0.01, clip: 10, pool: pool)
        let rate = 0.01 * (1 - 0.99).squareRoot() / (1 - 0.9)
        let change = rate * (0.1 * 2) / ((0.01 * 4).squareRoot() + 0.1)
        expectClose(
            [parameters.value(of: bias)[0, 0]], [Float(1 - change)], tolerance: 1e-6, "bias")
    }

    @Test(arguments: [Float.nan, .infinity])
    func aGradientThatIsNotFiniteChangesNothing(_ broken: Float) {
        let adam = Adam(parameters)
        let gradient = zeros()
        defer { gradient.deallocate() }
        gradient[weight.offset + 3] = broken
        let outcome = adam.update(gradients: [gradient], rate: 0.1, clip: 1, pool: pool)
        #expect(!outcome.isFinite)
        #expect(adam.steps == 0)
        #expect(parameters.value(of: weight).elements.allSatisfy { $0 == 1 })
        #expect((0..<adam.count).allSatisfy { adam.firstMoments[$0] == 0 })
    }

    @Test func updatedWeightsArePackedForTheProducts() {
        let adam = Adam(parameters)
        let gradient = zeros()
        defer { gradient.deallocate() }
        for index in 0..<weight.count { gradient[weight.offset + index] = 1 }
        _ = adam.update(gradients: [gradient], rate: 0.5, clip: 1e9, pool: pool)
        let tape = Tape(precision: .f32)
        let weights = parameters.bound(to: tape, gradients: nil)
        let x = tape.constant([1, 0, 0, 0, 0, 0, 0], rows: 1, columns: 7)
        let y = tape.linear(x, weights[weight])
        expectClose(y.value.elements, [0.5, 0.5, 0.5, 0.5, 0.5], tolerance: 1e-5, "y")
    }

    private func zeros() -> UnsafeMutablePointer<Float> {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: parameters.count)
        memory.initialize(repeating: 0, count: parameters.count)
        return memory
    }
}
