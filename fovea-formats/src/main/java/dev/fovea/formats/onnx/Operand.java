package dev.fovea.formats.onnx;

/** What a name in an ONNX graph stands for while the graph is read. */
sealed interface Operand permits Known, Mapped {}
