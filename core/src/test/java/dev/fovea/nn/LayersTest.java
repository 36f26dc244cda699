package dev.fovea.nn;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
    /** Each layer as made with the least arguments, and Keras's arguments with their defaults. */
    static Map<Layer, String> layers() {
        return Map.ofEntries(
                Map.entry(RepeatVector.of(3), "n=3, name=null"),
                Map.entry(GaussianNoise.of(0.5f), "stddev=0.5, seed=null, name=null"),
                Map.entry(SpatialDropout2D.of(0.5f), "rate=0.5, data_format=channels_last, seed=null, name=null"),
                Map.entry(UpSampling2D.of(), "size=2x2, data_format=channels_last, interpolation=nearest, name=null"),
                Map.entry(
                        Conv1D.of(8, 3),
                        "filters=8, kernel_size=3, strides=1, padding=valid, data_format=channels_last,"
                                + " dilation_rate=1, groups=1, activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Conv3D.of(8, 3),
                        "filters=8, kernel_size=3x3x3, strides=1x1x1, padding=valid, data_format=channels_last, dilation_rate=1x1x1, groups=1,"
                                + " activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Conv1DTranspose.of(8, 3),
                        "filters=8, kernel_size=3, strides=1, padding=valid, output_padding=null, data_format=channels_last, dilation_rate=1,"
                                + " activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Conv2DTranspose.of(8, 3),
                        "filters=8, kernel_size=3x3, strides=1x1, padding=valid, output_padding=null, data_format=channels_last, dilation_rate=1x1,"
                                + " activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Conv3DTranspose.of(8, 3),
                        "filters=8, kernel_size=3x3x3, strides=1x1x1, padding=valid, data_format=channels_last, output_padding=null, dilation_rate=1x1x1,"
                                + " activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        DepthwiseConv1D.of(3),
                        "kernel_size=3, strides=1, padding=valid, depth_multiplier=1, data_format=channels_last,"
                                + " dilation_rate=1, activation=linear, use_bias=true,"
                                + " depthwise_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " depthwise_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " depthwise_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        SeparableConv1D.of(8, 3),
                        "filters=8, kernel_size=3, strides=1, padding=valid, data_format=channels_last,"
                                + " dilation_rate=1, depth_multiplier=1, activation=linear, use_bias=true,"
                                + " depthwise_initializer=glorot_uniform, pointwise_initializer=glorot_uniform,"
                                + " bias_initializer=zeros, depthwise_regularizer=null, pointwise_regularizer=null,"
                                + " bias_regularizer=null, activity_regularizer=null, depthwise_constraint=null,"
                                + " pointwise_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        SeparableConv2D.of(8, 3),
                        "filters=8, kernel_size=3x3, strides=1x1, padding=valid, data_format=channels_last, dilation_rate=1x1, depth_multiplier=1, activation=linear, use_bias=true, depthwise_initializer=glorot_uniform, pointwise_initializer=glorot_uniform, bias_initializer=zeros, depthwise_regularizer=null, pointwise_regularizer=null, bias_regularizer=null, activity_regularizer=null, depthwise_constraint=null, pointwise_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        DepthwiseConv2D.of(3),
                        "kernel_size=3x3, strides=1x1, padding=valid, depth_multiplier=1, data_format=channels_last, dilation_rate=1x1, activation=linear, use_bias=true, depthwise_initializer=glorot_uniform, bias_initializer=zeros, depthwise_regularizer=null, bias_regularizer=null, activity_regularizer=null, depthwise_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Conv2D.of(8, 3),
                        "filters=8, kernel_size=3x3, strides=1x1, padding=valid, data_format=channels_last,"
                                + " dilation_rate=1x1, groups=1, activation=linear, use_bias=true,"
                                + " kernel_initializer=glorot_uniform, bias_initializer=zeros,"
                                + " kernel_regularizer=null, bias_regularizer=null, activity_regularizer=null,"
                                + " kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        Dense.of(8),
                        "units=8, activation=linear, use_bias=true, kernel_initializer=glorot_uniform,"
                                + " bias_initializer=zeros, kernel_regularizer=null, bias_regularizer=null,"
                                + " activity_regularizer=null, kernel_constraint=null, bias_constraint=null, name=null"),
                Map.entry(
                        BatchNormalization.of(),
                        "axis=-1, momentum=0.99, epsilon=0.001, center=true, scale=true, beta_initializer=zeros,"
                                + " gamma_initializer=ones, moving_mean_initializer=zeros,"
                                + " moving_variance_initializer=ones, beta_regularizer=null, gamma_regularizer=null,"
                                + " beta_constraint=null, gamma_constraint=null, name=null"),
                Map.entry(
                        MaxPooling2D.of(),
                        "pool_size=2x2, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(
                        AveragePooling2D.of(3),
                        "pool_size=3x3, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(GlobalMaxPooling2D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(GlobalAveragePooling2D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(Flatten.of(), "data_format=channels_last, name=null"),
                Map.entry(Reshape.of(2, -1), "target_shape=[2, -1], name=null"),
                Map.entry(Permute.of(2, 1), "dims=[2, 1], name=null"),
                Map.entry(Dropout.of(0.5f), "rate=0.5, noise_shape=null, seed=null, name=null"),
                Map.entry(AlphaDropout.of(0.5f), "rate=0.5, noise_shape=null, seed=null, name=null"),
                Map.entry(GaussianDropout.of(0.5f), "rate=0.5, seed=null, name=null"),
                Map.entry(
                        LayerNormalization.of(),
                        "axis=[-1], epsilon=0.001, center=true, scale=true, beta_initializer=zeros,"
                                + " gamma_initializer=ones, beta_regularizer=null, gamma_regularizer=null,"
                                + " beta_constraint=null, gamma_constraint=null, name=null"),
                Map.entry(
                        GroupNormalization.of(),
                        "groups=32, axis=-1, epsilon=0.001, center=true, scale=true, beta_initializer=zeros,"
                                + " gamma_initializer=ones, beta_regularizer=null, gamma_regularizer=null,"
                                + " beta_constraint=null, gamma_constraint=null, name=null"),
                Map.entry(RMSNormalization.of(), "axis=[-1], epsilon=1.0E-6, name=null"),
                Map.entry(UnitNormalization.of(), "axis=[-1], name=null"),
                Map.entry(Normalization.of(), "axis=[-1], mean=null, variance=null, invert=false, name=null"),
                Map.entry(
                        Resizing.of(2, 3),
                        "height=2, width=3, interpolation=bilinear, crop_to_aspect_ratio=false,"
                                + " pad_to_aspect_ratio=false, fill_value=0.0, antialias=false,"
                                + " data_format=channels_last, name=null"),
                Map.entry(CenterCrop.of(2, 3), "height=2, width=3, data_format=channels_last, name=null"),
                Map.entry(Dot.of(1), "axes=[1], normalize=false, name=null"),
                Map.entry(
                        PReLU.of(),
                        "alpha_initializer=zeros, alpha_regularizer=null, alpha_constraint=null, shared_axes=null,"
                                + " name=null"),
                Map.entry(ActivityRegularization.of(), "l1=0.0, l2=0.0, name=null"),
                Map.entry(Activation.of(RELU), "activation=relu, name=null"),
                Map.entry(ReLU.of(), "max_value=null, negative_slope=0.0, threshold=0.0, name=null"),
                Map.entry(LeakyReLU.of(), "negative_slope=0.3, name=null"),
                Map.entry(ELU.of(), "alpha=1.0, name=null"),
                Map.entry(Softmax.of(), "axis=-1, name=null"),
                Map.entry(Concatenate.of(), "axis=-1, name=null"),
                Map.entry(Add.of(), "name=null"),
                Map.entry(Subtract.of(), "name=null"),
                Map.entry(Multiply.of(), "name=null"),
                Map.entry(Average.of(), "name=null"),
                Map.entry(Maximum.of(), "name=null"),
                Map.entry(Minimum.of(), "name=null"),
                Map.entry(ZeroPadding2D.of(), "padding=[[1, 1], [1, 1]], data_format=channels_last, name=null"),
                Map.entry(Cropping2D.of(), "cropping=[[0, 0], [0, 0]], data_format=channels_last, name=null"),
                Map.entry(
                        MaxPooling1D.of(),
                        "pool_size=2, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(GlobalMaxPooling1D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(
                        MaxPooling3D.of(),
                        "pool_size=2x2x2, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(GlobalMaxPooling3D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(
                        AveragePooling1D.of(3),
                        "pool_size=3, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(GlobalAveragePooling1D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(
                        AveragePooling3D.of(3),
                        "pool_size=3x3x3, strides=null, padding=valid, data_format=channels_last, name=null"),
                Map.entry(GlobalAveragePooling3D.of(), "data_format=channels_last, keepdims=false, name=null"),
                Map.entry(ZeroPadding1D.of(), "padding=[1, 1], data_format=channels_last, name=null"),
                Map.entry(ZeroPadding3D.of(), "padding=[[1, 1], [1, 1], [1, 1]], data_format=channels_last, name=null"),
                Map.entry(Cropping1D.of(), "cropping=[1, 1], name=null"),
                Map.entry(Cropping3D.of(), "cropping=[[1, 1], [1, 1], [1, 1]], data_format=channels_last, name=null"),
                Map.entry(UpSampling1D.of(), "size=2, name=null"),
                Map.entry(UpSampling3D.of(), "size=2x2x2, data_format=channels_last, name=null"),
                Map.entry(SpatialDropout1D.of(0.5f), "rate=0.5, seed=null, name=null"),
                Map.entry(SpatialDropout3D.of(0.5f), "rate=0.5, data_format=channels_last, seed=null, name=null"),
                Map.entry(Rescaling.of(2), "scale=2.0, offset=0.0, name=null"));
    }

    static List<Layer> each() {
        return List.copyOf(layers().keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("each")
    void componentsAreKerassArgumentsWithItsDefaults(Layer layer) throws ReflectiveOperationException {
        StringBuilder found = new StringBuilder();
        for (RecordComponent component : layer.getClass().getRecordComponents()) {
            String snake = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
            found.append(found.isEmpty() ? "" : ", ").append(snake).append('=');
            found.append(described(component.getAccessor().invoke(layer)));
        }
        assertThat(found.toString()).isEqualTo(layers().get(layer));
    }

    private static String described(Object value) {
        Map<Object, String> initializers = Map.of(
                Initializer.GLOROT_UNIFORM, "glorot_uniform", Initializer.ZEROS, "zeros", Initializer.ONES, "ones");
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(java.util.Locale.ROOT);
        }
        return value == null ? "null" : initializers.getOrDefault(value, Objects.toString(value));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("each")
    void eachMethodNamedAfterAComponentChangesThatAlone(Layer layer) throws ReflectiveOperationException {
        RecordComponent[] components = layer.getClass().getRecordComponents();
        boolean named = false;
        for (Method method : layer.getClass().getDeclaredMethods()) {
            RecordComponent changed = Arrays.stream(components)
                    .filter(c -> c.getName().equals(method.getName()) && method.getParameterCount() == 1)
                    .findFirst()
                    .orElse(null);
            if (changed == null) {
                continue;
            }
            Object value = another(method.getParameterTypes()[0]);
            Object copy = method.invoke(layer, value);
            for (RecordComponent component : components) {
                Object before = component.getAccessor().invoke(layer);
                Object after = component.getAccessor().invoke(copy);
                if (!component.equals(changed)) {
                    assertThat(after).as("%s after %s", component, method).isEqualTo(before);
                } else if (component.getType() == Size.class && value instanceof Integer side) {
                    assertThat(after).isEqualTo(Size.of(side));
                } else if (component.getType() == Size3d.class && value instanceof Integer side) {
                    assertThat(after).isEqualTo(Size3d.of(side));
                } else if (component.getType() == List.class && value instanceof Integer side) {
                    assertThat((List<?>) after).isNotEmpty().allMatch(side::equals);
                } else if (component.getType() == Padding1D.class) {
                    assertThat(after.toString()).isEqualTo(value.toString());
                } else if (value.getClass().isArray()) {
                    assertThat(after).isEqualTo(List.of(1, 1));
                } else {
                    assertThat(after).isEqualTo(value);
                }
            }
            named |= method.getName().equals("name");
        }
        assertThat(named).as("it can be named").isTrue();
    }

    private static Object another(Class<?> type) {
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(int.class, 2),
                Map.entry(Integer.class, 2),
                Map.entry(float.class, 0.25f),
                Map.entry(Float.class, 0.25f),
                Map.entry(boolean.class, false),
                Map.entry(String.class, "me"),
                Map.entry(Size.class, Size.of(1, 1)),
                Map.entry(Size3d.class, Size3d.of(2, 1, 3)),
                Map.entry(dev.fovea.op.Padding.class, SAME),
                Map.entry(Padding1D.class, Padding1D.CAUSAL),
                Map.entry(DataFormat.class, CHANNELS_FIRST),
                Map.entry(Activations.class, RELU),
                Map.entry(Interpolation.class, Interpolation.BILINEAR),
                Map.entry(List.class, List.of(1, 1)),
                Map.entry(int[].class, new int[] {1, 1}),
                Map.entry(Integer[].class, new Integer[] {1, 1}),
                Map.entry(Initializer.class, Initializer.HE_NORMAL),
                Map.entry(Regularizer.class, new Regularizer.L1L2(0.1f, 0)),
                Map.entry(Constraint.class, new Constraint.NonNeg()));
        return Objects.requireNonNull(values.get(type), () -> "no value of " + type);
    }

    private static Tensor numbers(int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(tensor.size());
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(21) - 10;
        }
        return tensor;
    }

    private static Tensor through(Layer layer, Tensor images) {
        return Sequential.of(Input.of(images.shape().dropFirst().dims()), layer).predict(images);
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(3, 5, 6, 4);
        Tensor first = Ops.transpose(last, 0, 3, 1, 2);
        for (List<Layer> pair : List.<List<Layer>>of(
                List.of(
                        Conv2D.of(6, 3).groups(2).activation(RELU),
                        Conv2D.of(6, 3).groups(2).activation(RELU).dataFormat(CHANNELS_FIRST)),
                List.of(MaxPooling2D.of(2), MaxPooling2D.of(2).dataFormat(CHANNELS_FIRST)),
                List.of(
                        AveragePooling2D.of(3).padding(SAME),
                        AveragePooling2D.of(3).padding(SAME).dataFormat(CHANNELS_FIRST)),
                List.of(
                        GlobalMaxPooling2D.of().keepdims(true),
                        GlobalMaxPooling2D.of().keepdims(true).dataFormat(CHANNELS_FIRST)),
                List.of(
                        ZeroPadding2D.of(1, 2, 0, 1),
                        ZeroPadding2D.of(1, 2, 0, 1).dataFormat(CHANNELS_FIRST)),
                List.of(Cropping2D.of(1, 2, 0, 1), Cropping2D.of(1, 2, 0, 1).dataFormat(CHANNELS_FIRST)))) {
            Tensor expected = Ops.transpose(through(pair.getFirst(), last), 0, 3, 1, 2);
            assertThat(through(pair.getLast(), first)).as(pair.toString()).isEqualTo(expected);
        }
        assertThat(through(Flatten.of().dataFormat(CHANNELS_FIRST), first)).isEqualTo(through(Flatten.of(), last));
        assertThat(through(GlobalAveragePooling2D.of().dataFormat(CHANNELS_FIRST), first))
                .isEqualTo(through(GlobalAveragePooling2D.of(), last));
    }

    @Test
    void reluTakesCeilingSlopeAndThreshold() {
        Tensor x = Tensor.of(Shape.of(1, 6), -4, 0, 2, 3, 5, 20);
        assertThat(through(ReLU.of(), x).data()).containsExactly(0, 0, 2, 3, 5, 20);
        assertThat(through(ReLU.of().maxValue(6f), x).data()).containsExactly(0, 0, 2, 3, 5, 6);
        assertThat(through(ReLU.of().maxValue(4f), x).data()).containsExactly(0, 0, 2, 3, 4, 4);
        assertThat(through(ReLU.of().negativeSlope(0.5f), x).data()).containsExactly(-2, 0, 2, 3, 5, 20);
        assertThat(through(ReLU.of().threshold(2.5f), x).data()).containsExactly(0, 0, 0, 3, 5, 20);
        assertThat(through(ReLU.of().threshold(3).negativeSlope(0.5f).maxValue(10f), x)
                        .data())
                .containsExactly(-3.5f, -1.5f, -0.5f, 0, 5, 10);
        assertThat(through(LeakyReLU.of(0.25f), x).data()).containsExactly(-1, 0, 2, 3, 5, 20);
    }

    @Test
    void mergingLayersWidenAnAxisOfLengthOne() {
        Tensor image = numbers(2, 2, 3, 2);
        Tensor gates = numbers(2, 1, 1, 2);
        Symbol x = Input.of(2, 3, 2);
        Symbol gate = Input.of(1, 1, 2);
        for (boolean first : new boolean[] {true, false}) {
            Symbol product =
                    first ? Multiply.of().apply(gate, x) : Multiply.of().apply(x, gate);
            Tensor y = Model.of(List.of(x, gate), List.of(product))
                    .predictAll(image, gates)
                    .getFirst();
            assertThat(y.shape()).isEqualTo(image.shape());
            for (int i = 0; i < y.size(); i++) {
                float factor = gates.get(i / 12, 0, 0, i % 2);
                assertThat(y.data()[i]).isEqualTo(image.data()[i] * factor);
            }
        }
        assertThat(Add.of().apply(Input.of(1, 3), Input.of(2, 1)).shape()).isEqualTo(Shape.of(2, 3));
        assertThatThrownBy(() -> Multiply.of().apply(x, Input.of(2)))
                .hasMessageContaining("or of length 1 where they differ, not [[2, 3, 2], [2]]");
    }

    @Test
    void layerScaleMultipliesEachChannelWithAFactorOfItsOwn() {
        Tensor image = numbers(2, 2, 3, 2);
        Model model = Sequential.of(Input.of(2, 3, 2), LayerScale.of(0.5f, 2).name("scale"));
        assertThat(model.predict(image)).isEqualTo(Ops.affine(image, 0.5f, 0));
        model.weight("scale/gamma").assign(Tensor.of(Shape.of(2), 1, 3));
        Tensor y = model.predict(image);
        for (int i = 0; i < y.size(); i++) {
            assertThat(y.data()[i]).isEqualTo(image.data()[i] * (i % 2 == 0 ? 1 : 3));
        }
        assertThat(messageOf(Input.of(2, 3, 2), LayerScale.of(1, 3)))
                .contains("it scales 3 channels, but an image is [2, 3, 2]; give as many as the last axis");
    }

    @Test
    void mergingLayersTakeWhatOthersGive() {
        Tensor x = numbers(2, 2, 3, 2);
        Map<Layer, BinaryOperator<Tensor>> merges = Map.of(
                Add.of(), Ops::add,
                Subtract.of(), Ops::subtract,
                Multiply.of(), Ops::multiply,
                Maximum.of(), Ops::maximum,
                Minimum.of(), Ops::minimum,
                Average.of(), (a, b) -> Ops.affine(Ops.add(a, b), 0.5f, 0),
                Concatenate.of(), (a, b) -> Ops.concatenate(-1, a, b),
                Concatenate.of(1), (a, b) -> Ops.concatenate(1, a, b));
        merges.forEach((layer, expected) -> {
            Symbol image = Input.of(2, 3, 2);
            Symbol other = Rescaling.of(-0.5f, 1).apply(image);
            Model model = Model.of(image, layer.apply(image, other));
            assertThat(model.predict(x)).as(layer.toString()).isEqualTo(expected.apply(x, Ops.affine(x, -0.5f, 1)));
        });
    }

    @Test
    void shapesChangeAsInKeras() {
        Tensor x = numbers(2, 2, 3, 4);
        assertThat(through(Reshape.of(-1, 8), x)).isEqualTo(x.reshape(2, 3, 8));
        assertThat(through(Permute.of(3, 1, 2), x)).isEqualTo(Ops.transpose(x, 0, 3, 1, 2));
        assertThat(through(GlobalMaxPooling2D.of(), x).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(through(GlobalAveragePooling2D.of().keepdims(true), x).shape())
                .isEqualTo(Shape.of(2, 1, 1, 4));
        assertThat(through(MaxPooling2D.of(2).strides(1), x).shape()).isEqualTo(Shape.of(2, 1, 2, 4));
        Tensor soft = through(Softmax.of(1), x);
        assertThat(soft.get(0, 0, 2, 3) + soft.get(0, 1, 2, 3)).isBetween(0.99999f, 1.00001f);
    }

    @Test
    void weightsCarryTheirRegularizersAndConstraints() {
        Regularizer l2 = new Regularizer.L1L2(0, 0.1f);
        Constraint nonNeg = new Constraint.NonNeg();
        var weights = Sequential.of(
                        Input.of(3, 3, 1),
                        Conv2D.of(2, 3).kernelRegularizer(l2).biasConstraint(nonNeg),
                        Flatten.of(),
                        Dense.of(2).biasRegularizer(l2).kernelConstraint(nonNeg),
                        BatchNormalization.of().gammaRegularizer(l2).betaConstraint(nonNeg))
                .weights();
        assertThat(weights)
                .extracting(w -> w.spec().regularizer())
                .containsExactly(l2, null, null, l2, l2, null, null, null);
        assertThat(weights)
                .extracting(w -> w.spec().constraint())
                .containsExactly(null, nonNeg, nonNeg, null, null, nonNeg, null, null);
    }

    @Test
    void aSavedLayerIsReadWithAllItsArguments(@TempDir Path folder) throws IOException {
        Regularizer l2 = new Regularizer.L1L2(0, 0.1f);
        Layer[] layers = {
            ZeroPadding2D.of(1, 2, 3, 4).name("a"),
            Conv2D.of(4, Size.of(3, 2))
                    .groups(2)
                    .kernelRegularizer(l2)
                    .activityRegularizer(Regularizer.L1.of())
                    .biasConstraint(new Constraint.NonNeg())
                    .name("b"),
            BatchNormalization.of()
                    .momentum(0.9f)
                    .betaInitializer(Initializer.HE_NORMAL)
                    .name("c"),
            ReLU.of().maxValue(6f).name("d"),
            ActivityRegularization.of(0.25f, 0.5f).name("d2"),
            MaxPooling2D.of(2).padding(SAME).name("e"),
            Cropping2D.of(1).name("f"),
            Permute.of(3, 1, 2).name("g"),
            Flatten.of().dataFormat(CHANNELS_FIRST).name("h"),
            Reshape.of(2, -1).name("i"),
            Dropout.of(0.5f).seed(7).name("j"),
            Dense.of(3).useBias(false).activation(SOFTMAX).name("k")
        };
        Sequential model = Sequential.of(Input.of(8, 8, 2), layers);
        model.save(folder.resolve("layers.safetensors"));
        Model read = Model.load(folder.resolve("layers.safetensors"));
        assertThat(read.layers().subList(1, 13)).containsExactly(layers);
    }

    private static String messageOf(Symbol input, Layer... layers) {
        return Arrays.stream(layers)
                .map(layer -> {
                    try {
                        return layer.apply(input).toString();
                    } catch (IllegalArgumentException e) {
                        return e.getMessage();
                    }
                })
                .collect(Collectors.joining("\n"));
    }

    @Test
    void errorsNameTheLayerAndSayWhatToDo() {
        assertThat(messageOf(Input.of(4, 4, 1), Conv2D.of(1, 5).name("conv2")))
                .isEqualTo("Conv2D \"conv2\": kernel 5x5 does not fit input 4x4 with padding \"valid\"; use padding"
                        + " \"same\" or a kernel of at most 4x4");
        assertThat(messageOf(Input.of(4, 4, 1), Conv2D.of(1, 3).dilationRate(2)))
                .contains("kernel 3x3 (dilated by 2x2 to 5x5) does not fit input 4x4")
                .endsWith("at most 2x2");
        assertThat(messageOf(Input.of(2, 2, 1), MaxPooling2D.of(3))).contains("pooling window 3x3 does not fit");
        assertThat(messageOf(Input.of(4, 4, 3), Conv2D.of(4, 3).groups(2)))
                .contains("3 channels can't be split into 2");
        assertThat(messageOf(Input.of(16), Conv2D.of(4, 3))).contains("it takes images [H, W, C], not [16]");
        assertThat(messageOf(Input.of(16), MaxPooling2D.of().dataFormat(CHANNELS_FIRST)))
                .contains("[C, H, W], not [16]");
        assertThat(messageOf(Input.of(6), Reshape.of(4, -1))).contains("[6] (6 elements) can't take the shape [4, -1]");
        assertThat(messageOf(Input.of(6), Permute.of(2, 1))).contains("it orders 2 axes");
        assertThat(messageOf(Input.of(6), Add.of())).contains("Add: it takes two inputs or more, not 1");
        assertThat(messageOf(Input.of(2, 2, 1), Cropping2D.of(1))).contains("leaves nothing of an image of 2x2");
        assertThatThrownBy(() -> Add.of().apply(Input.of(2), Input.of(3)))
                .hasMessageContaining("it takes inputs of one shape, or of length 1 where they differ, not [[2], [3]]");
        assertThatThrownBy(() -> Concatenate.of(0).apply(Input.of(2), Input.of(2)))
                .hasMessageContaining("axis 0 is not one of an image [2]");
        assertThatThrownBy(() -> Concatenate.of().apply(Input.of(2, 2), Input.of(3, 2)))
                .hasMessageContaining("must be equally long on all axes but axis -1");
        assertThatThrownBy(() -> Dropout.of(1.5f)).hasMessageContaining("between 0 and 1, not 1.5");
        assertThatThrownBy(() -> Conv2D.of(1, 3).strides(2).dilationRate(2)).hasMessageContaining("not both");
        assertThatThrownBy(() -> Conv2D.of(0, 3)).hasMessageContaining("at least 1 filter");
        assertThatThrownBy(() -> Permute.of(1, 1)).hasMessageContaining("got [1, 1]");
        assertThatThrownBy(() -> Reshape.of(-1, -1)).hasMessageContaining("one may be -1");
        assertThatThrownBy(() -> ReLU.of().maxValue(-1f)).hasMessageContaining("of 0 or more");
        assertThatThrownBy(() -> ZeroPadding2D.of(-1)).hasMessageContaining("each 0 or more; got [[-1, -1], [-1, -1]]");
    }

    @Test
    void aSoftmaxOverChannelsFirstConvolutionIsOverTheLastAxisAsInKeras() {
        Tensor y = through(Conv2D.of(2, 1).dataFormat(CHANNELS_FIRST).activation(SOFTMAX), numbers(1, 3, 2, 2));
        assertThat(y.get(0, 0, 1, 0) + y.get(0, 0, 1, 1)).isBetween(0.99999f, 1.00001f);
    }
}
