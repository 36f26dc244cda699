package dev.fovea.formats;

import static dev.fovea.nn.Activations.GELU;
import static dev.fovea.nn.Activations.HARD_SILU;
import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SELU;

import dev.fovea.nn.*;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import java.util.List;

/** A layer of each class with other arguments than its defaults, by the rank of what it takes. */
final class EveryLayer {
    private EveryLayer() {}

    static List<Layer> ofVectors() {
        return List.of(
                Dense.of(3)
                        .activation(GELU)
                        .kernelInitializer(new Initializer.VarianceScaling(
                                2,
                                Initializer.VarianceScaling.Mode.FAN_AVG,
                                Initializer.VarianceScaling.Distribution.UNIFORM))
                        .biasInitializer(new Initializer.Constant(0.5f))
                        .kernelRegularizer(new Regularizer.L1L2(0.1f, 0.2f))
                        .activityRegularizer(new Regularizer.L2(0.3f))
                        .kernelConstraint(Constraint.MaxNorm.of(2, 0))
                        .biasConstraint(new Constraint.NonNeg()),
                Activation.of(HARD_SILU),
                ActivityRegularization.of().l1(0.1f),
                Reshape.of(2, -1),
                RepeatVector.of(3),
                Identity.of(),
                Softmax.of());
    }

    static List<Layer> ofSequences() {
        return List.of(
                Conv1D.of(3, 2).strides(2).activation(SELU),
                Conv1DTranspose.of(3, 2).strides(2),
                DepthwiseConv1D.of(2).depthMultiplier(2),
                SeparableConv1D.of(3, 2).useBias(false),
                MaxPooling1D.of(2),
                AveragePooling1D.of(2),
                GlobalAveragePooling1D.of(),
                GlobalMaxPooling1D.of(),
                UpSampling1D.of(2),
                ZeroPadding1D.of(1),
                Cropping1D.of(1),
                SpatialDropout1D.of(0.25f),
                Permute.of(2, 1));
    }

    static List<Layer> ofImages() {
        return List.of(
                Conv2D.of(4, Size.of(3, 2)).padding(Padding.SAME).groups(2).activation(RELU),
                Conv2DTranspose.of(4, 3).strides(2).useBias(false),
                DepthwiseConv2D.of(3).depthMultiplier(2),
                SeparableConv2D.of(3, 3).depthMultiplier(2),
                MaxPooling2D.of(2).padding(Padding.SAME),
                AveragePooling2D.of(2),
                GlobalAveragePooling2D.of(),
                GlobalMaxPooling2D.of().keepdims(true),
                UpSampling2D.of(2),
                ZeroPadding2D.of(1),
                Cropping2D.of(1),
                Flatten.of(),
                BatchNormalization.of().momentum(0.9f).epsilon(1e-5f).scale(false),
                LayerNormalization.of(),
                GroupNormalization.of(2),
                LayerScale.of(0.1f, 4),
                RMSNormalization.of(),
                UnitNormalization.of(),
                Normalization.of(),
                Normalization.of(0.5f, 2),
                Dropout.of(0.5f).noiseShape(null, 1, 1, null),
                SpatialDropout2D.of(0.5f),
                AlphaDropout.of(0.1f),
                GaussianDropout.of(0.1f),
                GaussianNoise.of(0.1f),
                ReLU.of().maxValue(6f),
                LeakyReLU.of(0.2f),
                PReLU.of().sharedAxes(1, 2),
                ELU.of(0.5f),
                Rescaling.of(1 / 255f, -0.5f),
                Resizing.of(7, 9),
                CenterCrop.of(3, 3),
                RandomBrightness.of(0.1f),
                RandomContrast.of(0.1f),
                RandomCrop.of(8, 6),
                RandomErasing.of(),
                RandomFlip.of(),
                RandomRotation.of(0.1f),
                RandomShear.of(0.1f, 0.2f),
                RandomTranslation.of(0.1f, 0.2f),
                RandomZoom.of(0.1f));
    }

    static List<Layer> ofVolumes() {
        return List.of(
                Conv3D.of(3, Size3d.of(2, 2, 1)),
                Conv3DTranspose.of(3, Size3d.of(2, 2, 1)),
                MaxPooling3D.of(2),
                AveragePooling3D.of(2),
                GlobalAveragePooling3D.of(),
                GlobalMaxPooling3D.of(),
                UpSampling3D.of(2),
                ZeroPadding3D.of(1),
                Cropping3D.of(1),
                SpatialDropout3D.of(0.25f));
    }

    static List<Merge> ofTwo() {
        return List.of(
                Add.of(),
                Subtract.of(),
                Multiply.of(),
                Average.of(),
                Maximum.of(),
                Minimum.of(),
                Concatenate.of(),
                Dot.of(1));
    }
}
