package dev.fovea.model;

/** A model of layers joined in any way that has no circle; made by {@link Model#of}. */
final class Functional extends Model {
    Functional(String name, Network network) {
        super(name, network);
    }
}
