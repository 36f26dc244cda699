package dev.fovea.bench;

import java.util.List;

/**
 * Something that is timed: training steps, or predictions of one batch.
 *
 * @param name as the command line has it
 * @param title as tables have it
 * @param training whether steps are of training, with Adam, or predictions
 * @param batch images per step
 * @param scales whether it is timed on more threads too, unless works are chosen
 */
public record Work(String name, String title, Net net, boolean training, int batch, boolean scales) {
    /** All works, in the order of the tables. */
    public static List<Work> all() {
        return List.of(
                new Work("train-lenet5", "train LeNet-5, batch 128", Nets.leNet5(), true, 128, true),
                new Work("train-convnet", "train convnet, batch 128", Nets.convNet(), true, 128, true),
                new Work("train-resnet20", "train ResNet-20, batch 128", Nets.resNet20(), true, 128, true),
                new Work("vgg16", "VGG-16, batch 1", Nets.vgg16(), false, 1, true),
                new Work("resnet50", "ResNet-50, batch 1", Nets.resNet50(), false, 1, true),
                new Work("resnet50-8", "ResNet-50, batch 8", Nets.resNet50(), false, 8, true),
                new Work("mobilenetv2", "MobileNetV2, batch 1", Nets.mobileNetV2(), false, 1, true),
                new Work("lenet5", "LeNet-5, one image", Nets.leNet5(), false, 1, false));
    }

    /**
     * The work of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Work byName(String name) {
        return all().stream()
                .filter(work -> work.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no work is named \"" + name + "\"; there are "
                        + String.join(", ", all().stream().map(Work::name).toList())));
    }

    /** Floating point operations of one image. */
    public double operations() {
        return net.operations(training);
    }
}
