import Foundation

/// A list of matrix products, run alone: with nothing between them, how fast could the machine go?
///
/// Operands are as large as in a network (successive steps read successive rows, results are written
/// over), so the same data has to come through the caches.
public final class ProductRun: @unchecked Sendable {
    private let products: [MatrixProduct]
    private let precision: Precision
    private let weights: [Shape: PackedWeights]
    /// The weights of products in int8; none where these have the precision of the others.
    private let int8Weights: [Shape: Int8Weights]
    private let lock = NSLock()
    private var free: [Scratch]

    fileprivate struct Shape: Hashable {
        let outputs: Int
        let inputs: Int

        init(of product: MatrixProduct) {
            outputs = product.outputs
            inputs = product.inputs
        }
    }

    /// Room for `products` in `precision`, for `workers` threads at a time. `isInt8`: forward products and
    /// those of a passage are in int8, as in writing.
    public init(
        _ products: [MatrixProduct], precision: Precision, workers: Int, isInt8: Bool = false
    ) {
        self.products = products
        self.precision = precision
        let steps = products.filter { $0.kind == .forward || $0.kind == .backward }
        weights = Dictionary(ofShapesIn: steps) { ProductRun.packed($0, precision) }
        int8Weights = Dictionary(ofShapesIn: isInt8 ? products : [], ProductRun.rounded)
        free = (0..<workers).map { _ in Scratch(for: products, precision, isInt8: isInt8) }
    }

    /// Multiplications and additions of one run of the list.
    public var operations: Double { products.reduce(0) { $0 + $1.operations } }

    /// Runs the list `pieces` times on the workers of `pool`.
    public func run(pieces: Int, on pool: WorkerPool) {
        pool.run(pieces) { _ in
            let scratch = lock.withLock { free.removeLast() }
            for product in products { run(product, scratch) }
            lock.withLock { free.append(scratch) }
        }
    }

    private func run(_ product: MatrixProduct, _ scratch: Scratch) {
        let (rows, inputs, outputs) = (product.rows, product.inputs, product.outputs)
        let packed = weights[Shape(of: product)]
        let int8 = int8Weights[Shape(of: product)]
        switch product.kind {
        case .forward where int8 != nil:
            let y = scratch.result(rows: rows, columns: outputs)
            guard let x = scratch.rounded[product] else { return }
            for _ in 0..<product.count { int8?.multiply(x, into: y) }
        case .perPassage where int8 != nil:
            let y = scratch.result(rows: rows, columns: outputs)
            guard let x = scratch.rounded[product] else { return }
            for memory in scratch.memories[product] ?? [] { memory.multiply(x, into: y) }
        case .forward:
            let x = scratch.left(rows: rows * product.count, columns: inputs)
            let y = scratch.result(rows: rows, columns: outputs)
            for index in 0..<product.count {
                packed?.multiply(x.rows(index * rows..<(index + 1) * rows), into: y)
            }
        case .backward:
            let dy = scratch.left(rows: rows * product.count, columns: outputs)
            let dx = scratch.result(rows: rows, columns: inputs)
            for index in 0..<product.count {
                packed?.multiplyBackward(dy.rows(index * rows..<(index + 1) * rows), into: dx)
            }
        case .weightGradient:
            for _ in 0..<product.count {
                scratch.arena.transposedProduct(
                    scratch.left(rows: rows, columns: outputs),
                    scratch.right(rows: rows, columns: inputs),
                    into: scratch.result(rows: outputs, columns: inputs), accumulate: false)
            }
        case .perPassage(let transposed):
            scratch.arena.batchedProduct(
                precision, count: product.count, m: rows, n: outputs, k: inputs,
                Batched(
                    pointer: scratch.left, stride: transposed == .left ? rows : inputs,
                    distance: rows * inputs),
                Batched(
                    pointer: scratch.right, stride: transposed == .right ? inputs : outputs,
                    distance: inputs * outputs), transposed: transposed,
                into: Batched(
                    pointer: scratch.result, stride: outputs, distance: rows * outputs))
        }
    }

    fileprivate static func rounded(_ shape: Shape) -> Int8Weights {
        let count = shape.outputs * shape.inputs
        let values = [Float](repeating: 0.01, count: count)
        return Int8Weights(
            values, outputs: shape.outputs, inputs: shape.inputs,
            strides: (output: shape.inputs, input: 1))
    }

    private static func packed(_ shape: Shape, _ precision: Precision) -> PackedWeights {
        let packed = PackedWeights(
            precision: precision, outputs: shape.outputs, inputs: shape.inputs, hasBackward: true)
        let count = shape.outputs * shape.inputs
        let values = UnsafeMutablePointer<Float>.allocate(capacity: count)
        defer { values.deallocate() }
        values.initialize(repeating: 0.01, count: count)
        packed.pack(Matrix(values, rows: shape.outputs, columns: shape.inputs))
        return packed
    }
}

extension Dictionary where Key == ProductRun.Shape {
    /// For every shape of weights among `products` what `make` makes of it.
    fileprivate init(ofShapesIn products: [MatrixProduct], _ make: (Key) -> Value) {
        let shapes = Set(products.map(Key.init(of:)))
        self.init(uniqueKeysWithValues: shapes.map { ($0, make($0)) })
    }
}

/// One worker's operands, each as large as the largest product needs.
private final class Scratch {
    let left: UnsafeMutableRawPointer
    let right: UnsafeMutableRawPointer
    let result: UnsafeMutablePointer<Float>
    let arena = Arena()
    /// In int8 the left operand of each product, and of attention's the right ones.
    let rounded: [MatrixProduct: Int8Rows]
    let memories: [MatrixProduct: [Int8Weights]]
    private let precision: Precision

    init(for products: [MatrixProduct], _ precision: Precision, isInt8: Bool) {
        self.precision = precision
        var rounded: [MatrixProduct: Int8Rows] = [:]
        var memories: [MatrixProduct: [Int8Weights]] = [:]
        for product in isInt8 ? products : [] where rounded[product] == nil {
            let x = [Float](repeating: 0.01, count: product.rows * product.inputs)
            let rows = Int8Rows(rows: product.rows, columns: product.inputs)
            x.withUnsafeBufferPointer { rows.round($0.baseAddress, stride: product.inputs) }
            rounded[product] = rows
            if case .perPassage = product.kind {
                memories[product] = (0..<product.count).map { _ in
                    ProductRun.rounded(.init(of: product))
                }
            }
        }
        self.rounded = rounded
        self.memories = memories
        var (leftCount, rightCount, resultCount) = (1, 1, 1)
        for product in products {
            let x = product.rows * product.inputs
            let y = product.rows * product.outputs
            let w = product.inputs * product.outputs
            // What is read first, second, and what is written.
            let (first, second, written) =
                switch product.kind {
                case .forward: (x * product.count, 0, y)
                case .backward: (y * product.count, 0, x)
                case .weightGradient: (y, x, w)
                case .perPassage: (x * product.count, w * product.count, y * product.count)
                }
            leftCount = max(leftCount, first)
            rightCount = max(rightCount, second)
            resultCount = max(resultCount, written)
        }
        left = Scratch.filled(leftCount, precision)
        right = Scratch.filled(rightCount, precision)
        result = Scratch.filled(resultCount, .f32).assumingMemoryBound(to: Float.self)
    }

    deinit {
        left.deallocate()
        right.deallocate()
        result.deallocate()
    }

    func left(rows: Int, columns: Int) -> Operand {
        Operand(pointer: left, rows: rows, columns: columns, precision: precision)
    }

    func right(rows: Int, columns: Int) -> Operand {
        Operand(pointer: right, rows: rows, columns: columns, precision: precision)
    }

    func result(rows: Int, columns: Int) -> Matrix { Matrix(result, rows: rows, columns: columns) }

    /// Memory that has been written to: pages that never were are all the same page, always in cache.
    private static func filled(_ count: Int, _ precision: Precision) -> UnsafeMutableRawPointer {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * precision.bytes, alignment: 64)
        switch precision {
        case .f32: memory.initializeMemory(as: Float.self, repeating: 0.01, count: count)
        // 0x3C24 is 0.01 in bf16.
        case .bf16: memory.initializeMemory(as: UInt16.self, repeating: 0x3C24, count: count)
        }
        return memory
    }
}
