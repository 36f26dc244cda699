package dev.fovea.labs;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The labs in the order of the lecture.
 *
 * <pre>{@code
 * Labs.show(Labs.number(8), System.out, Path.of("runs", "labs"));
 * }</pre>
 */
public final class Labs {
    private Labs() {}

    public static List<Lab> all() {
        return List.of(
                new Lab01WeightedSum(),
                new Lab02Convolution(),
                new Lab03Stride(),
                new Lab04OutputSize(),
                new Lab05WhichFilter(),
                new Lab06SizeFormula(),
                new Lab07ValidPadding(),
                new Lab08SamePadding(),
                new Lab09ThreeFilters(),
                new Lab10ZeroPadding(),
                new Lab11UnevenStride(),
                new Lab12MaxPooling(),
                new Lab13MnistThroughFilters(),
                new Lab14Depth(),
                new Lab15SobelEdges(),
                new Lab16HarrisCorners(),
                new Lab17Activations(),
                new Lab18BinaryLogisticRegression(),
                new Lab19MultinomialLogisticRegression(),
                new Lab20DenseVersusCnn(),
                new Lab21TrainAndPredict());
    }

    /**
     * The lab of this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Lab number(int number) {
        List<Lab> all = all();
        if (number < 1 || number > all.size()) {
            throw new IllegalArgumentException(
                    "there is no lab " + number + "; the labs are numbered 1 to " + all.size());
        }
        return all.get(number - 1);
    }

    /** Prints a lab's heading and runs it. */
    public static void show(Lab lab, PrintStream out, Path pictures) throws Exception {
        String heading = "Lab " + lab.number() + ": " + lab.title();
        out.println(heading);
        out.println("=".repeat(heading.length()));
        out.println();
        lab.run(out, pictures);
        out.flush();
    }

    /** Runs a lab as a program of its own; its pictures go to {@code runs/labs}. */
    static void show(Lab lab) throws Exception {
        System.setProperty("java.awt.headless", "true");
        show(lab, new PrintStream(System.out, true, StandardCharsets.UTF_8), Path.of("runs", "labs"));
    }
}
