package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.model.Model;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Tuned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    static Path shared;

    @TempDir
    Path runs;

    private static Path data;

    @BeforeAll
    static void writeImages() throws IOException {
        data = IdxFiles.mnist(shared.resolve("digits"), 500, 200);
    }

    private Outcome train(Object... more) {
        Object[] all = new Object[more.length + 4];
        System.arraycopy(new Object[] {"train", data, "--out", runs}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return Outcome.of(all);
    }

    /** The weights in short: each as its name and the hash of its bits. */
    private static List<String> weights(Path file) throws IOException {
        return Model.load(file).weights().stream()
                .map(weight -> weight.name() + " " + Arrays.hashCode(weight.values()))
                .toList();
    }

    @Test
    void aFamousNetworkLearnsSmallImagesToo() throws IOException {
        Outcome outcome = train("--model", "squeezenet", "--epochs", 1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("Model: \"squeezenet\"").contains("Test accuracy ");
        // 1000 classes less 990, each of 512 weights and a bias, and two channels less in the 64 filters of 3x3.
        assertThat(Model.load(runs.resolve("digits-squeezenet-1/model.safetensors"))
                        .countParams())
                .isEqualTo(1_235_496 - 990 * 513 - 64 * 9 * 2);
    }

    @Test
    void everyOptimizerOfTheLibraryCanBeNamed() {
        List<Class<?>> named = Arrays.stream(TrainCommand.Method.values())
                .<Class<?>>map(method -> method.of(0.5f).getClass())
                .toList();
        List<Class<?>> all = new ArrayList<>(List.of(Optimizer.class.getPermittedSubclasses()));
        all.remove(Tuned.class);
        assertThat(named).hasSameElementsAs(all).doesNotHaveDuplicates();
        for (TrainCommand.Method method : TrainCommand.Method.values()) {
            Optimizer optimizer = method.of(0.5f);
            assertThat(optimizer.getClass().getSimpleName()).isEqualToIgnoringCase(method.name());
            assertThat(optimizer.learningRate().at(0)).isEqualTo(0.5f);
        }
        assertThat(train("--model", "logistic", "--epochs", 1, "--optimizer", "nadam")
                        .out())
                .contains("batches of 128, nadam, learning rate 0.001");
    }

    @Test
    void aRunLeavesModelSettingsHistoryAndPictures() throws IOException {
        Outcome outcome = train("--model", "convnet", "--epochs", 2);
        Path run = runs.resolve("digits-convnet-1");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .startsWith("Model: \"convnet\"")
                .contains("500 training images, 200 test images; 2 epochs, batches of 128, adam, learning rate ")
                .containsPattern(
                        "Epoch 2/2 - 4/4 - \\d+s - \\d+ms/step - [\\d,]+ images/s - accuracy: \\d\\.\\d{4} - loss: "
                                + "\\d\\.\\d{4} - val_accuracy: \\d\\.\\d{4} - val_loss: \\d\\.\\d{4}")
                .containsPattern("Test accuracy \\d+\\.\\d\\d %, loss ")
                .contains("Model, history and pictures are in " + run);
        assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(3);
        assertThat(Model.load(run.resolve("model.safetensors")).countParams()).isEqualTo(34_826);
        assertThat(Settings.read(run.resolve("settings.json")))
                .isEqualTo(new Settings(
                        data.toString(),
                        "convnet",
                        2,
                        128,
                        Recipe.of("convnet").learningRate(),
                        "cosine",
                        "adam",
                        0,
                        0,
                        IdxFiles.mnist().train().classNames()));
        for (String picture : List.of("curves", "confusion-matrix", "mistakes", "filters", "feature-maps")) {
            assertThat(ImageIO.read(run.resolve(picture + ".png").toFile()).getWidth())
                    .as(picture)
                    .isGreaterThan(100);
        }
        try (var files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void denseLayersShowTheirWeightsAsFilters() {
        assertThat(train("--model", "logistic", "--epochs", 1).exit()).isZero();
        assertThat(runs.resolve("digits-logistic-1/filters.png")).exists();
    }

    @Test
    void theNumberOfThreadsDoesNotChangeTheWeights() throws IOException {
        train("--model", "mlp", "--epochs", 1, "--threads", 1);
        train("--model", "mlp", "--epochs", 1, "--threads", 3);
        train("--model", "mlp", "--epochs", 1, "--seed", 1);
        assertThat(weights(runs.resolve("digits-mlp-2/model.safetensors")))
                .isEqualTo(weights(runs.resolve("digits-mlp-1/model.safetensors")))
                .isNotEqualTo(weights(runs.resolve("digits-mlp-3/model.safetensors")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // It has no kill.
    void ctrlCSavesWhatWasLearnedAndResumeEndsAsIfNothingHadBeen() throws Exception {
        Path many = IdxFiles.mnist(shared.resolve("many"), 2_000, 100);
        Path run = runs.resolve("many-convnet-1");
        Process process = fovea("train", many, "--epochs", 12, "--out", runs);
        for (int i = 0; i < 600 && process.isAlive() && !Files.exists(run.resolve("checkpoint.safetensors")); i++) {
            Thread.sleep(100);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(runs.resolve("printed"));
        assertThat(process.exitValue()).as(printed).isEqualTo(130);
        assertThat(printed).contains("Interrupted. What was learned is saved", "fovea train --resume " + run);
        assertThat(run.resolve("model.safetensors")).exists();
        assertThat(run.resolve("mistakes.png")).exists();

        assertThat(Outcome.of("train", "--resume", run).exit()).isZero();
        assertThat(Outcome.of("train", many, "--epochs", 12, "--out", runs).exit())
                .isZero();
        Path whole = runs.resolve("many-convnet-2");
        assertThat(weights(run.resolve("model.safetensors"))).isEqualTo(weights(whole.resolve("model.safetensors")));
        assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(13);
    }

    private Process fovea(Object... arguments) throws Exception {
        ProcessBuilder java = new ProcessBuilder();
        // A shell's background jobs, and what they start, ignore Ctrl-C; where env can, it takes that back.
        if (new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0) {
            java.command().addAll(List.of("env", "--default-signal=INT"));
        }
        java.command()
                .addAll(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fovea.class.getName()));
        for (Object argument : arguments) {
            java.command().add(argument.toString());
        }
        return java.redirectErrorStream(true)
                .redirectOutput(runs.resolve("printed").toFile())
                .start();
    }

    @Test
    void aRunWithoutAWholeEpochBeginsAnew() throws IOException {
        train("--model", "logistic", "--epochs", 2, "--seed", 5);
        Path run = runs.resolve("digits-logistic-1");
        List<String> weights = weights(run.resolve("model.safetensors"));
        Files.delete(run.resolve("checkpoint.safetensors"));
        assertThat(Outcome.of("train", "--resume", run).exit()).isZero();
        assertThat(weights(run.resolve("model.safetensors"))).isEqualTo(weights);
    }

    @Test
    void aFinishedRunGoesOnOnlyForMoreEpochs() throws IOException {
        train("--model", "logistic", "--epochs", 2);
        Path run = runs.resolve("digits-logistic-1");
        Outcome refused = Outcome.of("train", "--resume", run);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("has done all its epochs, 2; to go on, give a larger number with --epochs");
        Outcome further = Outcome.of("train", "--resume", run, "--epochs", 3);
        assertThat(further.exit()).isZero();
        assertThat(further.out())
                .contains("Going on after epoch 2.", "Epoch 3/3")
                .doesNotContain("Epoch 2/3");
        assertThat(Settings.read(run.resolve("settings.json")).epochs()).isEqualTo(3);
        assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(4);
    }

    @Test
    void resumeRefusesOtherSettings() {
        train("--model", "logistic", "--epochs", 1);
        Path run = runs.resolve("digits-logistic-1");
        assertThat(Outcome.of("train", "--resume", run, "--seed", 3).err())
                .contains("--resume goes on with the settings of its run; leave out --seed");
        assertThat(Outcome.of("train", data, "--resume", run).err()).contains("leave out " + data);
        assertThat(Outcome.of("train", "--resume", run, "--early-stopping", 2).err())
                .contains("train anew");
    }

    @Test
    void earlyStoppingKeepsTheBestWeights() throws IOException {
        Outcome outcome = train(
                "--model",
                "mlp",
                "--epochs",
                40,
                "--early-stopping",
                1,
                "--learning-rate",
                0.02,
                "--schedule",
                "constant");
        Path run = runs.resolve("digits-mlp-1");
        assertThat(outcome.out())
                .contains("450 training images", "50 other training images decide when to stop", "Stopped early.");
        HistoryFile history = new HistoryFile(run.resolve("history.csv"));
        int epochs = Files.readAllLines(run.resolve("history.csv")).size() - 1;
        history.read(epochs);
        assertThat(epochs).isLessThan(40);
        assertThat(Keep.bestEpoch(history)).isEqualTo(epochs - 1);
        assertThat(weights(run.resolve("model.safetensors")))
                .isEqualTo(weights(run.resolve("best.safetensors")))
                .isNotEqualTo(weights(run.resolve("checkpoint.safetensors")));
        assertThat(Outcome.of("train", "--resume", run).err()).contains("was stopped early after epoch " + epochs);
    }

    @Test
    void aLossThatIsNoNumberEndsTrainingAndKeepsTheLastGoodWeights() throws IOException {
        Outcome outcome = train("--model", "mlp", "--learning-rate", "1e30");
        Path saved = runs.resolve("digits-mlp-1/model.safetensors");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .containsPattern("fovea: the loss became (NaN|Infinity) in epoch 1, step \\d")
                .contains("Use a lower learning rate (--learning-rate). They are saved as " + saved);
        assertThat(Model.load(saved).weights())
                .allSatisfy(weight -> assertThat(weight.tensor().data())
                        .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
    }
}
