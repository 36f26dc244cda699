package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.formats.onnx.ReadOptions;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
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
import dev.fovea.nn.Cropping2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv1D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dot;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GaussianNoise;
import dev.fovea.nn.GlobalAveragePooling1D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalAveragePooling3D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.GroupNormalization;
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
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Padding1D;
import dev.fovea.nn.Permute;
import dev.fovea.nn.RMSNormalization;
import dev.fovea.nn.RandomFlip;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.RepeatVector;
import dev.fovea.nn.Rescaling;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.SeparableConv1D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.nn.Softmax;
import dev.fovea.nn.Subtract;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.UnitNormalization;
import dev.fovea.nn.UpSampling1D;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.nn.UpSampling3D;
import dev.fovea.nn.ZeroPadding1D;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.nn.ZeroPadding3D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers written as ONNX, one at a time, run by ONNX Runtime, and read again. */
class OnnxLayerTest {
    @TempDir
    Path folder;

    /** A layer, and the images that it is applied to. */
    private record Case(Layer layer, int... image) {
        @Override
        public String toString() {
            return layer.className() + Arrays.toString(image) + " " + layer;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Activations function : Activations.values()) {
            if (function != Activations.SPARSEMAX) {
                cases.add(new Case(Activation.of(function), 5, 4, 6));
            }
        }
        for (Padding padding : Padding.values()) {
            cases.addAll(List.of(
                    new Case(Conv2D.of(6, 3).padding(padding).strides(2), 8, 7, 4),
                    new Case(Conv2D.of(6, 3).padding(padding).groups(2).dilationRate(2), 8, 7, 4),
                    new Case(Conv2D.of(3, 2).padding(padding).dataFormat(DataFormat.CHANNELS_FIRST), 4, 8, 7),
                    new Case(Conv3D.of(3, 2).padding(padding).strides(2), 5, 4, 6, 2),
                    new Case(DepthwiseConv2D.of(3).padding(padding).depthMultiplier(2), 6, 7, 4),
                    new Case(SeparableConv2D.of(5, 3).padding(padding), 6, 7, 4),
                    new Case(SeparableConv1D.of(5, 3).padding(padding), 9, 4),
                    new Case(DepthwiseConv1D.of(3).padding(padding).strides(2), 9, 4),
                    new Case(Conv1DTranspose.of(3, 4).padding(padding).strides(3), 5, 2),
                    new Case(Conv2DTranspose.of(3, 3).padding(padding).strides(2), 4, 5, 2),
                    new Case(Conv2DTranspose.of(3, 2).padding(padding).strides(3), 4, 5, 2),
                    new Case(Conv3DTranspose.of(2, 3).padding(padding).strides(2), 3, 2, 3, 2),
                    new Case(MaxPooling1D.of(3).padding(padding).strides(2), 8, 3),
                    new Case(MaxPooling2D.of(3).padding(padding).strides(2), 8, 7, 3),
                    new Case(MaxPooling3D.of(2).padding(padding), 5, 4, 7, 3),
                    new Case(AveragePooling1D.of(3).padding(padding).strides(2), 8, 3),
                    new Case(AveragePooling2D.of(3).padding(padding).strides(2), 8, 7, 3),
                    new Case(AveragePooling3D.of(2).padding(padding), 5, 4, 7, 3)));
        }
        for (Interpolation interpolation : Interpolation.values()) {
            cases.addAll(List.of(
                    new Case(Resizing.of(7, 3).interpolation(interpolation), 5, 6, 2),
                    new Case(Resizing.of(3, 9).interpolation(interpolation).antialias(true), 5, 6, 2),
                    new Case(UpSampling2D.of(2).interpolation(interpolation), 4, 3, 2)));
        }
        for (Padding1D padding : Padding1D.values()) {
            cases.add(new Case(Conv1D.of(6, 3).padding(padding).groups(2), 9, 4));
        }
        cases.addAll(List.of(
                new Case(BatchNormalization.of(), 4, 5, 3),
                new Case(BatchNormalization.of().scale(false).center(false), 7),
                new Case(BatchNormalization.of().axis(1), 3, 4, 5),
                new Case(LayerNormalization.of(), 4, 5, 3),
                new Case(LayerNormalization.of().axis(1, 2), 4, 5, 3),
                new Case(GroupNormalization.of(2), 4, 5, 6),
                new Case(GroupNormalization.of(-1), 4, 5, 6),
                new Case(RMSNormalization.of(), 4, 6),
                new Case(UnitNormalization.of(), 4, 6),
                new Case(LayerScale.of(0.5f, 3), 4, 5, 3),
                new Case(Dense.of(5), 7),
                new Case(Dense.of(5).activation(Activations.GELU), 3, 7),
                new Case(Dense.of(5).useBias(false), 7),
                new Case(ReLU.of().maxValue(1f).negativeSlope(0.1f).threshold(0.2f), 4, 5),
                new Case(LeakyReLU.of(0.3f), 4, 5),
                new Case(ELU.of(0.7f), 4, 5),
                new Case(PReLU.of().sharedAxes(1, 2), 4, 5, 3),
                new Case(PReLU.of(), 4, 3),
                new Case(Softmax.of(), 4, 3),
                new Case(Softmax.of(1), 4, 5, 3),
                new Case(GlobalAveragePooling1D.of(), 7, 3),
                new Case(GlobalAveragePooling2D.of(), 7, 4, 3),
                new Case(GlobalAveragePooling3D.of(), 3, 4, 2, 3),
                new Case(GlobalMaxPooling2D.of(), 7, 4, 3),
                new Case(ZeroPadding1D.of(2, 1), 5, 3),
                new Case(ZeroPadding2D.of(1, 2, 0, 3), 4, 5, 3),
                new Case(ZeroPadding3D.of(1), 2, 3, 4, 2),
                new Case(Cropping2D.of(1, 2, 0, 1), 5, 6, 3),
                new Case(CenterCrop.of(3, 4), 6, 6, 2),
                new Case(UpSampling1D.of(3), 4, 2),
                new Case(UpSampling3D.of(2), 2, 3, 2, 2),
                new Case(Flatten.of(), 4, 5, 3),
                new Case(Flatten.of().dataFormat(DataFormat.CHANNELS_FIRST), 4, 5, 3),
                new Case(Reshape.of(10, 6), 4, 5, 3),
                new Case(Permute.of(3, 1, 2), 4, 5, 3),
                new Case(RepeatVector.of(4), 5),
                new Case(Rescaling.of(1 / 127.5f, -1), 4, 5, 3),
                new Case(Dropout.of(0.5f), 4, 5),
                new Case(AlphaDropout.of(0.5f), 4, 5),
                new Case(GaussianNoise.of(1), 4, 5),
                new Case(RandomFlip.of(), 4, 5, 3)));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLayerGivesTheSameInOnnxRuntimeAndReadAgain(Case layer) throws IOException {
        Symbol input = Input.named("image", layer.image);
        hold(Model.named("one", 7, input, layer.layer.apply(input)));
    }

    static List<Layer> merging() {
        return List.of(
                Add.of(),
                Subtract.of(),
                Multiply.of(),
                Maximum.of(),
                Minimum.of(),
                Average.of(),
                Concatenate.of(),
                Concatenate.of(1),
                Dot.of(2));
    }

    @ParameterizedTest
    @MethodSource("merging")
    void aLayerOfTwoInputsGivesTheSameInOnnxRuntimeAndReadAgain(Layer layer) throws IOException {
        Symbol a = Input.named("a", 4, 6);
        Symbol b = Input.named("b", 4, 6);
        hold(Model.named("two", 7, List.of(a, b), List.of(layer.apply(a, b))));
    }

    private void hold(Model model) throws IOException {
        OnnxNetworkTest.stir(model);
        RandomSource random = new RandomSource(2);
        Tensor[] images = model.inputShapes().stream()
                .map(shape -> OnnxNetworkTest.uniform(shape.prepend(3), random, -3, 3))
                .toArray(Tensor[]::new);
        Tensor expected = model.predictAll(images).getFirst();
        Path file = folder.resolve("layer.onnx");
        Onnx.write(model, file);
        near(OnnxRuntime.run(file, images).getFirst(), expected);
        near(Onnx.read(file).predictAll(images).getFirst(), expected);
        // The images' channels come first, then last; those of what leaves the model too.
        Onnx.write(model, file, DataFormat.CHANNELS_FIRST);
        near(
                Onnx.read(file, ReadOptions.of().dataFormat(DataFormat.CHANNELS_LAST))
                        .predictAll(images)
                        .getFirst(),
                expected);
    }

    private static void near(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            float a = actual.data()[i];
            float b = expected.data()[i];
            assertThat(Math.abs(a - b)).as("%s and %s", a, b).isLessThanOrEqualTo(1e-5f * (1 + Math.abs(b)));
        }
    }
}
