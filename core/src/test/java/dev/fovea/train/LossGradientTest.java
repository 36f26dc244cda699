package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.oracle.Implementations;
import dev.fovea.tensor.Shape;
import dev.fovea.train.LossCheck.End;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every loss's gradient, and what plans of it compute, to double precision. */
class LossGradientTest {
    /** What the targets are. */
    private enum Targets {
        SOFT,
        SIGNS,
        ONE_HOT,
        NUMBERS
    }

    record Case(Loss loss, End end, Targets targets, Shape outputs) {
        void check(int images) {
            int classes = outputs.dim(-1);
            int rows = outputs.size() / classes;
            float[][] y = switch (targets) {
                case SOFT -> LossCheck.soft(images, outputs.size());
                case SIGNS -> LossCheck.either(images, outputs.size(), -1);
                case ONE_HOT -> new float[images][outputs.size()];
                case NUMBERS -> new float[images][rows];
            };
            for (int n = 0; n < images; n++) {
                for (int row = 0; row < rows; row++) {
                    int label = (n + row) % classes;
                    switch (targets) {
                        case SOFT, SIGNS -> {}
                        case ONE_HOT -> y[n][row * classes + label] = 1;
                        case NUMBERS -> y[n][row] = label;
                    }
                }
            }
            Shape shape = targets == Targets.NUMBERS ? outputs.slice(0, outputs.rank() - 1) : outputs;
            LossCheck.prove(loss, end, outputs, shape, y);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theGradientIsTheSlopeOfTheLoss(Case it) {
        for (int images : new int[] {1, 37}) {
            it.check(images);
        }
    }

    @Test
    void everyLossIsInACase() {
        List<Class<?>> seen = new ArrayList<>();
        cases().forEach(it -> seen.add(it.loss.getClass()));
        assertThat(seen).containsAll(Implementations.of(Loss.class));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Shape outputs : List.of(Shape.of(1), Shape.of(7), Shape.of(1, 1, 1), Shape.of(3, 5, 2))) {
            errors(cases, outputs);
            probabilities(cases, outputs);
        }
        for (Shape outputs : List.of(Shape.of(2), Shape.of(7), Shape.of(1, 1, 3), Shape.of(3, 5, 2))) {
            classes(cases, outputs);
        }
        Shape turned = Shape.of(3, 2);
        cases.add(new Case(CategoricalCrossentropy.of().axis(1), End.SOFTMAX, Targets.SOFT, turned));
        cases.add(new Case(CategoricalFocalCrossentropy.ofLogits().axis(1), End.NONE, Targets.SOFT, turned));
        cases.add(new Case(CosineSimilarity.of().axis(1), End.NONE, Targets.SOFT, turned));
        cases.add(new Case(Dice.of().axis(0, 1), End.SIGMOID, Targets.SOFT, turned));
        cases.add(new Case(Dice.of().axis(2), End.SIGMOID, Targets.SOFT, turned));
        cases.add(new Case(Tversky.of().alpha(0.7f).axis(1), End.SIGMOID, Targets.SOFT, turned));
        return cases;
    }

    private static void errors(List<Case> cases, Shape outputs) {
        for (Loss loss : List.of(
                MeanSquaredError.of(),
                MeanAbsoluteError.of(),
                MeanAbsolutePercentageError.of(),
                MeanSquaredLogarithmicError.of(),
                LogCosh.of(),
                Huber.of(),
                Huber.of().delta(2.5f))) {
            cases.add(new Case(loss, End.NONE, Targets.SOFT, outputs));
        }
        cases.add(new Case(Hinge.of(), End.NONE, Targets.SIGNS, outputs));
        cases.add(new Case(SquaredHinge.of(), End.NONE, Targets.SIGNS, outputs));
    }

    private static void probabilities(List<Case> cases, Shape outputs) {
        cases.add(new Case(BinaryCrossentropy.ofLogits(), End.NONE, Targets.SOFT, outputs));
        cases.add(new Case(BinaryFocalCrossentropy.ofLogits().gamma(1.5f), End.NONE, Targets.SOFT, outputs));
        for (Loss loss : List.of(
                BinaryCrossentropy.of().labelSmoothing(0.2f),
                BinaryFocalCrossentropy.of().applyClassBalancing(true),
                Poisson.of(),
                Dice.of(),
                Tversky.of().alpha(0.7f).beta(0.2f))) {
            cases.add(new Case(loss, End.SIGMOID, Targets.SOFT, outputs));
        }
        // Of probabilities that are no sigmoid's, logarithms are taken.
        cases.add(new Case(BinaryCrossentropy.of(), End.SIGMOID_SCALED, Targets.SOFT, outputs));
        cases.add(new Case(BinaryFocalCrossentropy.of(), End.SIGMOID_SCALED, Targets.SOFT, outputs));
    }

    private static void classes(List<Case> cases, Shape outputs) {
        cases.add(new Case(CategoricalCrossentropy.of().labelSmoothing(0.1f), End.SOFTMAX, Targets.ONE_HOT, outputs));
        cases.add(new Case(CategoricalCrossentropy.of(), End.SOFTMAX_SCALED, Targets.SOFT, outputs));
        cases.add(new Case(CategoricalCrossentropy.ofLogits(), End.NONE, Targets.SOFT, outputs));
        cases.add(new Case(CategoricalFocalCrossentropy.of(), End.SOFTMAX, Targets.ONE_HOT, outputs));
        cases.add(new Case(CategoricalFocalCrossentropy.of().gamma(1.5f), End.SOFTMAX_SCALED, Targets.SOFT, outputs));
        for (End end : List.of(End.SOFTMAX, End.SOFTMAX_SCALED)) {
            cases.add(new Case(CategoricalGeneralizedCrossEntropy.of().q(0.7f), end, Targets.NUMBERS, outputs));
        }
        cases.add(new Case(CategoricalHinge.of(), End.NONE, Targets.ONE_HOT, outputs));
        cases.add(new Case(KLDivergence.of(), End.SOFTMAX, Targets.SOFT, outputs));
        cases.add(new Case(CosineSimilarity.of(), End.NONE, Targets.SOFT, outputs));
        cases.add(new Case(SparseCategoricalCrossentropy.of(), End.SOFTMAX, Targets.NUMBERS, outputs));
        cases.add(new Case(SparseCategoricalCrossentropy.of(), End.SOFTMAX_SCALED, Targets.NUMBERS, outputs));
        cases.add(
                new Case(SparseCategoricalCrossentropy.ofLogits().ignoreClass(1), End.NONE, Targets.NUMBERS, outputs));
    }
}
