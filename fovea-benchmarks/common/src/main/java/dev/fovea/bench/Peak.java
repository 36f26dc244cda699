package dev.fovea.bench;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/**
 * The process that measures how many fused multiplications and additions of floats this machine does in a second:
 * {@code Peak THREADS}. It says so in a line of JSON, in floating point operations, two for each.
 */
public final class Peak {
    private Peak() {}

    public static void main(String[] args) throws InterruptedException {
        int threads = Integer.parseInt(args[0]);
        System.out.println(String.format(
                Locale.ROOT,
                "{\"event\": \"peak\", \"flops\": %.6g, \"lanes\": %d, \"threads\": %d}",
                dev.fovea.kernel.Peak.measure(threads),
                FloatVector.SPECIES_PREFERRED.length(),
                threads));
    }
}
