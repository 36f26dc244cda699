package dev.fovea.plan;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.op.Block;
import dev.fovea.op.Bound;
import dev.fovea.op.Gathering;
import dev.fovea.op.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A graph made ready to run for a batch of one size: fused, laid out, with every buffer's place known.
 *
 * <p>The batch is cut into blocks of {@code lanes} images. In each stage, every block goes through all ops of the
 * stage on one thread, in buffers that stay in that thread's cache. A stage ends where a sum over the batch is needed:
 * each block leaves its part, and the parts are added in the order of the blocks. So the result is the same, bit for
 * bit, for any number of threads. A run allocates nothing.
 *
 * <p>Where filters are larger than images, as behind the middle of most networks, all blocks of a thread go through an op before
 * the next, so that its filters are read from memory once for all of them.
 */
public final class Plan {
    /** The numbers of sums over blocks that a thread adds up at a time. */
    private static final int PIECE = 8192;

    private final int batchSize;
    private final int lanes;
    private final int blocks;
    private final Place[] places;
    private final Stage[] stages;
    private final Slot[] slots;
    private final List<Node> outputs;
    private final Memory memory;
    private final Place scratch;
    private int valid;
    private int stepKey;
    private Feed feed;
    private Step divided;
    private Map<Step, long[]> times;
    private final Workers.Task partOfStep = this::runPart;
    private final Step[] stale;
    private final Workers.Task makeReady = this::makeReady;

    /** Where a node's values lie; the index of a slot's or block's copy times its stride is added. */
    record Place(Floats base, int offset, int slotStride, int blockStride) {
        /** What is the same for all slots and blocks. */
        static Place of(Floats base, int offset) {
            return new Place(base, offset, 0, 0);
        }

        void locate(int block, int slot, Floats floats) {
            floats.array = base.array;
            floats.offset = base.offset + offset + slot * slotStride + block * blockStride;
        }
    }

    /**
     * An op bound to its places.
     *
     * @param nodes what it computes in one; the last of them names the result
     * @param input the number of the input that it feeds, where it has no op
     * @param upToDate tells whether what it made still holds, or null where it is made in every run
     */
    record Step(List<Node> nodes, Bound bound, Place[] operands, Place output, int input, BooleanSupplier upToDate) {}

    /**
     * Steps on what all images share, among them those that make filters ready, which are shared out as no other such step
     * reads them; then steps for each block, then those that a thread's blocks go through together, then sums over the blocks,
     * whose pieces are shared out.
     */
    record Stage(
            Step[] shared,
            Step[] ready,
            Step[] perBlock,
            Step[] together,
            Sum[] sums,
            Piece[][] pieces,
            Workers.Task task,
            Workers.Task addUp) {}

    record Sum(Gathering gathering, Parts parts, Place total, int size) {}

    /** Some numbers of sums that one thread adds up. */
    record Piece(Sum sum, int from, int to) {}

    /** What a thread needs to itself. */
    private static final class Slot {
        final int index;
        final Block block = new Block();
        final Floats output = new Floats(null, 0);
        final Floats scratch = new Floats(null, 0);
        final Floats[][] operands;

        Slot(int index, int mostOperands) {
            this.index = index;
            this.operands = new Floats[mostOperands + 1][];
            for (int n = 0; n < operands.length; n++) {
                operands[n] = new Floats[n];
                for (int i = 0; i < n; i++) {
                    operands[n][i] = new Floats(null, 0);
                }
            }
        }
    }

    Plan(
            int batchSize,
            int lanes,
            int threads,
            Place[] places,
            List<List<Step>> shared,
            List<List<Step>> perBlock,
            int together,
            List<List<Sum>> sums,
            Memory memory,
            Place scratch,
            List<Node> outputs) {
        this.batchSize = batchSize;
        this.lanes = lanes;
        this.blocks = (batchSize + lanes - 1) / lanes;
        this.places = places;
        this.outputs = outputs;
        this.memory = memory;
        this.scratch = scratch;
        this.stages = new Stage[shared.size()];
        int mostOperands = 0;
        int mostReady = 0;
        for (int i = 0; i < stages.length; i++) {
            Step[] all = perBlock.get(i).toArray(new Step[0]);
            Step[] steps = Arrays.copyOf(all, all.length - together);
            Step[] last = Arrays.copyOfRange(all, all.length - together, all.length);
            Piece[][] pieces = pieces(sums.get(i));
            List<Step> always = new ArrayList<>();
            List<Step> ready = new ArrayList<>();
            for (Step step : shared.get(i)) {
                (step.upToDate == null ? always : ready).add(step);
                mostOperands = Math.max(mostOperands, step.operands.length);
            }
            for (Step step : all) {
                mostOperands = Math.max(mostOperands, step.operands.length);
            }
            mostReady = Math.max(mostReady, ready.size());
            stages[i] = new Stage(
                    always.toArray(new Step[0]),
                    ready.toArray(new Step[0]),
                    steps,
                    last,
                    sums.get(i).toArray(new Sum[0]),
                    pieces,
                    together == 0
                            ? (block, slot) -> runBlock(steps, block, this.slots()[slot])
                            : (group, slot) -> runGroup(steps, last, group, this.slots()[slot]),
                    (piece, slot) -> addUp(pieces[piece], this.slots()[slot].scratch));
        }
        this.stale = new Step[mostReady];
        this.slots = new Slot[threads];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i, mostOperands);
        }
    }

    private Slot[] slots() {
        return slots;
    }

    /** The greatest number of images of a run. */
    public int batchSize() {
        return batchSize;
    }

    /**
     * Runs the graph on the first {@code images} images of the feed.
     *
     * @param stepKey names the step, for random draws
     * @param workers no more of them than the plan was compiled for
     */
    public void run(Feed feed, int images, int stepKey, Workers workers) {
        if (images < 1 || images > batchSize) {
            throw new IllegalArgumentException("this plan runs 1 to " + batchSize + " images at a time, not " + images);
        }
        memory.begin();
        boolean timed = memory.tries() && images == batchSize;
        this.feed = feed;
        this.valid = images;
        this.stepKey = stepKey;
        for (Slot slot : slots) {
            scratch.locate(0, slot.index, slot.scratch);
        }
        for (int i = 0; i < stages.length; i++) {
            long begin = timed ? System.nanoTime() : 0;
            Stage stage = stages[i];
            slots[0].block.valid = 1;
            slots[0].block.images = images;
            for (Step step : stage.shared) {
                run(step, 0, slots[0]);
            }
            int stale = 0;
            for (Step step : stage.ready) {
                if (!step.upToDate.getAsBoolean()) {
                    this.stale[stale++] = step;
                }
            }
            workers.run(stale, makeReady);
            if (blocks == 1 && slots.length > 1) {
                runInParts(stage.perBlock, workers);
            } else if (stage.together.length > 0) {
                workers.run(groups(), stage.task);
            } else if (stage.perBlock.length > 0) {
                workers.run((images + lanes - 1) / lanes, stage.task);
            }
            for (Sum sum : stage.sums) {
                sum.parts.hold(valid);
            }
            workers.run(stage.pieces.length, stage.addUp);
            if (timed) {
                memory.took(i, System.nanoTime() - begin);
            }
        }
        this.feed = null;
        if (images == batchSize) {
            memory.end();
        }
    }

    private void runBlock(Step[] steps, int block, Slot slot) {
        begin(block, slot);
        for (Step step : steps) {
            run(step, block, slot);
        }
    }

    /** How many groups the blocks of one image each are shared out in. */
    private int groups() {
        return Math.min(slots.length, valid);
    }

    private void runGroup(Step[] steps, Step[] together, int group, Slot slot) {
        int from = valid * group / groups();
        int to = valid * (group + 1) / groups();
        for (int block = from; block < to; block++) {
            runBlock(steps, block, slot);
        }
        for (Step step : together) {
            for (int block = from; block < to; block++) {
                begin(block, slot);
                run(step, block, slot);
            }
        }
    }

    private void begin(int block, Slot slot) {
        slot.block.firstImage = block * lanes;
        slot.block.valid = Math.max(0, Math.min(lanes, valid - block * lanes));
        slot.block.images = valid;
        slot.block.stepKey = stepKey;
    }

    /** Runs the only block, on all threads where an op can be done in parts; their values are those of slot 0. */
    private void runInParts(Step[] steps, Workers workers) {
        for (Slot slot : slots) {
            begin(0, slot);
        }
        for (Step step : steps) {
            if (step.bound == null || step.bound.parts() == 0) {
                run(step, 0, slots[0]);
                continue;
            }
            divided = step;
            int parts = step.bound.parts() * slots.length;
            for (Slot slot : slots) {
                slot.block.parts = parts;
            }
            workers.run(parts, partOfStep);
            for (Slot slot : slots) {
                slot.block.parts = 1;
                slot.block.part = 0;
            }
        }
    }

    private void makeReady(int step, int number) {
        compute(stale[step], 0, 0, slots[number]);
    }

    private void runPart(int part, int number) {
        Slot slot = slots[number];
        slot.block.part = part;
        run(divided, 0, 0, slot);
    }

    private void run(Step step, int block, Slot slot) {
        run(step, block, slot.index, slot);
    }

    /** Runs a step on the values of one slot with what another needs to itself. */
    private void run(Step step, int block, int values, Slot slot) {
        long begin = times == null ? 0 : System.nanoTime();
        compute(step, block, values, slot);
        if (times != null) {
            times.get(step)[0] += System.nanoTime() - begin;
        }
    }

    private void compute(Step step, int block, int values, Slot slot) {
        step.output.locate(block, values, slot.output);
        if (step.bound == null) {
            feedBlock(step.input, block, slot.output);
            return;
        }
        Floats[] operands = slot.operands[step.operands.length];
        for (int i = 0; i < operands.length; i++) {
            step.operands[i].locate(block, values, operands[i]);
        }
        step.bound.body().run(operands, slot.output, slot.scratch, slot.block);
    }

    private void feedBlock(int input, int block, Floats to) {
        int start = to.offset;
        for (int lane = 0; lane < lanes; lane++) {
            to.offset = start + lane;
            feed.copy(input, block * lanes + lane, to, lanes);
        }
        to.offset = start;
    }

    /** Shares out sums, by their sizes alone: small ones together, large ones cut. */
    private static Piece[][] pieces(List<Sum> sums) {
        List<List<Piece>> all = new ArrayList<>();
        int room = 0;
        for (Sum sum : sums) {
            int unit = sum.gathering.unit();
            for (int from = 0; from < sum.size; ) {
                if (room < Math.min(unit, sum.size - from)) {
                    all.add(new ArrayList<>());
                    room = Math.max(PIECE, unit);
                }
                int to = room >= sum.size - from ? sum.size : from + room / unit * unit;
                all.getLast().add(new Piece(sum, from, to));
                room -= to - from;
                from = to;
            }
        }
        Piece[][] pieces = new Piece[all.size()][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = all.get(i).toArray(new Piece[0]);
        }
        return pieces;
    }

    private static void addUp(Piece[] pieces, Floats scratch) {
        for (Piece piece : pieces) {
            Place total = piece.sum.total;
            piece.sum
                    .gathering
                    .body()
                    .run(piece.sum.parts, total.base.array, total.offset, piece.from, piece.to, scratch);
        }
    }

    /**
     * What a step of the plan takes.
     *
     * @param nodes what it computes in one; the last of them names the result
     * @param lanes the images that it computes side by side
     * @param seconds all blocks of a run together
     */
    public record Timed(List<Node> nodes, int lanes, double seconds) {}

    /** Runs the graph on a full batch again and again, on one thread, and gives the least time that each step took. */
    public List<Timed> time(Feed feed, int runs) {
        List<Step> steps = Stream.of(stages)
                .flatMap(stage -> Stream.of(stage.shared, stage.perBlock, stage.together))
                .flatMap(Stream::of)
                .toList();
        double[] least = new double[steps.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        try (Workers workers = new Workers(1)) {
            for (int run = 0; run < runs; run++) {
                times = new IdentityHashMap<>();
                steps.forEach(step -> times.put(step, new long[1]));
                run(feed, batchSize, run, workers);
                for (int i = 0; i < least.length; i++) {
                    least[i] = Math.min(least[i], times.get(steps.get(i))[0] * 1e-9);
                }
            }
        } finally {
            times = null;
        }
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < least.length; i++) {
            timed.add(new Timed(steps.get(i).nodes, lanes, least[i]));
        }
        return timed;
    }

    /** Where an output that all images share lies; it is overwritten by the next run. */
    public Floats shared(int output) {
        Place place = places[outputs.get(output).id()];
        return new Floats(place.base.array, place.base.offset + place.offset);
    }

    /** Copies an output of the last run for one image, or what all images share, to {@code target}. */
    public void read(int output, int image, float[] target, int offset) {
        Node node = outputs.get(output);
        Place place = places[node.id()];
        float[] array = place.base.array;
        int from = place.base.offset + place.offset;
        int n = node.shape().size();
        if (!node.batched()) {
            System.arraycopy(array, from, target, offset, n);
            return;
        }
        from += image / lanes * place.blockStride + image % lanes;
        for (int i = 0; i < n; i++) {
            target[offset + i] = array[from + i * lanes];
        }
    }

    /**
     * Compiles a graph.
     *
     * @param outputs the nodes whose values are wanted
     * @param weights gives for each parameter where its values lie
     * @param threads how many threads may work on it
     */
    public static Plan compile(
            Graph graph,
            List<Node> outputs,
            Function<Node, Floats> weights,
            Kernels kernels,
            int batchSize,
            int threads) {
        return compile(graph, outputs, weights, node -> -1, kernels, batchSize, threads);
    }

    /**
     * The same where changes of weights are known, so that what is made of them serves until then.
     *
     * @param versions gives for each parameter a number that grows with each change, or one below 0 where a change may
     *     go unseen
     */
    public static Plan compile(
            Graph graph,
            List<Node> outputs,
            Function<Node, Floats> weights,
            ToLongFunction<Node> versions,
            Kernels kernels,
            int batchSize,
            int threads) {
        return new Compiler(graph, outputs, weights, versions, kernels, batchSize, threads).compile();
    }
}
