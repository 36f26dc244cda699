package dev.fovea.models;

import static dev.fovea.models.Preprocessing.CAFFE;
import static dev.fovea.models.Preprocessing.NONE;
import static dev.fovea.models.Preprocessing.TF;
import static dev.fovea.models.Preprocessing.TORCH;

import dev.fovea.data.Names;
import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Models by name: small ones for small images, and the famous networks, by Keras's names in lower case.
 *
 * <pre>{@code
 * Model model = Models.byName("lenet5", Shape.of(28, 28, 1), 10, 0);
 * model.countParams();  // 61706
 * Model features = Models.byName("resnet50", ModelOptions.of().includeTop(false));
 * }</pre>
 */
public final class Models {
    /** Which classes a network was made for. */
    private enum Made {
        DIGITS(10),
        CIFAR(10),
        IMAGENET(1000);

        private final int classes;

        Made(int classes) {
            this.classes = classes;
        }
    }

    private record Entry(String name, Made made, Preprocessing preprocessing, Function<ModelOptions, Model> maker) {}

    private static final List<Entry> ENTRIES = List.of(
            digits("logistic", LogisticRegression::of),
            digits("mlp", Mlp::of),
            digits("convnet", ConvNet::of),
            digits("lenet5", LeNet5::of),
            digits("lenet5-1998", LeNet1998::of),
            cifar("resnet20", CifarResNet::resNet20),
            cifar("resnet32", CifarResNet::resNet32),
            cifar("resnet44", CifarResNet::resNet44),
            cifar("resnet56", CifarResNet::resNet56),
            cifar("resnet110", CifarResNet::resNet110),
            imageNet("alexnet", TORCH, AlexNet::alexNet),
            imageNet("alexnet2012", CAFFE, AlexNet::alexNet2012),
            imageNet("vgg11", TORCH, VGG::vgg11),
            imageNet("vgg13", TORCH, VGG::vgg13),
            imageNet("vgg16", CAFFE, VGG::vgg16),
            imageNet("vgg19", CAFFE, VGG::vgg19),
            imageNet("googlenet", TF, GoogLeNet::googLeNet),
            imageNet("inceptionv3", TF, InceptionV3::inceptionV3),
            imageNet("resnet18", TORCH, ResNet::resNet18),
            imageNet("resnet34", TORCH, ResNet::resNet34),
            imageNet("resnet50", CAFFE, ResNet::resNet50),
            imageNet("resnet101", CAFFE, ResNet::resNet101),
            imageNet("resnet152", CAFFE, ResNet::resNet152),
            imageNet("torchresnet50", TORCH, TorchResNet::resNet50),
            imageNet("torchresnet101", TORCH, TorchResNet::resNet101),
            imageNet("torchresnet152", TORCH, TorchResNet::resNet152),
            imageNet("resnet50v2", TF, ResNetV2::resNet50V2),
            imageNet("resnet101v2", TF, ResNetV2::resNet101V2),
            imageNet("resnet152v2", TF, ResNetV2::resNet152V2),
            imageNet("squeezenet", TORCH, SqueezeNet::squeezeNet),
            imageNet("mobilenet", TF, MobileNet::mobileNet),
            imageNet("mobilenetv2", TF, MobileNetV2::mobileNetV2),
            imageNet("mobilenetv3small", NONE, MobileNetV3::mobileNetV3Small),
            imageNet("mobilenetv3large", NONE, MobileNetV3::mobileNetV3Large),
            imageNet("torchmobilenetv2", TORCH, TorchMobileNet::mobileNetV2),
            imageNet("torchmobilenetv3small", TORCH, TorchMobileNet::mobileNetV3Small),
            imageNet("torchmobilenetv3large", TORCH, TorchMobileNet::mobileNetV3Large),
            imageNet("efficientnetb0", NONE, EfficientNet::efficientNetB0),
            imageNet("efficientnetb1", NONE, EfficientNet::efficientNetB1),
            imageNet("efficientnetb2", NONE, EfficientNet::efficientNetB2),
            imageNet("efficientnetb3", NONE, EfficientNet::efficientNetB3),
            imageNet("densenet121", TORCH, DenseNet::denseNet121),
            imageNet("xception", TF, Xception::xception),
            imageNet("convnexttiny", NONE, ConvNeXt::convNeXtTiny));

    @FunctionalInterface
    private interface Small {
        Model of(Shape image, int classes, long seed);
    }

    private Models() {}

    /** A network for small images, which is a classifier and nothing else. */
    private static Entry digits(String name, Small maker) {
        return new Entry(name, Made.DIGITS, NONE, options -> {
            ModelOptions fixed = ModelOptions.of()
                    .inputShape(options.inputShape())
                    .classes(options.classes())
                    .includePreprocessing(options.includePreprocessing())
                    .seed(options.seed());
            if (!options.equals(fixed)) {
                throw new IllegalArgumentException("model \"" + name
                        + "\" takes inputShape, classes and seed alone; for a part of it, use upTo on the model");
            }
            Shape image = options.inputShape() == null ? Shape.of(28, 28, 1) : options.inputShape();
            return maker.of(image, options.classes(), options.seed());
        });
    }

    private static Entry cifar(String name, Function<ModelOptions, Model> maker) {
        return new Entry(name, Made.CIFAR, NONE, maker);
    }

    private static Entry imageNet(String name, Preprocessing preprocessing, Function<ModelOptions, Model> maker) {
        return new Entry(name, Made.IMAGENET, preprocessing, maker);
    }

    /** The names that {@link #byName} knows. */
    public static List<String> names() {
        return ENTRIES.stream().map(Entry::name).toList();
    }

    /**
     * A fresh model.
     *
     * @param image the shape of one image, {@code [H, W, C]}; logistic and mlp take rows of numbers, too
     * @param classes how many classes it tells apart
     * @param seed draws the weights
     * @throws IllegalArgumentException if there is no such model, or if its layers do not fit the image
     */
    public static Model byName(String name, Shape image, int classes, long seed) {
        return byName(name, ModelOptions.of().inputShape(image).classes(classes).seed(seed));
    }

    /**
     * A fresh model of the images and classes that it was made for: digits of 28x28 pixels, CIFAR-10's images or those of
     * ImageNet.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public static Model byName(String name) {
        return byName(name, ModelOptions.of().classes(entry(name).made.classes));
    }

    /**
     * A fresh model, built as the options say.
     *
     * @throws IllegalArgumentException if there is no such model, or if it does not take such options
     */
    public static Model byName(String name, ModelOptions options) {
        return entry(name).maker.apply(options);
    }

    /**
     * Whether a network was made for the pictures of ImageNet, which {@link Preprocessing} makes ready for it.
     *
     * @param name one of {@link #names}, or the {@code name()} of such a model
     */
    public static boolean isForImageNet(String name) {
        return ofModel(name).filter(entry -> entry.made == Made.IMAGENET).isPresent();
    }

    static Preprocessing preprocessing(String name) {
        return ofModel(name).orElseGet(() -> entry(name)).preprocessing;
    }

    /** That of a network by its name here, or by that of a model, as {@code mobilenetv2_1.40_224}. */
    private static Optional<Entry> ofModel(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("_[0-9.]+_[0-9]+$", "").replace("_", "");
        return ENTRIES.stream().filter(entry -> entry.name.equals(plain)).findFirst();
    }

    private static Entry entry(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Names.unknown("model", name, names())));
    }
}
