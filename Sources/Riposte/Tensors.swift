// Precision and the machine's facts are part of the public interface; the rest of the engine is not.
@_exported import enum Tensors.Machine
@_exported import enum Tensors.Precision
