package dev.fovea.plan;

import static dev.fovea.nn.Activations.GLU;
import static dev.fovea.nn.Activations.LOG_SOFTMAX;
import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SIGMOID;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.Interpolation.BICUBIC;
import static dev.fovea.nn.Interpolation.BILINEAR;
import static dev.fovea.nn.Padding1D.CAUSAL;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.plan.GradientCheck.Numbers.NORMAL;
import static dev.fovea.plan.GradientCheck.Numbers.SPREAD;
import static dev.fovea.plan.GradientCheck.Numbers.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.nn.Activation;
import dev.fovea.nn.ActivityRegularization;
import dev.fovea.nn.Add;
import dev.fovea.nn.AlphaDropout;
import dev.fovea.nn.Average;
import dev.fovea.nn.AveragePooling1D;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.AveragePooling3D;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.CenterCrop;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv1DTranspose;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Conv3D;
import dev.fovea.nn.Conv3DTranspose;
import dev.fovea.nn.Cropping1D;
import dev.fovea.nn.Cropping2D;
import dev.fovea.nn.Cropping3D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv1D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dot;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GaussianDropout;
import dev.fovea.nn.GaussianNoise;
import dev.fovea.nn.GlobalAveragePooling1D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalAveragePooling3D;
import dev.fovea.nn.GlobalMaxPooling1D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.GlobalMaxPooling3D;
import dev.fovea.nn.GroupNormalization;
import dev.fovea.nn.Identity;
import dev.fovea.nn.Input;
import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.MaxPooling1D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.MaxPooling3D;
import dev.fovea.nn.Maximum;
import dev.fovea.nn.Minimum;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Normalization;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Permute;
import dev.fovea.nn.RMSNormalization;
import dev.fovea.nn.RandomBrightness;
import dev.fovea.nn.RandomContrast;
import dev.fovea.nn.RandomCrop;
import dev.fovea.nn.RandomErasing;
import dev.fovea.nn.RandomFlip;
import dev.fovea.nn.RandomRotation;
import dev.fovea.nn.RandomShear;
import dev.fovea.nn.RandomTranslation;
import dev.fovea.nn.RandomZoom;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Regularizer;
import dev.fovea.nn.RepeatVector;
import dev.fovea.nn.Rescaling;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.SeparableConv1D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.nn.Softmax;
import dev.fovea.nn.SpatialDropout1D;
import dev.fovea.nn.SpatialDropout2D;
import dev.fovea.nn.SpatialDropout3D;
import dev.fovea.nn.Subtract;
import dev.fovea.nn.UnitNormalization;
import dev.fovea.nn.UpSampling1D;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.nn.UpSampling3D;
import dev.fovea.nn.ZeroPadding1D;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.nn.ZeroPadding3D;
import dev.fovea.op.FillMode;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.op.Value;
import dev.fovea.oracle.Implementations;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every layer's gradient, and what plans of it compute, to double precision. */
class LayerGradientTest {
    /** A layer, tried on images of a shape; as many of them as it takes. */
    record Case(Layer layer, GradientCheck.Numbers numbers, int inputs, int... image) {
        void check() {
            new GradientCheck(numbers, g -> {
                        List<Value> inputs = new ArrayList<>();
                        for (int i = 0; i < this.inputs; i++) {
                            inputs.add(g.input(image));
                        }
                        return layer.call(inputs, g.layers());
                    })
                    .run();
        }

        @Override
        public String toString() {
            return layer.toString();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theGradientIsTheSlopeOfTheForwardPass(Case it) {
        it.check();
    }

    @Test
    void theLossOfASoftmaxIsTakenFromItsLogits() {
        new GradientCheck(NORMAL, g -> {
                    Value probabilities = Dense.of(3).activation(SOFTMAX).call(g.input(4), g.layers());
                    return SparseCategoricalCrossentropy.of().perImage(g::add, g.label(3), probabilities);
                })
                .run();
    }

    @Test
    void whatALongerAxisIsMergedWithGetsTheSumOfItsGradients() {
        for (Layer layer : List.of(Add.of(), Multiply.of(), Subtract.of())) {
            new GradientCheck(WHOLE, g -> layer.call(List.of(g.input(2, 3, 2), g.input(1, 1, 2)), g.layers())).run();
            new GradientCheck(WHOLE, g -> layer.call(List.of(g.input(1, 3), g.input(2, 1)), g.layers())).run();
        }
    }

    @Test
    void thePenaltyOfAnOutputHasItsSlope() {
        for (Regularizer regularizer : List.of(
                new Regularizer.L1(0.5f),
                new Regularizer.L2(0.25f),
                new Regularizer.L1L2(0.25f, 0.5f),
                new Regularizer.L1L2(0.25f, 0),
                new Regularizer.L1L2(0, 0.5f))) {
            new GradientCheck(NORMAL, g -> regularizer.penalty(g.input(1, 3, 2), g::add)).run();
        }
    }

    @Test
    void everyLayerIsInACase() {
        List<Class<?>> seen = new ArrayList<>();
        cases().forEach(it -> seen.add(it.layer.getClass()));
        WindowGradientTest.cases().forEach(it -> seen.add(it.layer().getClass()));
        // These add no op.
        seen.add(Input.class);
        seen.add(Identity.class);
        assertThat(seen).containsAll(Implementations.of(Layer.class));
    }

    private static Case one(Layer layer, GradientCheck.Numbers numbers, int... image) {
        return new Case(layer, numbers, 1, image);
    }

    static List<Case> cases() {
        return List.of(
                one(Conv2D.of(4, 3).strides(2).padding(SAME), WHOLE, 5, 7, 2),
                one(Conv2D.of(4, 2).dataFormat(CHANNELS_FIRST).groups(2), WHOLE, 2, 4, 3),
                one(Conv2D.of(3, 2).dilationRate(2).useBias(false), WHOLE, 4, 5, 1),
                one(Conv2D.of(3, 1).dataFormat(CHANNELS_FIRST).activation(SIGMOID), NORMAL, 2, 2, 3),
                one(DepthwiseConv2D.of(3).depthMultiplier(2).strides(2).padding(SAME), WHOLE, 5, 4, 3),
                one(DepthwiseConv2D.of(2).dataFormat(CHANNELS_FIRST).dilationRate(2), WHOLE, 2, 4, 5),
                one(SeparableConv2D.of(3, 2).depthMultiplier(2).padding(SAME), WHOLE, 3, 4, 2),
                one(Conv1D.of(3, 3).strides(2).padding(SAME), WHOLE, 5, 2),
                one(Conv1D.of(2, 3).padding(CAUSAL).dilationRate(2), WHOLE, 5, 1),
                one(Conv1D.of(4, 2).groups(2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3),
                one(Conv1D.of(1, 1), WHOLE, 1, 1),
                one(Conv1D.of(2, 2).strides(3).activation(SIGMOID), NORMAL, 6, 2),
                one(DepthwiseConv1D.of(3).depthMultiplier(2), WHOLE, 4, 3),
                one(SeparableConv1D.of(3, 2).dataFormat(CHANNELS_FIRST).padding(SAME), WHOLE, 2, 3),
                one(Conv3D.of(2, Size3d.of(3, 1, 2)).padding(SAME).strides(Size3d.of(2, 1, 3)), WHOLE, 3, 2, 4, 2),
                one(Conv3D.of(2, 2).groups(2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 2, 3, 2),
                one(Conv3D.of(1, 2).dilationRate(Size3d.of(2, 1, 1)), WHOLE, 4, 2, 2, 1),
                one(Conv3D.of(2, 1).activation(SIGMOID), NORMAL, 1, 1, 1, 1),
                one(Conv1DTranspose.of(2, 3).strides(2).padding(SAME), WHOLE, 3, 2),
                one(Conv1DTranspose.of(2, 4).padding(SAME).outputPadding(0).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3),
                one(Conv1DTranspose.of(1, 1), WHOLE, 1, 1),
                one(Conv2DTranspose.of(2, 3).strides(2).outputPadding(1), WHOLE, 2, 3, 2),
                one(Conv2DTranspose.of(3, 2).strides(3).padding(SAME).dataFormat(CHANNELS_FIRST), WHOLE, 1, 2, 2),
                one(Conv2DTranspose.of(1, 3).dilationRate(2).activation(SIGMOID), NORMAL, 1, 1, 2),
                one(Conv3DTranspose.of(2, 2).strides(2).outputPadding(0, 1, 0), WHOLE, 2, 1, 2, 2),
                one(Conv3DTranspose.of(1, 3).padding(SAME), WHOLE, 2, 2, 2, 1),
                one(UpSampling2D.of(Size.of(3, 2)), WHOLE, 2, 3, 5),
                one(UpSampling2D.of(2).dataFormat(CHANNELS_FIRST).interpolation(BILINEAR), WHOLE, 2, 3, 4),
                one(UpSampling2D.of(Size.of(1, 3)).interpolation(BILINEAR), WHOLE, 1, 2, 3),
                one(SpatialDropout2D.of(0.5f), WHOLE, 2, 3, 7),
                one(SpatialDropout2D.of(0.5f).seed(4).dataFormat(CHANNELS_FIRST), WHOLE, 7, 2, 3),
                one(GaussianNoise.of(0.5f), NORMAL, 7),
                one(RandomFlip.of(), WHOLE, 3, 4, 2),
                one(RandomFlip.of(RandomFlip.Mode.HORIZONTAL).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3, 4),
                one(RandomRotation.of(0.2f), WHOLE, 5, 4, 2),
                one(RandomZoom.of(0.4f).fillMode(FillMode.CONSTANT).seed(2), WHOLE, 5, 4, 2),
                one(
                        RandomTranslation.of(0.4f, 0.4f).fillMode(FillMode.WRAP).dataFormat(CHANNELS_FIRST),
                        WHOLE,
                        2,
                        3,
                        4),
                one(RandomShear.of(0.4f, 0.4f).interpolation(Interpolation.NEAREST), WHOLE, 3, 4, 2),
                one(RandomCrop.of(2, 3), WHOLE, 4, 5, 2),
                one(RandomCrop.of(3, 2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 2, 5),
                one(RandomContrast.of(0.5f).valueRange(-99, 99), WHOLE, 3, 2, 2),
                one(RandomBrightness.of(0.5f).valueRange(-99, 99), WHOLE, 3, 2, 2),
                one(RandomErasing.of(1).scale(0.2f, 0.6f), WHOLE, 3, 4, 2),
                one(RepeatVector.of(3), WHOLE, 5),
                one(Dense.of(3), WHOLE, 2, 5),
                one(Dense.of(1).activation(SIGMOID), NORMAL, 4),
                one(MaxPooling2D.of(2), SPREAD, 5, 4, 3),
                one(MaxPooling2D.of(3).strides(1).padding(SAME).dataFormat(CHANNELS_FIRST), SPREAD, 3, 4, 5),
                one(AveragePooling2D.of(2).padding(SAME).dataFormat(CHANNELS_FIRST), WHOLE, 3, 5, 4),
                one(MaxPooling1D.of(2), SPREAD, 7, 1),
                one(MaxPooling1D.of(3).strides(5).padding(SAME).dataFormat(CHANNELS_FIRST), SPREAD, 3, 11),
                one(MaxPooling1D.of(5).strides(1).padding(SAME), SPREAD, 1, 2),
                one(AveragePooling1D.of(4).strides(3).padding(SAME), WHOLE, 5, 3),
                one(AveragePooling1D.of(2).strides(3).dataFormat(CHANNELS_FIRST), WHOLE, 1, 7),
                one(MaxPooling3D.of(2), SPREAD, 3, 5, 2, 1),
                one(
                        MaxPooling3D.of(Size3d.of(3, 1, 2))
                                .strides(Size3d.of(1, 2, 3))
                                .padding(SAME)
                                .dataFormat(CHANNELS_FIRST),
                        SPREAD,
                        2,
                        1,
                        3,
                        5),
                one(AveragePooling3D.of(Size3d.of(2, 3, 2)).strides(1).padding(SAME), WHOLE, 3, 2, 3, 2),
                one(AveragePooling3D.of(1).strides(2), WHOLE, 3, 3, 1, 1),
                one(GlobalMaxPooling1D.of(), SPREAD, 5, 3),
                one(GlobalMaxPooling3D.of().keepdims(true).dataFormat(CHANNELS_FIRST), SPREAD, 3, 2, 1, 3),
                one(GlobalAveragePooling1D.of().keepdims(true).dataFormat(CHANNELS_FIRST), WHOLE, 3, 7),
                one(GlobalAveragePooling3D.of(), WHOLE, 2, 1, 3, 2),
                one(ZeroPadding1D.of(0, 2), WHOLE, 3, 2),
                one(ZeroPadding1D.of(1).dataFormat(CHANNELS_FIRST), WHOLE, 3, 2),
                one(ZeroPadding3D.of(1, 0, 0, 2, 1, 1), WHOLE, 1, 2, 3, 1),
                one(ZeroPadding3D.of(0, 1, 2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 2, 1, 1),
                one(Cropping1D.of(2, 1), WHOLE, 5, 2),
                one(Cropping3D.of(1, 0, 0, 2, 1, 1), WHOLE, 2, 3, 3, 2),
                one(Cropping3D.of(0, 1, 1).dataFormat(CHANNELS_FIRST), WHOLE, 2, 1, 3, 3),
                one(UpSampling1D.of(3), WHOLE, 3, 2),
                one(UpSampling3D.of(Size3d.of(2, 1, 3)), WHOLE, 2, 1, 3, 2),
                one(UpSampling3D.of(2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 1, 2, 1),
                one(SpatialDropout1D.of(0.5f), WHOLE, 3, 7),
                one(SpatialDropout3D.of(0.5f).seed(4).dataFormat(CHANNELS_FIRST), WHOLE, 5, 2, 1, 2),
                one(GlobalMaxPooling2D.of(), SPREAD, 3, 4, 5),
                one(GlobalMaxPooling2D.of().dataFormat(CHANNELS_FIRST).keepdims(true), SPREAD, 3, 4, 5),
                one(GlobalAveragePooling2D.of().dataFormat(CHANNELS_FIRST), WHOLE, 3, 2, 5),
                one(GlobalAveragePooling2D.of().keepdims(true), WHOLE, 3, 4, 5),
                one(BatchNormalization.of().epsilon(0.5f), NORMAL, 2, 3, 2),
                one(BatchNormalization.of().epsilon(0.5f).axis(1), NORMAL, 2, 3, 2),
                one(BatchNormalization.of().epsilon(0.5f).scale(false), NORMAL, 6),
                one(BatchNormalization.of().epsilon(0.5f).center(false), NORMAL, 6),
                one(LayerScale.of(0.5f, 3), NORMAL, 2, 2, 3),
                one(LayerNormalization.of().epsilon(0.5f), NORMAL, 2, 3, 4),
                one(LayerNormalization.of().epsilon(0.5f).axis(1, 3).scale(false), NORMAL, 2, 3, 4),
                one(GroupNormalization.of(2).epsilon(0.5f), NORMAL, 2, 1, 4),
                one(GroupNormalization.of(-1).epsilon(0.5f).axis(1).center(false), NORMAL, 2, 3),
                one(RMSNormalization.of().epsilon(0.5f), NORMAL, 2, 4),
                one(UnitNormalization.of(), NORMAL, 2, 4),
                one(Normalization.of(3, 0.25f), WHOLE, 2, 4),
                one(Normalization.of(3, 0.25f).invert(true), WHOLE, 2, 4),
                one(PReLU.of(), SPREAD, 2, 4),
                one(PReLU.of().sharedAxes(2), SPREAD, 2, 3, 2),
                one(Activation.of(LOG_SOFTMAX), NORMAL, 6),
                one(Activation.of(GLU), NORMAL, 2, 6),
                one(Activation.of(RELU), SPREAD, 6),
                one(ReLU.of(), SPREAD, 6),
                one(ReLU.of().maxValue(6f), SPREAD, 6),
                one(ReLU.of().maxValue(10f).negativeSlope(0.5f).threshold(3), SPREAD, 8),
                one(ReLU.of().negativeSlope(0.5f), SPREAD, 6),
                one(LeakyReLU.of(0.25f), SPREAD, 6),
                one(ELU.of(2), NORMAL, 6),
                one(Softmax.of(), NORMAL, 6),
                one(Softmax.of(1), NORMAL, 3, 2),
                one(Dropout.of(0.5f).seed(3), WHOLE, 20),
                one(Dropout.of(0.5f).noiseShape(1, null, 1), WHOLE, 5, 3),
                one(AlphaDropout.of(0.25f), WHOLE, 5, 3),
                one(GaussianDropout.of(0.25f).seed(3), WHOLE, 5),
                one(Resizing.of(3, 5), WHOLE, 2, 7, 2),
                one(Resizing.of(3, 2).interpolation(BICUBIC).antialias(true), WHOLE, 7, 5, 1),
                one(Resizing.of(2, 3).padToAspectRatio(true).fillValue(2).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3, 2),
                one(CenterCrop.of(2, 3), WHOLE, 3, 5, 2),
                one(CenterCrop.of(4, 3), WHOLE, 3, 5, 2),
                new Case(Dot.of(1), WHOLE, 2, 5),
                new Case(Dot.of(1, -2), WHOLE, 2, 3, 4),
                new Case(Dot.of(-1).normalize(true), NORMAL, 2, 2, 4),
                one(ActivityRegularization.of(0.5f, 0.25f), NORMAL, 2, 3),
                one(Flatten.of(), WHOLE, 2, 3, 2),
                one(Flatten.of().dataFormat(CHANNELS_FIRST), WHOLE, 2, 3, 2),
                one(Reshape.of(3, -1), WHOLE, 2, 3, 2),
                one(Permute.of(2, 3, 1), WHOLE, 2, 3, 4),
                one(Rescaling.of(2, 1), WHOLE, 6),
                one(ZeroPadding2D.of(1, 0, 2, 3), WHOLE, 2, 3, 2),
                one(ZeroPadding2D.of(1).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3, 2),
                one(Cropping2D.of(1, 0, 2, 1), WHOLE, 3, 5, 2),
                one(Cropping2D.of(1).dataFormat(CHANNELS_FIRST), WHOLE, 2, 3, 4),
                new Case(Concatenate.of(), WHOLE, 3, 2, 3, 2),
                new Case(Concatenate.of(1), WHOLE, 2, 2, 3, 2),
                new Case(Add.of(), WHOLE, 3, 2, 3),
                new Case(Subtract.of(), WHOLE, 2, 2, 3),
                new Case(Multiply.of(), WHOLE, 3, 2, 3),
                new Case(Average.of(), WHOLE, 3, 2, 3),
                new Case(Maximum.of(), SPREAD, 3, 2, 3),
                new Case(Minimum.of(), SPREAD, 3, 2, 3));
    }
}
