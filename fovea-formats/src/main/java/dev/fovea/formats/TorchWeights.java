package dev.fovea.formats;

import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Weight;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that PyTorch's tools wrote as safetensors, by the names of torchvision and timm, for the networks of
 * {@link dev.fovea.models.TorchResNet}, {@link dev.fovea.models.TorchMobileNet} and {@link dev.fovea.models.VGG}, and for any
 * model whose layers are named as PyTorch's modules.
 *
 * <p>PyTorch's filters are {@code [M,C,R,S]} and become {@code [R,S,C,M]}; its matrices {@code [out,in]} become {@code
 * [in,out]}, and behind a {@code Flatten} of maps their inputs change from {@code [C,H,W]} to {@code [H,W,C]}. Of batch
 * normalization, {@code weight, bias, running_mean, running_var} become gamma, beta and the moving averages. Timm's
 * MobileNetV3 has a smaller epsilon; the moving variances make up for it.
 *
 * <pre>{@code
 * Model model = TorchResNet.resNet50();
 * TorchWeights.load(model, Path.of("resnet50.safetensors"));
 * }</pre>
 */
public final class TorchWeights {
    /** Sides of the squares in which a matrix is turned, so that what is read and written lies near. */
    private static final int TILE = 32;

    /** What timm's MobileNets have, and torchvision's networks do not. */
    private static final String TIMM = "conv_stem.weight";

    /** That of all batch normalization in timm's MobileNets; in version 3 torchvision has another. */
    private static final float EPSILON = 1e-5f;

    private TorchWeights() {}

    /**
     * Sets all weights of a model to those of a file; what more the file has is left.
     *
     * @throws MalformedModelException if the file is damaged, or lacks a weight or has it in another shape; the model is
     *     then as it was
     * @throws IOException if it can't be read
     */
    public static void load(Model model, Path file) throws IOException {
        load(model, file, false);
    }

    /**
     * Sets the weights of a model that a file has in the same shape, as those of all but another classifier.
     *
     * @param skipMismatch whether others are left alone
     * @return the names of the weights that are as they were
     * @throws MalformedModelException if the file is damaged, or does not fit and {@code skipMismatch} is false; the model
     *     is then as it was
     * @throws IOException if it can't be read
     */
    public static List<String> load(Model model, Path file, boolean skipMismatch) throws IOException {
        Map<Weight, Tensor> found = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        try (SafeTensors tensors = SafeTensors.open(file)) {
            Map<String, List<String>> modules = modules(model);
            Shape flattened = null;
            for (int i = 0; i < model.layers().size(); i++) {
                Layer layer = model.layers().get(i);
                String name = model.layerNames().get(i);
                if (layer instanceof Flatten && i > 0) {
                    // The layer before it gives the maps: in these networks there is one way from one to the next.
                    flattened = model.upTo(model.layerNames().get(i - 1)).outputShape();
                }
                for (Weight weight : model.weights()) {
                    if (weight.layer().equals(name)) {
                        String source = source(tensors, modules.get(name), torchName(layer, weight));
                        Tensor tensor = source == null ? null : turned(layer, weight, tensors, source, flattened);
                        if (tensor != null) {
                            found.put(weight, tensor);
                        } else if (skipMismatch) {
                            left.add(weight.name());
                        } else {
                            throw new MalformedModelException(
                                    file, missing(weight, modules.get(name), source, tensors));
                        }
                    }
                }
                flattened = layer instanceof Dense ? null : flattened;
            }
        }
        found.forEach(Weight::assign);
        return left;
    }

    private static String missing(Weight weight, List<String> modules, String source, SafeTensors tensors) {
        return "it has no weights for " + weight + ": "
                + (source == null
                        ? "looked for " + modules + ", it has "
                                + tensors.names().stream().limit(5).toList() + " and so on"
                        : "\"" + source + "\" has shape " + tensors.shape(source))
                + "; networks that take PyTorch's weights are TorchResNet's, TorchMobileNet's and VGG's, or give skipMismatch";
    }

    /** By which modules of PyTorch's each layer may go. */
    private static Map<String, List<String>> modules(Model model) {
        Map<String, List<String>> modules = new LinkedHashMap<>();
        model.layerNames().forEach(name -> modules.put(name, List.of(name)));
        if (modules.containsKey("block1_conv1")) {
            vgg(model, modules);
        } else if (modules.containsKey("features.1.conv.0.0") || modules.containsKey("features.1.block.0.0")) {
            mobileNet(model, modules);
        }
        return modules;
    }

    private static void vgg(Model model, Map<String, List<String>> modules) {
        int feature = 0;
        for (int i = 0; i < model.layers().size(); i++) {
            if (model.layers().get(i) instanceof Conv2D) {
                modules.put(model.layerNames().get(i), List.of("features." + feature));
                feature += 2; // The function behind it is a module too.
            } else if (model.layers().get(i) instanceof MaxPooling2D) {
                feature++;
            }
        }
        modules.replace("fc1", List.of("classifier.0", "pre_logits.fc1"));
        modules.replace("fc2", List.of("classifier.3", "pre_logits.fc2"));
        modules.replace("predictions", List.of("classifier.6", "head.fc"));
    }

    /** Torchvision's names are the layers' own; timm numbers stages, within them blocks, and names what is in a block. */
    private static void mobileNet(Model model, Map<String, List<String>> modules) {
        Map<String, Map<String, Layer>> features = new LinkedHashMap<>();
        for (int i = 0; i < model.layers().size(); i++) {
            String name = model.layerNames().get(i);
            if (name.startsWith("features.")) {
                features.computeIfAbsent(name.split("\\.")[1], feature -> new LinkedHashMap<>())
                        .put(name, model.layers().get(i));
            }
        }
        boolean third = modules.containsKey("features.1.block.0.0");
        int stage = -1;
        int block = 0;
        int filters = 0;
        for (Map<String, Layer> feature : features.values()) {
            List<String> timm;
            if (feature.values().stream().anyMatch(DepthwiseConv2D.class::isInstance)) {
                // A stage's blocks give equally many maps.
                int given = ((Conv2D) List.copyOf(feature.values()).get(feature.size() - 2)).filters();
                block = given == filters ? block + 1 : 0;
                stage += given == filters ? 0 : 1;
                filters = given;
                timm = inBlock(feature, "blocks." + stage + "." + block + ".");
            } else if (stage < 0) {
                timm = List.of("conv_stem", "bn1");
            } else {
                timm = third
                        ? List.of("blocks." + (stage + 1) + ".0.conv", "blocks." + (stage + 1) + ".0.bn1")
                        : List.of("conv_head", "bn2");
            }
            int part = 0;
            for (String name : feature.keySet()) {
                modules.put(name, List.of(name, timm.get(part++)));
            }
        }
        modules.replace("classifier.0", List.of("classifier.0", "conv_head"));
        modules.replace("classifier.1", List.of("classifier.1", "classifier"));
        modules.replace("classifier.3", List.of("classifier.3", "classifier"));
    }

    /** Timm's names for a block's layers with weights, in order. */
    private static List<String> inBlock(Map<String, Layer> layers, String block) {
        List<String> names = new ArrayList<>();
        String pointwise = "conv_pw";
        int normalizations = 0;
        for (Map.Entry<String, Layer> layer : layers.entrySet()) {
            if (layer.getValue() instanceof BatchNormalization) {
                names.add(block + "bn" + ++normalizations);
            } else if (layer.getValue() instanceof DepthwiseConv2D) {
                names.add(block + "conv_dw");
            } else if (layer.getKey().endsWith("fc1")) {
                names.add(block + "se.conv_reduce");
            } else if (layer.getKey().endsWith("fc2")) {
                names.add(block + "se.conv_expand");
            } else {
                names.add(block + pointwise);
                pointwise = "conv_pwl";
            }
        }
        return names;
    }

    private static String torchName(Layer layer, Weight weight) {
        String own = weight.spec().name();
        return switch (own) {
            case "kernel", "gamma" -> "weight";
            case "beta" -> "bias";
            case "moving_mean" -> "running_mean";
            case "moving_variance" -> "running_var";
            default -> layer instanceof DepthwiseConv2D && own.endsWith("kernel") ? "weight" : own;
        };
    }

    private static String source(SafeTensors tensors, List<String> modules, String name) {
        return modules.stream()
                .map(module -> module + "." + name)
                .filter(tensors.names()::contains)
                .findFirst()
                .orElse(null);
    }

    /** The tensor as the weight has it; null if it is of another shape. */
    private static Tensor turned(Layer layer, Weight weight, SafeTensors tensors, String source, Shape flattened) {
        Shape shape = weight.shape();
        Shape given = tensors.shape(source);
        boolean kernel = shape.rank() > 1;
        if (!kernel || layer instanceof BatchNormalization) {
            if (!given.equals(shape)) {
                return null;
            }
            Tensor tensor = tensors.tensor(source);
            if (weight.spec().name().equals("moving_variance")
                    && tensors.names().contains(TIMM)) {
                // What is divided by is the root of the variance and the epsilon, and timm's is the same everywhere.
                float more = EPSILON - ((BatchNormalization) layer).epsilon();
                for (int i = 0; i < tensor.size(); i++) {
                    tensor.data()[i] += more;
                }
            }
            return tensor;
        }
        if (given.rank() < 2 || given.size() != shape.size()) {
            return null;
        }
        if (layer instanceof Dense) {
            int maps = flattened != null && flattened.rank() == 3 && flattened.size() == shape.dim(0)
                    ? flattened.dim(0) * flattened.dim(1)
                    : 1;
            // A matrix that timm keeps as a filter holds the same numbers in the same order.
            return given.dim(0) == shape.dim(1)
                    ? turned(tensors.tensor(source), shape, shape.dim(0) / maps, maps)
                    : null;
        }
        int channels = shape.dim(2);
        int filters = shape.dim(3);
        Shape torch = layer instanceof DepthwiseConv2D
                ? Shape.of(channels * filters, 1, shape.dim(0), shape.dim(1))
                : Shape.of(filters, channels, shape.dim(0), shape.dim(1));
        if (!given.equals(torch)) {
            return null;
        }
        // A depthwise kernel's channels and what each gives are one axis of PyTorch's, in this order.
        return layer instanceof DepthwiseConv2D
                ? turned(tensors.tensor(source), shape, 1, shape.dim(0) * shape.dim(1))
                : turned(tensors.tensor(source), shape, channels, shape.dim(0) * shape.dim(1));
    }

    /** {@code [M,C,P] -> [P,C,M]}, the rest of the size being M. */
    private static Tensor turned(Tensor tensor, Shape shape, int channels, int places) {
        float[] from = tensor.data();
        float[] to = new float[from.length];
        int filters = from.length == 0 ? 0 : from.length / channels / places;
        for (int c0 = 0; c0 < channels; c0 += TILE) {
            for (int m0 = 0; m0 < filters; m0 += TILE) {
                for (int p = 0; p < places; p++) {
                    for (int c = c0; c < Math.min(channels, c0 + TILE); c++) {
                        for (int m = m0; m < Math.min(filters, m0 + TILE); m++) {
                            to[(p * channels + c) * filters + m] = from[(m * channels + c) * places + p];
                        }
                    }
                }
            }
        }
        return Tensor.of(shape, to);
    }
}
