package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Max pooling keeps the largest number of each window. */
public final class Lab12MaxPooling implements Lab {
    @Override
    public int number() {
        return 12;
    }

    @Override
    public String title() {
        return "Max pooling";
    }

    /** {@code [1,2,2,1]}. */
    static Tensor image() {
        return Tensor.of(Shape.of(1, 2, 2, 1), 4, 3, 2, 1);
    }

    /** Windows of 2x2, stride 1: {@code [1,1,1,1]} if valid, {@code [1,2,2,1]} if same. */
    static Tensor pool(Padding padding) {
        return Ops.maxPool2d(image(), 2, 1, padding);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("A window of 2x2 moves by one pixel; the largest number in it is kept.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image", image()),
                Table.ofImage("valid", pool(Padding.VALID)),
                Table.ofImage("same", pool(Padding.SAME)));
        out.println("The padding of \"same\" never wins: it counts as minus infinity, not as 0.");
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab12-max-pooling",
                Gallery.numbers(
                        "Max pooling 2x2, stride 1",
                        List.of(image(), pool(Padding.VALID), pool(Padding.SAME)),
                        List.of("image", "valid", "same")));
    }

    static void main() throws Exception {
        Labs.show(new Lab12MaxPooling());
    }
}
