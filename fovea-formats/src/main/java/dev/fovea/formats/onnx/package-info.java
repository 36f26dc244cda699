/** ONNX files, read as models of Fovea's layers and written from them. */
package dev.fovea.formats.onnx;
