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
    /** A step is warm once so many in a row allocated nothing; the JVM needs a while to compile the kernels. */
    private static final int ROW = 50;

    private static final int MOST_STEPS = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Ends the fit once so many steps in a row have allocated nothing on the fit's threads. */
    private static final class Meter implements Callback {
        private long[] ids = new long[0];
        private long before;
        private long allocated = -1;
        private int steps;

        @Override
        public void onEpochBegin(Training training) {
            ids = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            thread == Thread.currentThread() || thread.getName().startsWith("fovea-"))
                    .mapToLong(Thread::threadId)
                    .toArray();
        }

        @Override
        public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
            if (step % ROW != 0) {
                return;
            }
            long now = counter();
            // Reading the counters allocates a little; a second reading tells how much.
            long reading = counter() - now;
            allocated = now - before - reading;
            before = now + reading;
            steps = step;
            if (allocated == 0) {
                training.stop();
            }
        }

        private long counter() {
            long sum = 0;
            for (int i = 0; i < ids.length; i++) {
                sum += THREADS.getThreadAllocatedBytes(ids[i]);
            }
            return sum;
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
            Dataset data = new Repeated(Dataset.of(images, labels), batch * MOST_STEPS);
            Model model = Models.byName(name, Shape.of(28, 28, 1), 10, 1);
            model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
            Meter meter = new Meter();
            model.fit(data, Fit.epochs(1).batchSize(batch).threads(2).callbacks(meter));
            assertThat(meter.ids).hasSize(2);
            assertThat(meter.allocated)
                    .as("bytes that %d steps of %s allocated, after %d steps", ROW, name, meter.steps)
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
