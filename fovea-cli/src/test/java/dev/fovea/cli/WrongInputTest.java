package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, with the message and the exit code: 2 for a wrong command line, 1 for wrong files. */
class WrongInputTest {
    @TempDir
    static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        data = IdxFiles.mnist(folder.resolve("digits"), 300, 100);
        Outcome.of("train", data, "--model", "logistic", "--epochs", 1, "--out", folder);
        run = folder.resolve("digits-logistic-1");
    }

    private static void refused(int exit, String message, Object... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    private static Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void cut(Path file, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        refused(2, "unknown model \"convent\"; did you mean \"convnet\"?", "train", data, "--model", "convent");
        refused(2, "unknown data set \"minst\"; did you mean \"mnist\"?", "train", "minst");
        refused(2, "unknown data set \"minst\"; did you mean \"mnist\"?", "compare", "minst");
        refused(2, "unknown data set \"minst\"; did you mean \"mnist\"?", "evaluate", run, "minst");
        refused(2, "unknown model \"lenet\"; did you mean \"lenet5\"", "summary", "lenet");
        refused(2, "unknown command \"trian\"; did you mean \"train\"?", "trian");
        refused(2, "unknown option \"--epoch\"; did you mean \"--epochs\"?", "train", data, "--epoch", 3);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        refused(2, "--batch-size is at least 1, not 0", "train", data, "--batch-size", 0);
        refused(2, "there must be at least 1 image and 1 run, not 0 and 100", "explain", "lenet5", "--batch", 0);
        refused(2, "--epochs is at least 1, not 0", "train", data, "--epochs", 0);
        refused(2, "--epochs is at least 1, not -1", "compare", data, "--epochs", -1);
        refused(2, "--threads is at least 1, not 0", "train", data, "--threads", 0);
        refused(2, "--threads is a number or all, not few", "train", data, "--threads", "few");
        int processors = Runtime.getRuntime().availableProcessors();
        refused(
                2,
                "--threads is at most " + 4 * processors + " on a machine of " + processors,
                "train",
                data,
                "--threads",
                4 * processors + 1);
        refused(2, "--learning-rate is a number above 0, not 0.0", "train", data, "--learning-rate", 0);
        refused(2, "'--epochs': 'many' is not an int", "train", data, "--epochs", "many");
        refused(2, "--top is at least 1, not 0", "predict", run, "a.png", "--top", 0);
        refused(2, "there is no lab 99", "lab", 99);
    }

    @Test
    void whatIsMissingIsAskedFor() {
        refused(2, "name the data to train on, such as mnist", "train");
        refused(2, "Missing required parameter", "predict", run);
        refused(2, "Usage: fovea");
    }

    @Test
    void anOutputFolderThatCannotBeMadeIsNamedBeforeTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        refused(1, "can't make the folder " + file, "train", data, "--out", file);
        Path picture = picture("seven.png");
        refused(1, file.resolve("below").toString(), "show", run, picture, "--out", file.resolve("below"));
    }

    @Test
    void aModelThatIsMissingOrCutShortIsRefused() throws IOException {
        refused(1, "there is no model " + folder.resolve("none"), "predict", folder.resolve("none"), "a.png");
        refused(1, "there is no run nothing", "train", "--resume", "nothing");
        Path cut = Files.copy(run.resolve("model.safetensors"), folder.resolve("cut.safetensors"));
        cut(cut, 1000);
        refused(1, cut + ": ", "predict", cut, "a.png");
        Path text = Files.writeString(folder.resolve("text.safetensors"), "no model at all");
        refused(1, text + ": ", "evaluate", text, data);
        refused(1, text + ": ", "summary", text);
    }

    @Test
    void anImageThatIsNoneIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no image at all");
        refused(1, text + ": is not a picture that can be read", "predict", run, text);
        refused(1, "there is no such file", "predict", run, folder.resolve("none.png"));
        Path cut = picture("cut.png");
        cut(cut, 60);
        refused(1, cut + ": the picture is damaged or was cut short", "show", run, cut, "--out", folder);
    }

    private static Path picture(String name) throws IOException {
        return Digits.write(folder.resolve(name), IdxFiles.mnist().test().image(0), false);
    }

    @Test
    void imagesOfAnotherShapeAreRefused() throws IOException {
        Dataset small = Dataset.of(Tensor.zeros(2, 14, 14, 1), 0, 1);
        Path folderOfSmall = IdxFiles.write(folder.resolve("small"), small, small);
        refused(
                1,
                "the model takes images of shape [28, 28, 1], but these are [14, 14, 1]",
                "evaluate",
                run,
                folderOfSmall);
        Dataset tiny = Dataset.of(Tensor.zeros(2, 4, 4, 1), 0, 1);
        Path folderOfTiny = IdxFiles.write(folder.resolve("tiny"), tiny, tiny);
        refused(1, "does not fit", "train", folderOfTiny, "--model", "lenet5", "--out", folder);
        refused(
                1,
                "MaxPooling2D \"block5_pool\": pooling window 2x2 does not fit input 1x1",
                "train",
                data,
                "--model",
                "vgg16",
                "--out",
                folder);
    }

    @Test
    void aLabelOutOfRangeIsRefused() throws IOException {
        Dataset far = Dataset.of(Tensor.zeros(2, 28, 28, 1), 3, 12);
        Path folderOfFar = IdxFiles.write(folder.resolve("far"), far, far);
        refused(1, "label 12 of image 1 is out of range", "evaluate", run, folderOfFar);
    }

    @Test
    void classesWithoutTrainingImagesAreTold() throws IOException {
        Dataset far = Dataset.of(Tensor.zeros(2, 8, 8, 1), 0, 200);
        Path folderOfFar = IdxFiles.write(folder.resolve("gaps"), far, far);
        assertThat(Outcome.of("train", folderOfFar, "--model", "logistic", "--epochs", 1, "--out", folder)
                        .out())
                .contains("No training image shows 199 of the 201 classes, such as 1;");
    }

    @Test
    void damagedDataIsRefused() throws IOException {
        Path cut = copy("cut");
        cut(cut.resolve("train-images-idx3-ubyte"), 10);
        refused(1, "train-images-idx3-ubyte: ", "train", cut, "--out", folder);

        Path zipped = copy("zipped");
        Path plain = zipped.resolve("t10k-images-idx3-ubyte");
        Path gzip = zipped.resolve("t10k-images-idx3-ubyte.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            Files.copy(plain, out);
        }
        Files.delete(plain);
        assertThat(Outcome.of("evaluate", run, zipped).exit()).isZero();
        cut(gzip, 10);
        refused(1, "t10k-images-idx3-ubyte.gz: ", "evaluate", run, zipped);

        Path unequal = copy("unequal");
        Path other = IdxFiles.mnist(folder.resolve("other"), 299, 100);
        Files.delete(unequal.resolve("train-labels-idx1-ubyte"));
        Files.copy(other.resolve("train-labels-idx1-ubyte"), unequal.resolve("train-labels-idx1-ubyte"));
        refused(1, "299", "train", unequal, "--out", folder);

        Path partial = copy("partial");
        Files.delete(partial.resolve("t10k-labels-idx1-ubyte"));
        refused(1, "t10k-labels-idx1-ubyte", "train", partial, "--out", folder);
    }
}
