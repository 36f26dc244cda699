package dev.fovea.oracle;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What values are made of. */
final class Needed {
    private Needed() {}

    /** The outputs and all nodes that they depend on. */
    static Set<Node> by(Graph graph, List<Node> outputs) {
        Set<Node> needed = new HashSet<>(outputs);
        for (Node node : graph.nodes().reversed()) {
            if (needed.contains(node)) {
                needed.addAll(node.operands());
            }
        }
        return needed;
    }
}
