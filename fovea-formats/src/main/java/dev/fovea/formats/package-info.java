/** Models of other tools, read and written: Keras {@code .keras} and {@code .h5}, ONNX and safetensors. */
package dev.fovea.formats;
