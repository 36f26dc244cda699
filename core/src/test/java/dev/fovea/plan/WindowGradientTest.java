package dev.fovea.plan;

import static dev.fovea.nn.Padding1D.CAUSAL;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;
import static dev.fovea.plan.GradientCheck.Numbers.SPREAD;
import static dev.fovea.plan.GradientCheck.Numbers.WHOLE;

import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DepthwiseConv1D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.SeparableConv1D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the gradients of layers with a window to double precision, over images that windows fit oddly. */
class WindowGradientTest {
    /** A window on an image {@code [H,W,C]}. */
    private record Fit(int[] image, Size window, Size strides, Padding padding) {}

    private static final List<Fit> ODD = List.of(
            // One pixel, alone and amid padding.
            new Fit(new int[] {1, 1, 1}, Size.of(1), Size.of(1), VALID),
            new Fit(new int[] {1, 1, 2}, Size.of(3), Size.of(2), SAME),
            // Over half of the input, and all of it.
            new Fit(new int[] {7, 5, 1}, Size.of(4, 3), Size.of(1), VALID),
            new Fit(new int[] {3, 5, 2}, Size.of(3, 5), Size.of(1), SAME),
            // Steps that pass over pixels.
            new Fit(new int[] {7, 11, 1}, Size.of(2), Size.of(3), VALID),
            new Fit(new int[] {8, 7, 3}, Size.of(2, 1), Size.of(3), SAME),
            // Primes, and a row.
            new Fit(new int[] {5, 7, 3}, Size.of(3, 2), Size.of(2, 3), SAME),
            new Fit(new int[] {1, 13, 2}, Size.of(1, 5), Size.of(1, 2), VALID));

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theGradientIsTheSlopeOfTheForwardPass(LayerGradientTest.Case it) {
        it.check();
    }

    static List<LayerGradientTest.Case> cases() {
        List<LayerGradientTest.Case> cases = new ArrayList<>();
        for (Fit fit : ODD) {
            int[] row = {fit.image[1], fit.image[2]};
            int taps = fit.window.width();
            int step = fit.strides.width();
            Conv1D conv1 = Conv1D.of(3, taps).padding(fit.padding);
            DepthwiseConv1D depthwise1 = DepthwiseConv1D.of(taps).padding(fit.padding);
            SeparableConv1D separable1 = SeparableConv1D.of(2, taps).padding(fit.padding);
            cases.add(new LayerGradientTest.Case(conv1.strides(step), WHOLE, 1, row));
            cases.add(new LayerGradientTest.Case(conv1.padding(CAUSAL).strides(step), WHOLE, 1, row));
            cases.add(new LayerGradientTest.Case(depthwise1.strides(step), WHOLE, 1, row));
            cases.add(new LayerGradientTest.Case(separable1.strides(step), WHOLE, 1, row));
            Conv2D conv = Conv2D.of(3, fit.window).padding(fit.padding);
            DepthwiseConv2D depthwise = DepthwiseConv2D.of(fit.window).padding(fit.padding);
            SeparableConv2D separable = SeparableConv2D.of(2, fit.window).padding(fit.padding);
            MaxPooling2D max = MaxPooling2D.of(fit.window).padding(fit.padding);
            AveragePooling2D average = AveragePooling2D.of(fit.window).padding(fit.padding);
            cases.add(new LayerGradientTest.Case(conv.strides(fit.strides), WHOLE, 1, fit.image));
            cases.add(new LayerGradientTest.Case(depthwise.strides(fit.strides), WHOLE, 1, fit.image));
            cases.add(new LayerGradientTest.Case(separable.strides(fit.strides), WHOLE, 1, fit.image));
            cases.add(new LayerGradientTest.Case(max.strides(fit.strides), SPREAD, 1, fit.image));
            cases.add(new LayerGradientTest.Case(average.strides(fit.strides), WHOLE, 1, fit.image));
        }
        return cases;
    }
}
