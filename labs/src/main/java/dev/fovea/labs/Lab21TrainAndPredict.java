package dev.fovea.labs;

import dev.fovea.data.Dataset;
import dev.fovea.datasets.Mnist;
import dev.fovea.model.Model;
import dev.fovea.models.Classifier;
import dev.fovea.plot.ColorMap;
import dev.fovea.plot.ImageGrid;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All of it in two calls: train and predict. */
public final class Lab21TrainAndPredict implements Lab {
    private final int images;

    /** With 10,000 images to learn from. */
    public Lab21TrainAndPredict() {
        this(10_000);
    }

    /** With fewer. */
    Lab21TrainAndPredict(int images) {
        this.images = images;
    }

    @Override
    public int number() {
        return 21;
    }

    @Override
    public String title() {
        return "train(images, labels) and predict(model, images)";
    }

    /** The lab itself: what the model takes the test images for. */
    int[] predictions() {
        Dataset train = Mnist.load().train().take(images);
        Dataset test = Mnist.load().test();

        Model model = Classifier.train(train.images(0, train.size()), train.labels());
        return Classifier.predict(model, test.images(0, test.size()));
    }

    /** The part of the predictions that are right. */
    static double accuracy(int[] predictions, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predictions[i] == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("""
                    Dataset train = Mnist.load().train().take(%d);
                    Dataset test = Mnist.load().test();

                    Model model = Classifier.train(train.images(0, train.size()), train.labels());
                    int[] predictions = Classifier.predict(model, test.images(0, test.size()));
                """.formatted(images));
        Dataset test = Mnist.load().test();
        int[] predictions = predictions();
        out.println(String.format(
                Locale.ROOT,
                "%.2f %% of %d test images are recognised.",
                100 * accuracy(predictions, test.labels()),
                test.size()));
        out.println();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean right = predictions[i] == test.label(i);
            captions.add(predictions[i] + (right ? "" : "\n(it is " + test.label(i) + ")"));
        }
        Gallery.save(
                out,
                pictures,
                "lab21-predictions",
                ImageGrid.of(test.images(0, 10))
                        .title("What the first ten test images were taken for")
                        .captions(captions)
                        .colorMap(ColorMap.GREYS)
                        .columns(5)
                        .picture());
    }

    static void main() throws Exception {
        Labs.show(new Lab21TrainAndPredict());
    }
}
