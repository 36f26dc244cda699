package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.ModelFiles;
import dev.fovea.formats.onnx.Onnx;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.models.ImageNet;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code classify}, the other name of {@code predict}, on models that others may have made. */
class ClassifyTest {
    @TempDir
    static Path folder;

    private static Path network;
    private static Path picture;

    @BeforeAll
    static void writeANetwork() throws IOException {
        network = folder.resolve("squeezenet.keras");
        Model model = Models.byName("squeezenet", ModelOptions.of().inputShape(48, 48, 3));
        ModelFiles.save(model, network);
        picture = ColouredShapes.picture(folder.resolve("disc.png"), "disc", new Random(3));
    }

    private static JsonNode likeliest(Object... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return JsonMapper.shared().readTree(outcome.out()).get(0).get("classes");
    }

    @Test
    void aNetworkOfImageNetTellsTheFiveLikeliestByName() {
        Outcome outcome = Outcome.of("classify", network, picture);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(6).startsWith(picture.toString());
        for (String line : lines.subList(1, 6)) {
            assertThat(ImageNet.classNames()).contains(line.strip().split(" ", 2)[0]);
        }
    }

    @Test
    void preprocessingIsThatOfTheNetworkUnlessAskedOtherwise() {
        JsonNode own = likeliest("classify", network, picture, "--json");
        assertThat(likeliest("classify", network, picture, "--json", "--preprocessing", "torch"))
                .isEqualTo(own);
        assertThat(likeliest("classify", network, picture, "--json", "--preprocessing", "caffe"))
                .isNotEqualTo(own);
        assertThat(likeliest("classify", network, picture, "--json", "--as", "middle"))
                .isNotEqualTo(own);
    }

    @Test
    void aPictureComesOnStandardInput() throws IOException {
        InputStream before = System.in;
        try (InputStream in = Files.newInputStream(picture)) {
            System.setIn(in);
            assertThat(likeliest("classify", network, "-", "--json"))
                    .isEqualTo(likeliest("classify", network, picture, "--json"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void channelsFirstModelsOfOnnxSeeTheSamePicture() throws IOException {
        Path onnx = folder.resolve("first.onnx");
        Onnx.write(ModelFiles.load(network), onnx, DataFormat.CHANNELS_FIRST);
        JsonNode last = likeliest("classify", network, picture, "--json");
        JsonNode first = likeliest("classify", onnx, picture, "--json");
        for (int i = 0; i < 5; i++) {
            assertThat(first.get(i).get("name")).isEqualTo(last.get(i).get("name"));
            assertThat(first.get(i).get("probability").asDouble())
                    .isCloseTo(last.get(i).get("probability").asDouble(), Offset.offset(1e-5));
        }
    }

    @Test
    void logitsBecomeProbabilities() throws IOException {
        Path logits = folder.resolve("logits.fovea");
        Sequential.named("mine", 4, Input.of(16, 16, 3), List.of(GlobalAveragePooling2D.of(), Dense.of(4)))
                .save(logits);
        JsonNode classes = likeliest("classify", logits, picture, "--json");
        double sum = 0;
        for (JsonNode each : classes) {
            assertThat(each.get("probability").asDouble()).isBetween(0.0, 1.0);
            sum += each.get("probability").asDouble();
        }
        assertThat(sum).isBetween(0.9999, 1.0001);
    }

    @Test
    void aFolderStandsForThePicturesInIt() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        ColouredShapes.picture(pictures.resolve("b.png"), "disc", new Random(3));
        ColouredShapes.picture(pictures.resolve("a.png"), "square", new Random(3));
        Files.writeString(pictures.resolve("notes.txt"), "none");
        Files.writeString(pictures.resolve("c.png"), "damaged");
        Outcome outcome = Outcome.of("classify", network, pictures, "--top", 1);
        assertThat(outcome.out().lines().filter(line -> line.startsWith(pictures.toString())))
                .containsExactly(
                        pictures.resolve("a.png").toString(),
                        pictures.resolve("b.png").toString());
        assertThat(outcome.err()).startsWith("fovea: " + pictures.resolve("c.png"));
        assertThat(outcome.exit()).isEqualTo(1);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(Outcome.of("classify", network, empty).err()).contains(empty + ": the folder has no pictures");
    }

    @Test
    void modelsThatCannotClassifyAreRefused() throws IOException {
        Path headless = folder.resolve("headless.keras");
        ModelFiles.save(
                Models.byName(
                        "squeezenet", ModelOptions.of().inputShape(48, 48, 3).includeTop(false)),
                headless);
        assertThat(Outcome.of("classify", headless, picture).err())
                .contains("gives [2, 2, 512] for an image, not a score for each class");
        Path unknown = folder.resolve("mine.fovea");
        Sequential.named("mine", 0, Input.of(16, 16, 3), List.of(GlobalAveragePooling2D.of(), Dense.of(1000)))
                .save(unknown);
        Outcome outcome = Outcome.of("classify", unknown, picture);
        assertThat(outcome.err())
                .contains("it is not known what the network \"mine\" takes; say so with --preprocessing");
        assertThat(outcome.exit()).isEqualTo(2);
        Path text = Files.writeString(folder.resolve("model.txt"), "none");
        assertThat(Outcome.of("classify", text, picture).err()).contains("unknown ending \".txt\"");
    }
}
