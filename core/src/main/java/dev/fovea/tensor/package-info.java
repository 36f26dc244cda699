/** Shapes, dense row-major {@code float32} tensors over {@code float[]}, their slices, and seeded random numbers. */
package dev.fovea.tensor;
