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
 * {@link dev.fovea.models.TorchResNet} and {@link dev.fovea.models.VGG}, and for any model whose layers are named as
 * PyTorch's modules.
 *
 * <p>PyTorch's filters are {@code [M,C,R,S]} and become {@code [R,S,C,M]}; its matrices {@code [out,in]} become {@code
 * [in,out]}, and behind a {@code Flatten} of maps their inputs change from {@code [C,H,W]} to {@code [H,W,C]}. Of batch
 * normalization, {@code weight, bias, running_mean, running_var} become gamma, beta and the moving averages.
 *
 * <pre>{@code
 * Model model = TorchResNet.resNet50();
 * TorchWeights.load(model, Path.of("resnet50.safetensors"));
 * }</pre>
 */
public final class TorchWeights {
    /** Sides of the squares in which a matrix is turned, so that what is read and written lies near. */
    private static final int TILE = 32;

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
                + "; networks that take PyTorch's weights are TorchResNet's and VGG's, or give skipMismatch";
    }

    /** By which modules of PyTorch's each layer may go. */
    private static Map<String, List<String>> modules(Model model) {
        boolean vgg = model.layerNames().contains("block1_conv1");
        Map<String, List<String>> modules = new LinkedHashMap<>();
        int feature = 0;
        for (int i = 0; i < model.layers().size(); i++) {
            String name = model.layerNames().get(i);
            if (!vgg) {
                modules.put(name, List.of(name));
            } else if (model.layers().get(i) instanceof Conv2D) {
                modules.put(name, List.of("features." + feature));
                feature += 2; // The function behind it is a module too.
            } else if (model.layers().get(i) instanceof MaxPooling2D) {
                feature++;
            } else {
                modules.put(
                        name,
                        switch (name) {
                            case "fc1" -> List.of("classifier.0", "pre_logits.fc1");
                            case "fc2" -> List.of("classifier.3", "pre_logits.fc2");
                            case "predictions" -> List.of("classifier.6", "head.fc");
                            default -> List.of(name);
                        });
            }
        }
        return modules;
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
            return given.equals(shape) ? tensors.tensor(source) : null;
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
