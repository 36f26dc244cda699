package dev.fovea.plot;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Digits set in type, and a small network of random filters over them. */
final class Samples {
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private Samples() {}

    /** [28,28,1] in 0..1. */
    static Tensor digit(int digit) {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SERIF, Font.BOLD, 26));
        g.setColor(Color.WHITE);
        g.drawString(Integer.toString(digit), 6, 23);
        g.dispose();
        Tensor tensor = Tensor.zeros(28, 28, 1);
        for (int i = 0; i < 784; i++) {
            tensor.data()[i] = (image.getRGB(i % 28, i / 28) & 255) / 255f;
        }
        return tensor;
    }

    /** [n,28,28,1] of the digits 0, 1, 2, … */
    static Tensor digits(int n) {
        Tensor all = Tensor.zeros(n, 28, 28, 1);
        for (int i = 0; i < n; i++) {
            System.arraycopy(digit(i % 10).data(), 0, all.data(), i * 784, 784);
        }
        return all;
    }

    static Tensor random(long seed, int... dims) {
        RandomSource random = new RandomSource(seed);
        Tensor tensor = Tensor.zeros(dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Valid convolution by random filters of three rows and columns, and ReLU. */
    static Tensor convolve(Tensor x, int filters, long seed) {
        Shape s = x.shape();
        Tensor w = random(seed, 3, 3, s.dim(2), filters);
        Tensor y = Tensor.zeros(s.dim(0) - 2, s.dim(1) - 2, filters);
        for (int e = 0; e < s.dim(0) - 2; e++) {
            for (int f = 0; f < s.dim(1) - 2; f++) {
                for (int m = 0; m < filters; m++) {
                    float sum = 0;
                    for (int i = 0; i < 9 * s.dim(2); i++) {
                        int c = i % s.dim(2);
                        int at = i / s.dim(2);
                        sum += x.get(e + at / 3, f + at % 3, c) * w.get(at / 3, at % 3, c, m);
                    }
                    y.set(Math.max(0, sum), e, f, m);
                }
            }
        }
        return y;
    }

    static Tensor halve(Tensor x) {
        Shape s = x.shape();
        Tensor y = Tensor.zeros(s.dim(0) / 2, s.dim(1) / 2, s.dim(2));
        for (int i = 0; i < y.size(); i++) {
            int c = i % s.dim(2);
            int f = i / s.dim(2) % (s.dim(1) / 2);
            int e = i / s.dim(2) / (s.dim(1) / 2);
            y.data()[i] = Math.max(x.get(2 * e, 2 * f, c), x.get(2 * e + 1, 2 * f + 1, c));
        }
        return y;
    }

    static Map<String, Tensor> activations(Tensor image) {
        Map<String, Tensor> layers = new LinkedHashMap<>();
        Tensor x = convolve(image, 32, 1);
        layers.put("conv2d", x);
        layers.put("max_pooling2d", x = halve(x));
        layers.put("conv2d_1", x = convolve(x, 64, 2));
        layers.put("max_pooling2d_1", x = halve(x));
        layers.put("flatten", x.reshape(x.size()));
        layers.put(
                "dense",
                Tensor.of(Shape.of(10), 0.0002f, 0.01f, 0.04f, 0.9f, 0.002f, 0.02f, 0.001f, 0.0005f, 0.02f, 0.0063f));
        return layers;
    }

    /** Labels with predictions of which one in {@code oneIn} is random. */
    static ConfusionMatrix matrix(int classes, int n, int oneIn) {
        RandomSource random = new RandomSource(7);
        int[] labels = new int[n];
        int[] predicted = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
            predicted[i] = random.nextInt(oneIn) == 0 ? random.nextInt(classes) : labels[i];
        }
        return ConfusionMatrix.of(classes, labels, predicted);
    }

    /** [n,classes] of rows that sum to 1. */
    static Tensor probabilities(int n, int classes) {
        Tensor p = random(3, n, classes);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                p.set((float) Math.exp(3 * p.get(i, k)), i, k);
                sum += p.get(i, k);
            }
            for (int k = 0; k < classes; k++) {
                p.set((float) (p.get(i, k) / sum), i, k);
            }
        }
        return p;
    }

    static Map<String, List<Double>> history(int epochs) {
        Map<String, List<Double>> history = new LinkedHashMap<>();
        for (String name : List.of("accuracy", "loss", "val_accuracy", "val_loss")) {
            List<Double> values = new ArrayList<>();
            for (int e = 1; e <= epochs; e++) {
                double loss = name.startsWith("val_") ? 0.03 + 0.12 / e + 0.004 * (e % 3) : 0.32 / e;
                values.add(name.endsWith("loss") ? loss : 1 - loss / 3);
            }
            history.put(name, values);
        }
        return history;
    }
}
