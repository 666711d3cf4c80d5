import Tensors

/// How a parameter begins.
public enum Initialization: Sendable {
    /// Uniform in ±limit.
    case uniform(Float)
    /// All elements the same.
    case constant(Float)
    /// Zero, but `value` in the columns `range`: the forget gates of an LSTM begin open.
    case range(Range<Int>, Float)
}

/// A trained matrix: a name, a shape, and a place in the memory that ``Parameters`` owns.
public final class Parameter {
    /// Dotted path, the key in the weights file: `encoder.lstm.weight`.
    public let name: String
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// Index of the first element among all elements of the network.
    public let offset: Int
    let initialization: Initialization
    let isProductOperand: Bool
    fileprivate(set) var packed: PackedWeights?

    init(
        name: String, rows: Int, columns: Int, offset: Int, initialization: Initialization,
        isProductOperand: Bool
    ) {
        self.name = name
        self.rows = rows
        self.columns = columns
        self.offset = offset
        self.initialization = initialization
        self.isProductOperand = isProductOperand
    }

    /// Number of elements.
    public var count: Int { rows * columns }

    /// Number of elements up to the next parameter's: each begins on a cache line.
    var room: Int { (count + 15) / 16 * 16 }
}

/// All parameters of one network, their values side by side in one vector, so that the optimiser, the
/// sum over shards and the checkpoint each are one loop.
public final class Parameters: @unchecked Sendable {
    /// What the products read.
    public let precision: Precision
    /// The parameters in the order they were added.
    public private(set) var list: [Parameter] = []
    /// Number of trained elements of all parameters.
    public var elementCount: Int { list.reduce(0) { $0 + $1.count } }
    /// Number of elements of ``values``, the gaps between parameters included.
    public private(set) var count = 0
    private var storage: UnsafeMutablePointer<Float>?
    /// How often the values have been packed: what was made of other values is out of date.
    public private(set) var version = 0

    /// An empty set; add parameters, then ``initialize(_:)`` or ``allocate()``.
    public init(precision: Precision) { self.precision = precision }

    deinit { storage?.deallocate() }

    /// Makes room for a parameter. `isProductOperand`: it is multiplied with, so it is packed after
    /// each update.
    public func add(
        _ name: String, rows: Int, columns: Int, _ initialization: Initialization,
        isProductOperand: Bool = false
    ) -> Parameter {
        precondition(storage == nil, "parameters are added before they are initialised")
        let parameter = Parameter(
            name: name, rows: rows, columns: columns, offset: count,
            initialization: initialization, isProductOperand: isProductOperand)
        list.append(parameter)
        count += parameter.room
        return parameter
    }

    /// Makes room for the values of every parameter, zeros at first: for values that are loaded.
    public func allocate() {
        storage?.deallocate()
        let fresh = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
        fresh.initialize(repeating: 0, count: max(1, count))
        storage = fresh
        for parameter in list where parameter.isProductOperand {
            parameter.packed = PackedWeights(
                precision: precision, outputs: parameter.rows, inputs: parameter.columns,
                hasBackward: true)
        }
    }

    /// Gives every parameter its first values, drawn from `source` by the parameter's place.
    public func initialize(_ source: RandomSource) {
        allocate()
        for (index, parameter) in list.enumerated() {
            let value = value(of: parameter)
            switch parameter.initialization {
            case .uniform(let limit):
                let stream = source.child("initial", index)
                for element in 0..<value.count {
                    value.pointer[element] = Float(stream.uniform(element) * 2 - 1) * limit
                }
            case .constant(let constant):
                value.elements.update(repeating: constant)
            case .range(let columns, let constant):
                for row in 0..<value.rows {
                    for column in columns { value[row, column] = constant }
                }
            }
        }
        pack()
    }

    /// All elements.
    public var values: UnsafeMutablePointer<Float> {
        guard let storage else { preconditionFailure("parameters have not been initialised") }
        return storage
    }

    /// The current value of one parameter.
    public func value(of parameter: Parameter) -> Matrix {
        Matrix(values + parameter.offset, rows: parameter.rows, columns: parameter.columns)
    }

    /// Packs the changed values for the products.
    public func pack(_ pool: WorkerPool? = nil) {
        version += 1
        let operands = list.filter(\.isProductOperand)
        func packOne(_ index: Int) {
            operands[index].packed?.pack(value(of: operands[index]))
        }
        if let pool {
            pool.run(operands.count, packOne)
        } else {
            operands.indices.forEach(packOne)
        }
    }

    /// The parameters as variables of `tape`; their gradients go to `gradients`, laid out like
    /// ``values``, or nowhere when nil (the network is held fixed). ``Weights/backward()`` overwrites
    /// whatever `gradients` held before.
    public func bound(to tape: Tape, gradients: UnsafeMutablePointer<Float>?) -> Weights {
        Weights(self, tape, gradients)
    }
}

/// A network's parameters on one tape.
public final class Weights {
    /// The tape that records.
    public let tape: Tape
    private let parameters: Parameters
    private let gradients: UnsafeMutablePointer<Float>?
    private var variables: [Int: Variable] = [:]

    init(_ parameters: Parameters, _ tape: Tape, _ gradients: UnsafeMutablePointer<Float>?) {
        self.parameters = parameters
        self.tape = tape
        self.gradients = gradients
    }

    /// Runs the tape backwards. Afterwards ``Parameters/bound(to:gradients:)``'s memory holds the sum of
    /// all gradients since these weights were bound: zeros where none has flowed yet.
    public func backward() {
        tape.backward()
        guard let gradients else { return }
        for parameter in parameters.list {
            _ = self[parameter].accumulatedGradient
            let gap = parameter.count..<parameter.room
            (gradients + parameter.offset + gap.lowerBound).update(repeating: 0, count: gap.count)
        }
    }

    /// The variable of one parameter.
    public subscript(parameter: Parameter) -> Variable {
        if let known = variables[parameter.offset] { return known }
        let gradient = gradients.map {
            Matrix($0 + parameter.offset, rows: parameter.rows, columns: parameter.columns)
        }
        let variable = tape.weight(
            parameters.value(of: parameter), gradient: gradient, packed: parameter.packed)
        variables[parameter.offset] = variable
        return variable
    }
}
