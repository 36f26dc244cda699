package dev.fovea.bench;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.train.Callback;
import dev.fovea.train.Fit;
import dev.fovea.train.Logs;
import dev.fovea.train.Training;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;

/** One long {@code fit} on a thread of its own, which waits between steps while none is wanted. */
final class FoveaTraining implements Session, Callback {
    /** When to wait again. */
    private final SynchronousQueue<Long> ends = new SynchronousQueue<>();

    /** How many steps were done until then, or what went wrong. */
    private final SynchronousQueue<Object> done = new SynchronousQueue<>();

    private long end;
    private long steps;
    private double lossBefore;
    private volatile float loss;

    FoveaTraining(Model model, Dataset data, int batch, int threads) {
        Fit fit = Fit.epochs(Integer.MAX_VALUE)
                .batchSize(batch)
                .shuffle(false)
                .threads(threads)
                .callbacks(this);
        Thread.ofPlatform().daemon().name("fit").start(() -> {
            try {
                model.fit(data, fit);
            } catch (Throwable e) {
                put(done, e);
            }
        });
    }

    @Override
    public float[] step() {
        run(0);
        return new float[] {loss};
    }

    @Override
    public long run(double seconds) {
        put(ends, System.nanoTime() + (long) (seconds * 1e9));
        Object result = take(done);
        if (result instanceof Throwable e) {
            throw new IllegalStateException("the fit failed", e);
        }
        return (Long) result;
    }

    @Override
    public void onTrainBegin(Training training) {
        end = take(ends);
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        steps++;
        if (System.nanoTime() < end) {
            return;
        }
        // Logs are means over the epoch so far; of a step by itself, the difference.
        double sum = logs.get().get("loss") * step;
        loss = (float) (sum - (step == 1 ? 0 : lossBefore));
        lossBefore = sum;
        put(done, steps);
        steps = 0;
        end = take(ends);
    }

    private static <T> void put(SynchronousQueue<T> queue, T value) {
        try {
            queue.put(value);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T take(SynchronousQueue<T> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
