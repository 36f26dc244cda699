package dev.fovea.formats.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The rules of all ops that are read. */
final class Rules {
    private static final Map<String, Rule> ALL = all();

    private Rules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule> all = new HashMap<>();
        all.putAll(ConvolutionRules.ALL);
        all.putAll(PoolingRules.ALL);
        all.putAll(NormalizationRules.ALL);
        all.putAll(FunctionRules.ALL);
        all.putAll(ArithmeticRules.ALL);
        all.putAll(ProductRules.ALL);
        all.putAll(ReductionRules.ALL);
        all.putAll(ShapeRules.ALL);
        all.putAll(SelectionRules.ALL);
        all.putAll(ResizeRules.ALL);
        return Map.copyOf(all);
    }

    /** The rule of an op of ONNX, or null if it is not read. */
    static Rule of(String type) {
        return ALL.get(type);
    }

    /** The ops that are read. */
    static Set<String> types() {
        return ALL.keySet();
    }
}
