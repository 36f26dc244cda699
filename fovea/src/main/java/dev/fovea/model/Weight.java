package dev.fovea.model;

import dev.fovea.tensor.Shape;

/** A named array of numbers that training changes; named {@code layer/kernel} and the like. */
public record Weight(String name, Shape shape, float[] values) {}
