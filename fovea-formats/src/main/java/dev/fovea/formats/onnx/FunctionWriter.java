package dev.fovea.formats.onnx;

import dev.fovea.tensor.ScalarFunction;

/** Writes functions of one number as nodes of ONNX, opset 17. */
final class FunctionWriter {
    private final GraphWriter graph;

    FunctionWriter(GraphWriter graph) {
        this.graph = graph;
    }

    private String of(String type, String... inputs) {
        return graph.node(type, inputs).output();
    }

    private String times(String x, float factor) {
        return of("Mul", x, graph.number(factor));
    }

    private String plus(String x, float summand) {
        return of("Add", x, graph.number(summand));
    }

    private String clip(String x, float low, float high) {
        return of("Clip", x, graph.number(low), graph.number(high));
    }

    private String alpha(String type, String x, float alpha) {
        return graph.node(type, x).number("alpha", alpha).output();
    }

    private String shrink(String x, float lambda, float bias) {
        return graph.node("Shrink", x)
                .number("lambd", lambda)
                .number("bias", bias)
                .output();
    }

    private String hardSigmoid(String x, float alpha) {
        return graph.node("HardSigmoid", x)
                .number("alpha", alpha)
                .number("beta", 0.5f)
                .output();
    }

    /** What a function gives, its parameter being {@code a}. */
    String write(ScalarFunction function, float a, String x) {
        return switch (function) {
            case LINEAR -> of("Identity", x);
            case RELU -> of("Relu", x);
            case RELU6 -> clip(x, 0, 6);
            case THRESHOLD -> alpha("ThresholdedRelu", x, a);
            case CAP -> of("Min", x, graph.number(a));
            case STEP ->
                graph.node("Cast", of("Greater", x, graph.number(a)))
                        .integer("to", 1)
                        .output();
            case LEAKY_RELU -> alpha("LeakyRelu", x, a);
            case ELU -> alpha("Elu", x, a);
            case SELU -> of("Selu", x);
            case CELU -> alpha("Celu", x, a);
            case GELU -> {
                String erf = of("Erf", times(x, (float) Math.sqrt(0.5)));
                yield times(of("Mul", x, plus(erf, 1)), 0.5f);
            }
            case GELU_TANH -> {
                float c1 = (float) ScalarFunction.GELU_C1;
                float c3 = (float) ScalarFunction.GELU_C3;
                String inner = of("Mul", x, plus(times(of("Mul", x, x), c3), c1));
                yield of("Mul", x, of("Sigmoid", inner));
            }
            case SILU -> of("Mul", x, of("Sigmoid", x));
            case MISH -> of("Mul", x, of("Tanh", of("Softplus", x)));
            case SIGMOID -> of("Sigmoid", x);
            case HARD_SIGMOID -> hardSigmoid(x, 1 / 6f);
            case HARD_SILU -> of("HardSwish", x);
            case SPARSE_SIGMOID -> hardSigmoid(x, 0.5f);
            case LOG_SIGMOID -> of("Neg", of("Softplus", of("Neg", x)));
            case TANH -> of("Tanh", x);
            case TANH_SHRINK -> of("Sub", x, of("Tanh", x));
            case HARD_TANH -> clip(x, -1, 1);
            case HARD_SHRINK -> shrink(x, a, 0);
            case SOFT_SHRINK -> shrink(x, a, a);
            case SOFTPLUS -> of("Softplus", x);
            case SPARSE_PLUS -> {
                String curve = plus(clip(x, -1, 1), 1);
                yield of("Add", times(of("Mul", curve, curve), 0.25f), of("Relu", plus(x, -1)));
            }
            case SQUAREPLUS -> times(of("Add", x, of("Sqrt", plus(of("Mul", x, x), a))), 0.5f);
            case SOFTSIGN -> of("Softsign", x);
            case EXPONENTIAL -> of("Exp", x);
            case LOG -> of("Log", x);
            case SQRT -> of("Sqrt", x);
            case SQUARE -> of("Mul", x, x);
            case RECIPROCAL -> of("Reciprocal", x);
            case ABS -> of("Abs", x);
        };
    }
}
