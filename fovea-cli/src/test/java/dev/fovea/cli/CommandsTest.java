package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands but for {@code train}, on a model that learned two thousand digits. */
class CommandsTest {
    @TempDir
    static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        data = IdxFiles.mnist(folder.resolve("digits"), 2_000, 500);
        Outcome outcome = Outcome.of("train", data, "--epochs", 3, "--batch-size", 32, "--out", folder);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        run = folder.resolve("digits-convnet-1");
    }

    @Test
    void twoThousandDigitsTeachMostOfTheRest() throws IOException {
        HistoryFile history = new HistoryFile(run.resolve("history.csv"));
        history.read(3);
        assertThat(history.curves().get("val_accuracy").getLast()).isGreaterThan(0.9);
    }

    @Test
    void evaluateMeasuresLossAccuracyAndEachClass() throws IOException {
        Outcome outcome = Outcome.of("evaluate", run, data);
        assertThat(outcome.exit()).isZero();
        HistoryFile history = new HistoryFile(run.resolve("history.csv"));
        history.read(3);
        assertThat(outcome.out())
                .contains("500 test images of " + data)
                .contains(String.format(
                        "accuracy   %.4f", history.curves().get("val_accuracy").getLast()))
                .contains(String.format(
                        "loss       %.4f", history.curves().get("val_loss").getLast()));
        List<String> classes =
                outcome.out().lines().filter(line -> line.matches("\\d  .*")).toList();
        assertThat(classes).hasSize(10);
        assertThat(classes.stream()
                        .mapToInt(line -> Integer.parseInt(line.substring(27).strip()))
                        .sum())
                .isEqualTo(500);
    }

    @Test
    void evaluateCountsErrorsOnPicturesInImageNetsLayout() throws IOException {
        Path model = folder.resolve("squeezenet.safetensors");
        Models.byName("squeezenet", ModelOptions.of().inputShape(32, 32, 3)).save(model);
        Path pictures = folder.resolve("val");
        for (String id : List.of("n01440764", "n15075141")) {
            Path of = Files.createDirectories(pictures.resolve(id));
            Digits.write(of.resolve("a.png"), IdxFiles.mnist().test().image(0), true);
        }
        Outcome outcome = Outcome.of("evaluate", model, pictures);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        // Two classes can't both be the likeliest of one picture.
        assertThat(outcome.out())
                .startsWith(model + " on 2 pictures of " + pictures)
                .containsPattern("top-1 error {2}(50|100)\\.00 %")
                .containsPattern("top-5 error {2}(0|50|100)\\.00 %");
        Model unknown =
                Sequential.named("mine", 0, Input.of(32, 32, 3), List.of(GlobalAveragePooling2D.of(), Dense.of(1000)));
        unknown.save(folder.resolve("mine.safetensors"));
        assertThat(Outcome.of("evaluate", folder.resolve("mine.safetensors"), pictures)
                        .err())
                .contains("it is not known what the network \"mine\" takes; say so with --preprocessing");
        assertThat(Outcome.of("evaluate", folder.resolve("mine.safetensors"), pictures, "--preprocessing", "torch")
                        .exit())
                .isZero();
        assertThat(Outcome.of("evaluate", run, "mnist", "--preprocessing", "tf").err())
                .contains("--preprocessing is for a folder in ImageNet's layout; mnist is none, so leave it out");
    }

    @Test
    void predictReadsDarkOnLightAndLightOnDark() throws IOException {
        Dataset test = IdxFiles.mnist().test();
        Path light = Digits.write(folder.resolve("light.png"), test.image(0), false);
        Path dark = Digits.write(folder.resolve("dark.jpg"), test.image(1), true);
        Outcome outcome = Outcome.of("predict", run, light, dark, "--top", 2);
        assertThat(outcome.exit()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).isEqualTo(light.toString());
        assertThat(lines.get(1)).matches("  7  ━+ *  ?\\d+\\.\\d\\d %");
        assertThat(lines.get(3)).isEqualTo(dark.toString());
        assertThat(lines.get(4)).startsWith("  2  ━");
    }

    @Test
    void predictPrintsJson() throws IOException {
        Path image = Digits.write(
                folder.resolve("a \"7\".png"), IdxFiles.mnist().test().image(0), true);
        Outcome outcome = Outcome.of("predict", run.resolve("model.safetensors"), image, "--json", "--top", 10);
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertThat(json.get(0).get("image").asString()).isEqualTo(image.toString());
        JsonNode classes = json.get(0).get("classes");
        assertThat(classes.size()).isEqualTo(10);
        assertThat(classes.get(0).get("name").asString()).isEqualTo("7");
        double sum = 0;
        for (JsonNode each : classes) {
            sum += each.get("probability").asDouble();
        }
        assertThat(sum).isBetween(0.9999, 1.0001);
    }

    @Test
    void predictGoesOnBehindAnImageThatIsNone() throws IOException {
        Path image =
                Digits.write(folder.resolve("good.png"), IdxFiles.mnist().test().image(0), true);
        Path none = Files.writeString(folder.resolve("none.png"), "");
        Outcome outcome = Outcome.of("predict", run, none, image);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("fovea: " + none).hasLineCount(1);
        assertThat(outcome.out()).startsWith(image.toString()).hasLineCount(6);
    }

    @Test
    void summaryTakesNamesFilesAndRuns() {
        String table = Outcome.of("summary", run).out();
        assertThat(table).contains("conv2d (Conv2D)", "Total params: 34,826");
        assertThat(Outcome.of("summary", run.resolve("model.safetensors")).out())
                .isEqualTo(table);
        assertThat(Outcome.of("summary", "convnet").out()).isEqualTo(table);
        assertThat(Outcome.of("summary", "lenet5").out()).contains("Total params: 61,706");
        assertThat(Outcome.of("summary", "vgg16").out()).contains("block5_conv3", "Total params: 138,357,544");
    }

    @Test
    void explainTellsHowEachLayerIsComputed() {
        String table = Outcome.of("explain", run, "--runs", 2).out();
        assertThat(table).startsWith("convnet, 1 image, one thread of ");
        assertThat(table)
                .containsPattern(
                        "conv2d +Conv2d\\+BiasAdd\\+Apply +\\[26, 26, 32] +tiles of .* [0-9.]+ +[0-9.]+ +[0-9]+ %");
        assertThat(table).containsPattern("max_pooling2d_1 +MaxPool2d +\\[5, 5, 64] +[0-9.]+\n");
        assertThat(Outcome.of("explain", "lenet5", "--batch", 64, "--runs", 2).out())
                .contains("64 images", "blocks of ");
    }

    @Test
    void showDrawsEveryLayer() throws IOException {
        Path image = Digits.write(
                folder.resolve("shown.png"), IdxFiles.mnist().test().image(0), true);
        Path out = folder.resolve("shown");
        Outcome outcome = Outcome.of("show", run, image, "--out", out);
        assertThat(outcome.exit()).isZero();
        Model model = Model.load(run.resolve("model.safetensors"));
        List<Path> pictures;
        try (var files = Files.list(out)) {
            pictures = files.sorted().toList();
        }
        assertThat(pictures).hasSize(model.layers().size() + 3);
        assertThat(pictures)
                .contains(out.resolve("input.png"), out.resolve("all-layers.png"), out.resolve("filters.png"));
        for (Path picture : pictures) {
            assertThat(ImageIO.read(picture.toFile())).as(picture.toString()).isNotNull();
        }
    }

    @Test
    void comparePutsThreeModelsInATableAndAPicture() throws IOException {
        Path small = IdxFiles.mnist(folder.resolve("small"), 300, 100);
        Outcome outcome = Outcome.of("compare", small, "--epochs", 1, "--out", folder);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("logistic +7,850 +\\d+\\.\\d\\d % +\\d+\\.\\d\\d s +\\d+\\.\\d\\d s")
                .containsPattern("mlp +407,050 ")
                .containsPattern("convnet +34,826 ");
        Path made = folder.resolve("small-compare-1");
        assertThat(ImageIO.read(made.resolve("compare.png").toFile())).isNotNull();
        assertThat(Model.load(made.resolve("mlp.safetensors")).countParams()).isEqualTo(407_050);
    }

    @Test
    void labsAreListedAndRun() {
        Outcome list = Outcome.of("labs");
        assertThat(list.exit()).isZero();
        assertThat(list.out()).contains("  8  Padding \"same\"");
        Outcome lab = Outcome.of("lab", 8, "--out", folder.resolve("labs"));
        assertThat(lab.exit()).as(lab.err()).isZero();
        assertThat(lab.out()).startsWith("Lab 8: Padding \"same\"");
        assertThat(folder.resolve("labs")).isNotEmptyDirectory();
    }

    @Test
    void everyCommandHasHelpWithADescription() {
        CommandLine all = Fovea.commandLine();
        assertThat(all.getSubcommands())
                .containsKeys(
                        "train",
                        "fine-tune",
                        "evaluate",
                        "predict",
                        "classify",
                        "convert",
                        "summary",
                        "explain",
                        "show",
                        "compare",
                        "labs",
                        "lab");
        all.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                Outcome help = Outcome.of(name, "--help");
                assertThat(help.exit()).as(name).isZero();
                assertThat(help.out()).contains("Usage: fovea " + command.getCommandName());
            }
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
        });
        assertThat(Outcome.of("train", "--help").out())
                .contains("Exit codes:", "130   interrupted with Ctrl-C", "Examples:", "fovea train mnist");
    }

    @Test
    void theCompletionScriptKnowsCommandsOptionsAndNames() {
        Outcome script = Outcome.of("generate-completion");
        assertThat(script.exit()).isZero();
        assertThat(script.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("evaluate", "--learning-rate", "fashion-mnist", "lenet5");
    }
}
