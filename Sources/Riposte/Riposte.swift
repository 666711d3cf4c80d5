/// Everything that a program needs to train, load and talk with a model.
@_exported import Checkpoints
@_exported import Conversation
@_exported import Evaluation
@_exported import Models
@_exported import Studies
@_exported import Texts
@_exported import Training
