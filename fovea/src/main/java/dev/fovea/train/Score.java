package dev.fovea.train;

/** Mean loss and accuracy over a data set. */
public record Score(float loss, float accuracy) {}
