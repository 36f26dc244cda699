package dev.fovea.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is counted beside calls; JMH divides it by the time. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
    /** Billions of floating point operations, a multiplication and an addition being two. */
    public double gflop;

    /** Billions of bytes read and written, by the kernel's definition. */
    public double gigabytes;

    void operations(double count) {
        gflop += count * 1e-9;
    }

    void floats(double count) {
        gigabytes += count * Float.BYTES * 1e-9;
    }
}
