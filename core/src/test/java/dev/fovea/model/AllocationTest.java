package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fovea.data.Dataset;
import dev.fovea.models.Models;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Callback;
import dev.fovea.train.Fit;
import dev.fovea.train.Logs;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import dev.fovea.train.Training;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Measures with the JVM's own counter what a warm step of training allocates, on all its threads. */
class AllocationTest {
    private static final int STEPS = 400;
    private static final int LAST = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Notes after each step what the fit's threads have allocated so far. */
    private static final class Meter implements Callback {
        final long[] bytes = new long[STEPS + 1];
        private long[] ids = new long[0];

        @Override
        public void onEpochBegin(Training training) {
            ids = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread == Thread.currentThread()
                            || thread.getName().startsWith("fovea-"))
                    .mapToLong(Thread::threadId)
                    .toArray();
        }

        @Override
        public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
            long sum = 0;
            for (int i = 0; i < ids.length; i++) {
                sum += THREADS.getThreadAllocatedBytes(ids[i]);
            }
            bytes[step] = sum;
        }
    }

    @Test
    void aWarmStepOfTrainingAllocatesNothing() {
        for (String name : new String[] {"lenet5", "convnet"}) {
            int batch = 32;
            Tensor images = Tensor.zeros(batch * 4, 28, 28, 1);
            RandomSource random = new RandomSource(1);
            for (int i = 0; i < images.size(); i++) {
                images.data()[i] = random.nextFloat();
            }
            int[] labels = new int[batch * 4];
            Arrays.setAll(labels, i -> i % 10);
            // Repeats the few images to make an epoch of many steps.
            Dataset data = new Repeated(Dataset.of(images, labels), batch * STEPS);
            Sequential model = Models.byName(name, Shape.of(28, 28, 1), 10, 1);
            model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
            Meter meter = new Meter();
            model.fit(data, Fit.epochs(1).batchSize(batch).threads(2).callbacks(meter));
            assertThat(meter.ids).hasSize(2);
            assertThat(meter.bytes[STEPS] - meter.bytes[STEPS - LAST])
                    .as("bytes that the last %d steps of %s allocated", LAST, name)
                    .isZero();
        }
    }

    private record Repeated(Dataset data, int size) implements Dataset {
        @Override
        public Shape imageShape() {
            return data.imageShape();
        }

        @Override
        public java.util.List<String> classNames() {
            return data.classNames();
        }

        @Override
        public int label(int index) {
            return data.label(index % data.size());
        }

        @Override
        public void copyImage(int index, float[] target, int offset, int stride) {
            data.copyImage(index % data.size(), target, offset, stride);
        }
    }
}
