package dev.fovea.formats.onnx;

import java.util.List;

/** Turns a node of an ONNX graph into layers, or into numbers where all that it takes is known. */
@FunctionalInterface
interface Rule {
    /** @throws IllegalArgumentException if the node is damaged, or asks for what Fovea hasn't */
    List<Operand> apply(Call call);

    /** A rule of a node with one output. */
    @FunctionalInterface
    interface One {
        Operand apply(Call call);

        default Rule rule() {
            return call -> List.of(apply(call));
        }
    }
}
