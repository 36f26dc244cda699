package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.models.Preprocessing;
import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuneCommandTest {
    @TempDir
    static Path shared;

    @TempDir
    Path runs;

    private static Path shapes;
    private static Path tiny;

    @BeforeAll
    static void writePicturesAndAModel() throws IOException {
        shapes = ColouredShapes.write(shared.resolve("shapes"), 20);
        tiny = shared.resolve("tiny.keras");
        ModelFiles.save(
                Sequential.named(
                        "tiny",
                        3,
                        Input.of(16, 16, 3),
                        List.of(
                                Conv2D.of(12, 3).activation(Activations.RELU),
                                BatchNormalization.of(),
                                MaxPooling2D.of(2),
                                Conv2D.of(24, 3).activation(Activations.RELU),
                                GlobalAveragePooling2D.of(),
                                Dropout.of(0.5f),
                                Dense.of(7).activation(Activations.SOFTMAX))),
                tiny);
    }

    private Outcome tune(Object... more) {
        Object[] all = new Object[more.length + 5];
        System.arraycopy(new Object[] {"fine-tune", tiny, shapes, "--out", runs}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return Outcome.of(all);
    }

    private Path run(int number) {
        return runs.resolve("shapes-tiny-" + number);
    }

    /** The weights in short: each as its name and the hash of its bits. */
    private static Map<String, Integer> weights(Path file) throws IOException {
        return ModelFiles.load(file).weights().stream()
                .collect(Collectors.toMap(Weight::name, weight -> Arrays.hashCode(weight.values())));
    }

    @Test
    void aNewClassifierTellsColouredShapesApart() throws IOException {
        Outcome outcome = tune(
                "--epochs",
                5,
                "--unfrozen-epochs",
                20,
                "--learning-rate",
                0.01,
                "--unfrozen-learning-rate",
                0.01,
                "--batch-size",
                8);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .startsWith("Pictures of [16, 16, 3] reach the model with values of 0 to 1.")
                .contains("48 training images, 12 validation images; 25 epochs, batches of 8, adam,")
                .contains("75 of 3,075 parameters learn, at a rate of 0.01.")
                .contains("3,027 of 3,075 parameters learn, at a rate of 0.01.")
                .containsPattern("Validation accuracy (9[0-9]|100)\\.\\d\\d %")
                .contains("Model, history and pictures are in " + run(1));
        assertThat(Files.readAllLines(run(1).resolve("history.csv"))).hasSize(26);
        for (String picture : List.of("curves", "confusion-matrix", "filters", "feature-maps")) {
            assertThat(ImageIO.read(run(1).resolve(picture + ".png").toFile()).getWidth())
                    .as(picture)
                    .isGreaterThan(100);
        }
        Random random = new Random(9);
        for (String name : ColouredShapes.NAMES) {
            Path fresh = ColouredShapes.picture(shared.resolve("a.png"), name, random);
            assertThat(Outcome.of("classify", run(1), fresh, "--top", 1).out()).contains("  " + name + " ");
        }
        otherToolsCanReadWhatWasLearned(shapes.resolve("disc/0.png"));
    }

    private void otherToolsCanReadWhatWasLearned(Path picture) throws IOException {
        Tensor image = ImageSource.scale.read(picture, ModelSource.read(run(1)), null);
        float[] expected = ModelFiles.load(run(1).resolve("model.safetensors"))
                .predict(image)
                .data();
        for (String name : List.of("tuned.keras", "tuned.onnx")) {
            Path file = runs.resolve(name);
            Outcome outcome = Outcome.of("convert", run(1), file);
            assertThat(outcome.err()).isEmpty();
            float[] probabilities = ModelFiles.load(file).predict(image).data();
            for (int i = 0; i < expected.length; i++) {
                assertThat(probabilities[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
            }
        }
    }

    @Test
    void whatIsFrozenStaysAndBatchNormalizationKeepsItsAverages() throws IOException {
        tune("--epochs", 2, "--unfrozen-epochs", 0);
        tune("--epochs", 1, "--unfrozen-epochs", 1, "--unfrozen-learning-rate", 0.01);
        Map<String, Integer> before = weights(tiny);
        Map<String, Integer> frozen = weights(run(1).resolve("model.safetensors"));
        Map<String, Integer> all = weights(run(2).resolve("model.safetensors"));
        assertThat(frozen).hasSize(before.size());
        before.forEach((name, values) -> {
            if (!name.startsWith("dense")) {
                assertThat(frozen).containsEntry("tiny/" + name, values);
                if (name.startsWith("batch_normalization")) {
                    assertThat(all).containsEntry("tiny/" + name, values);
                } else {
                    assertThat(all.get("tiny/" + name)).as(name).isNotEqualTo(values);
                }
            }
        });
    }

    @Test
    void resumeEndsAsIfNothingHadBeen() throws IOException {
        Object[] settings = {"--learning-rate", 0.01, "--unfrozen-learning-rate", 0.001};
        tune("--epochs", 2, "--unfrozen-epochs", 2, settings[0], settings[1], settings[2], settings[3]);
        Map<String, Integer> whole = weights(run(1).resolve("model.safetensors"));
        int[][] done = {{1, 0}, {2, 0}, {2, 1}};
        for (int i = 0; i < done.length; i++) {
            Path run = run(i + 2);
            tune(
                    "--epochs",
                    done[i][0],
                    "--unfrozen-epochs",
                    done[i][1],
                    settings[0],
                    settings[1],
                    settings[2],
                    settings[3]);
            // What a run was asked for is in these two, so this is one that was interrupted.
            Settings.read(run.resolve("settings.json")).epochs(4).save(run.resolve("settings.json"));
            Files.copy(
                    run(1).resolve("fine-tuning.json"),
                    run.resolve("fine-tuning.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            Outcome outcome = Outcome.of("fine-tune", "--resume", run);
            assertThat(outcome.exit()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("Going on after epoch " + (done[i][0] + done[i][1]) + ".");
            assertThat(weights(run.resolve("model.safetensors"))).isEqualTo(whole);
        }
        refused(2, "has done all its epochs, 4", "fine-tune", "--resume", run(1));
        refused(2, "leave out --epochs", "fine-tune", "--resume", run(1), "--epochs", 3);
        refused(1, "go on with 'fovea fine-tune --resume ", "train", "--resume", run(1));
    }

    @Test
    void aNetworksNameHasRandomWeightsAndItsOwnPreprocessing() {
        Outcome outcome = Outcome.of(
                "fine-tune",
                "mobilenetv2",
                shapes,
                "--image-size",
                32,
                "--epochs",
                1,
                "--unfrozen-epochs",
                0,
                "--out",
                runs);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("The weights of mobilenetv2 are drawn at random")
                .contains("Pictures of [32, 32, 3] reach the model as --preprocessing tf makes them.")
                .contains("3,843 of ");
    }

    @Test
    void preprocessingBecomesALayer() {
        Model whole = Models.byName("squeezenet", ModelOptions.of().inputShape(32, 32, 3));
        Model backbone = Transfer.backbone(whole, null);
        assertThat(backbone.layerNames().getLast()).isEqualTo("features.12");
        Random random = new Random(5);
        float[] values = new float[2 * 32 * 32 * 3];
        float[] pixels = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = random.nextInt(256);
            values[i] = pixels[i] / 255;
        }
        for (Preprocessing ready : Preprocessing.values()) {
            Model model = Transfer.of("tuned", backbone, ready, true, 3, 0);
            Tensor prepared = model.upTo("preprocessing").predict(Tensor.of(Shape.of(2, 32, 32, 3), values));
            float[] expected =
                    ready.apply(Tensor.of(Shape.of(2, 32, 32, 3), pixels)).data();
            for (int i = 0; i < expected.length; i++) {
                assertThat(prepared.data()[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void theBackboneEndsBeforeTheClassifierOrWhereItIsTold() {
        assertThat(Transfer.backbone(Models.byName("lenet5"), null)
                        .outputShape()
                        .dims())
                .containsExactly(84);
        ModelOptions small = ModelOptions.of().inputShape(32, 32, 3);
        assertThat(Transfer.backbone(Models.byName("mobilenet", small), null)
                        .layerNames()
                        .getLast())
                .startsWith("global_average_pooling2d");
        Model headless = Models.byName("vgg16", small.includeTop(false).pooling(ModelOptions.Pooling.AVG));
        assertThat(Transfer.backbone(headless, null)).isSameAs(headless);
        Outcome outcome = tune("--features", "max_pooling2d", "--epochs", 1, "--unfrozen-epochs", 0);
        assertThat(outcome.out()).contains("39 of ");
        refused(1, "there are ", "fine-tune", tiny, shapes, "--features", "none", "--out", runs);
    }

    private static void refused(int exit, String message, Object... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @Test
    void wrongInputIsRefusedBeforeARunIsMade() throws IOException {
        refused(2, "name a model and a folder of pictures", "fine-tune", tiny);
        refused(2, "unknown model \"mobilnetv2\"; did you mean \"mobilenetv2\"", "fine-tune", "mobilnetv2", shapes);
        refused(
                1,
                "there is no model " + shared.resolve("none.keras"),
                "fine-tune",
                shared.resolve("none.keras"),
                shapes);
        refused(1, "there is no such folder", "fine-tune", tiny, shared.resolve("nowhere"), "--out", runs);
        refused(2, "--image-size is for a network's name", "fine-tune", tiny, shapes, "--image-size", 32);
        refused(
                2,
                "--validation-split is above 0 and below 1, not 1.0",
                "fine-tune",
                tiny,
                shapes,
                "--validation-split",
                1);
        refused(2, "--unfrozen-epochs is at least 0, not -1", "fine-tune", tiny, shapes, "--unfrozen-epochs", -1);
        refused(
                2,
                "--unfrozen-learning-rate is a number above 0",
                "fine-tune",
                tiny,
                shapes,
                "--unfrozen-learning-rate",
                0);
        Path bare = Files.createDirectories(shared.resolve("bare"));
        refused(1, bare + ": has no folders in it", "fine-tune", tiny, bare, "--out", runs);
        Path one = Files.createDirectories(shared.resolve("one"));
        ColouredShapes.picture(Files.createDirectories(one.resolve("disc")).resolve("a.png"), "disc", new Random(1));
        refused(1, one + ": has one folder in it, disc", "fine-tune", tiny, one, "--out", runs);
        Path damaged = ColouredShapes.write(shared.resolve("damaged"), 2).resolve("square/0.png");
        Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 60));
        refused(1, damaged + ": the picture is damaged", "fine-tune", tiny, shared.resolve("damaged"), "--out", runs);
        assertThat(runs).isEmptyDirectory();
    }
}
