package dev.fovea.plan;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.op.Apply;
import dev.fovea.op.BatchNormalize;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.Bound;
import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Gathering;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Pad;
import dev.fovea.op.Parts;
import dev.fovea.op.Prepared;
import dev.fovea.op.Reshape;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Makes a {@link Plan} of a graph: what is needed, what is fused, in which stage, and where each value lies. */
final class Compiler {
    private static final int FOREVER = Integer.MAX_VALUE;

    /** The numbers that must be spared reading from memory before blocks go through ops together. */
    private static final long SPARED = 1 << 20;

    private final Graph graph;
    private final List<Node> outputs;
    private final Function<Node, Floats> weights;
    private final ToLongFunction<Node> versions;
    private final Kernels kernels;
    private final int batchSize;
    private final int lanes;
    private final int blocks;
    private final int threads;

    private final boolean[] needed;
    private final boolean[] fusedAway;
    private final List<List<Node>> users = new ArrayList<>();
    private final int[] stage;
    private final Plan.Place[] places;
    private final Gathering[] gatherings;
    private Memory memory;
    private int behind;
    private int scratch;

    Compiler(
            Graph graph,
            List<Node> outputs,
            Function<Node, Floats> weights,
            ToLongFunction<Node> versions,
            Kernels kernels,
            int batchSize,
            int threads) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
        this.weights = weights;
        this.versions = versions;
        this.kernels = kernels;
        this.batchSize = batchSize;
        this.lanes = kernels.lanesFor(batchSize);
        this.blocks = (batchSize + lanes - 1) / lanes;
        this.threads = threads;
        int n = graph.nodes().size();
        this.needed = new boolean[n];
        this.fusedAway = new boolean[n];
        this.stage = new int[n];
        this.places = new Plan.Place[n];
        this.gatherings = new Gathering[n];
    }

    Plan compile() {
        findNeeded();
        List<Chain> chains = fuse();
        int stages = assignStages();
        memory = new Memory(lanes == 1 ? 1 : kernels.lanesFor(Integer.MAX_VALUE) / 2, stages);
        int together = stages == 1 && lanes == 1 && blocks > 1 ? together(chains) : FOREVER;
        placeAll(chains, together);
        List<List<Plan.Step>> shared = lists(stages);
        List<List<Plan.Step>> perBlock = lists(stages);
        List<List<Plan.Sum>> sums = lists(stages);
        int input = 0;
        int last = 0;
        for (Node node : graph.nodes()) {
            int number = graph.inputs().contains(node) ? input++ : -1;
            int id = node.id();
            if (!needed[id] || fusedAway[id] || node.op() instanceof Reshape || (node.op() == null && number < 0)) {
                continue;
            }
            Plan.Place output = sumsOverBatch(node) ? parts[id] : places[id];
            Chain chain = chains.get(id);
            Plan.Step step;
            boolean inOne = chain != null && chain.before != null;
            Prepared prepared = node.op() == null || inOne ? null : prepared(node, chain);
            if (inOne) {
                List<Plan.Place> ready = new ArrayList<>();
                for (Chain part : List.of(chain.before.before, chain.before, chain)) {
                    ready.add(prepare(part, prepared(part), shared));
                }
                step = runInOne(chain, ready, output);
            } else if (prepared != null) {
                Chain whole = chain == null ? Chain.of(node) : chain;
                step = run(whole, prepared, prepare(whole, prepared, shared), output);
            } else {
                List<Node> nodes = chain == null ? List.of(node) : chain.nodes();
                step = new Plan.Step(nodes, bind(node, chain), operands(node, chain), output, number, null);
            }
            boolean forBlocks = node.batched() || sumsOverBatch(node);
            (forBlocks ? perBlock : shared).get(stage[id]).add(step);
            last += forBlocks && id >= together ? 1 : 0;
            if (sumsOverBatch(node)) {
                Parts left = new Parts(output.base(), output.offset(), output.blockStride(), blocks, lanes);
                scratch = Math.max(scratch, gatherings[id].scratch());
                sums.get(stage[id])
                        .add(new Plan.Sum(
                                gatherings[id], left, places[id], node.shape().size()));
            }
        }
        return new Plan(batchSize, lanes, threads, places, shared, perBlock, last, sums, memory, scratch(), outputs);
    }

    /**
     * A convolution, product, batch normalization or pooling and what follows it, run as one; the last of them names the result.
     *
     * @param image what is read, around which there may be zeros
     * @param padTop the rows of zeros above
     * @param padLeft the columns of zeros on the left
     * @param bias null for none
     * @param norm a batch normalization by moments that no batch changes, or null
     * @param sum the addition of another value, or null
     * @param added that value, or null
     * @param function null for none
     * @param before the chain that makes the image, where the two are run in one; else null
     * @param bound what runs it, with those before, where this was bound to see whether it can be; else null
     */
    private record Chain(
            Node linear,
            Node image,
            int padTop,
            int padLeft,
            Node bias,
            Node norm,
            Node sum,
            Node added,
            Node function,
            Chain before,
            Bound bound) {
        static Chain of(Node linear) {
            return of(linear, linear.operand(0), 0, 0, null, null, null, null, null);
        }

        static Chain of(
                Node linear,
                Node image,
                int padTop,
                int padLeft,
                Node bias,
                Node norm,
                Node sum,
                Node added,
                Node function) {
            return new Chain(linear, image, padTop, padLeft, bias, norm, sum, added, function, null, null);
        }

        /** The same, run by what is bound. */
        Chain runBy(Bound bound) {
            return behind(null, bound);
        }

        /** The same with another chain before it, both run by what is bound. */
        Chain behind(Chain chain, Bound bound) {
            return new Chain(linear, image, padTop, padLeft, bias, norm, sum, added, function, chain, bound);
        }

        ScalarFunction act() {
            return function == null ? ScalarFunction.LINEAR : ((Apply) function.op()).function();
        }

        List<Node> nodes() {
            Stream<Node> own = Stream.of(linear, bias, norm, sum, function).filter(Objects::nonNull);
            return (before == null ? own : Stream.concat(before.nodes().stream(), own)).toList();
        }

        float alpha() {
            return function == null ? 0 : ((Apply) function.op()).alpha();
        }
    }

    private void findNeeded() {
        for (Node output : outputs) {
            needed[output.id()] = true;
        }
        for (Node node : graph.nodes().reversed()) {
            if (needed[node.id()]) {
                node.operands().forEach(operand -> needed[operand.id()] = true);
            }
        }
        for (int i = 0; i < needed.length; i++) {
            users.add(new ArrayList<>());
        }
        for (Node node : graph.nodes()) {
            if (needed[node.id()]) {
                node.operands().forEach(operand -> users.get(operand.id()).add(node));
            }
        }
    }

    private List<Chain> fuse() {
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) {
            chains.add(null);
        }
        for (Node node : graph.nodes()) {
            if (needed[node.id()] && node.op() instanceof MaxPool2d) {
                poolInside(node, chains);
            }
            if (!needed[node.id()] || !(node.op() instanceof Conv2d || node.op() instanceof MatMul)) {
                continue;
            }
            Node last = node;
            Node bias = onlyUser(last);
            if (bias != null && bias.op() instanceof BiasAdd && bias.operand(0) == last) {
                last = fuseInto(last, bias);
            } else {
                bias = null;
            }
            Node norm = onlyUser(last);
            if (norm != null && node.op() instanceof Conv2d && foldsInto(norm, last, node)) {
                last = fuseInto(last, norm);
            } else {
                norm = null;
            }
            boolean packs = isWeight(node.operand(1)) && packs(node);
            Node sum = packs && addsResidual(node) ? onlyUser(last) : null;
            Node added = sum == null ? null : addedTo(last, sum, chains);
            if (added != null) {
                last = fuseInto(last, sum);
            } else {
                sum = null;
            }
            Node next = onlyUser(last);
            Node function = next != null && next.op() instanceof Apply ? next : null;
            if (function != null && (bias != null || norm != null || packs)) {
                last = fuseInto(last, next);
            } else {
                function = null;
            }
            if (last != node || packs) {
                Inside inside = packs ? inside(node.operand(0)) : new Inside(node.operand(0), 0, 0);
                fuseAway(node.operand(0), inside.image);
                Chain chain =
                        Chain.of(node, inside.image, inside.padTop, inside.padLeft, bias, norm, sum, added, function);
                chains.set(last.id(), inOneWithThoseBefore(chain, chains));
            }
        }
        for (Node node : graph.nodes()) {
            boolean free = needed[node.id()] && !fusedAway[node.id()] && chains.get(node.id()) == null;
            if (free && node.op() instanceof BatchNormalize) {
                fuseNormalization(node, chains);
            }
        }
        return chains;
    }

    /** An image, and how many rows and columns of zeros lie above and on the left of it. */
    private record Inside(Node image, int padTop, int padLeft) {}

    /** What is inside of zeros that only one node reads. */
    private Inside inside(Node image) {
        int padTop = 0;
        int padLeft = 0;
        while (image.op() instanceof Pad pad && pad.axis() < 2 && onlyUser(image) != null && lanes == 1) {
            padTop += pad.axis() == 0 ? pad.before() : 0;
            padLeft += pad.axis() == 1 ? pad.before() : 0;
            image = image.operand(0);
        }
        return new Inside(image, padTop, padLeft);
    }

    private void fuseAway(Node padded, Node image) {
        for (Node node = padded; node != image; node = node.operand(0)) {
            fusedAway[node.id()] = true;
        }
    }

    /** Max pooling of an image of nothing below zero that has zeros around it: they need not be made. */
    private void poolInside(Node pool, List<Chain> chains) {
        Inside inside = inside(pool.operand(0));
        boolean positive = inside.image.op() instanceof Apply function
                && (function.function() == ScalarFunction.RELU || function.function() == ScalarFunction.RELU6);
        if (inside.image == pool.operand(0) || !positive) {
            return;
        }
        Shape padded = pool.operand(0).shape();
        Bound bound = ((MaxPool2d) pool.op())
                .bindInside(kernels, padded, inside.image.shape(), inside.padTop, inside.padLeft, lanes);
        if (bound != null) {
            fuseAway(pool.operand(0), inside.image);
            Chain chain = Chain.of(pool, inside.image, inside.padTop, inside.padLeft, null, null, null, null, null);
            chains.set(pool.id(), chain.runBy(bound));
        }
    }

    /** A chain that ends an inverted bottleneck with the two before it, where the kernels run the three in one. */
    private Chain inOneWithThoseBefore(Chain project, List<Chain> chains) {
        Chain depthwise = before(project, chains);
        Chain expand = depthwise == null ? null : before(depthwise, chains);
        boolean three = expand != null && depthwise.sum == null && expand.sum == null;
        if (!three || ((Conv2d) depthwise.linear.op()).groups() == 1) {
            return project;
        }
        Prepared first = prepared(expand);
        Prepared second = prepared(depthwise);
        Prepared third = prepared(project);
        if (first == null || second == null || third == null) {
            return project;
        }
        Bound inOne = Prepared.bottleneck(kernels, first, second, third, project.sum != null);
        if (inOne == null) {
            return project;
        }
        fusedAway[depthwise.image.id()] = true;
        fusedAway[project.image.id()] = true;
        return project.behind(depthwise.behind(expand, null), inOne);
    }

    /** The chain whose result only this one reads; null where there is none, or where it already is behind others. */
    private Chain before(Chain chain, List<Chain> chains) {
        Chain before = lanes == 1 && onlyUser(chain.image) != null ? chains.get(chain.image.id()) : null;
        return before == null || before.before != null || !(before.linear.op() instanceof Conv2d) ? null : before;
    }

    /** A batch normalization that no convolution takes in, with the addition and the function that follow. */
    private void fuseNormalization(Node norm, List<Chain> chains) {
        Node sum = onlyUser(norm);
        Node added = sum == null ? null : addedTo(norm, sum, chains);
        Node last = added == null ? norm : fuseInto(norm, sum);
        Node next = onlyUser(last);
        Node function = next != null && next.op() instanceof Apply ? fuseInto(last, next) : null;
        if (last != norm || function != null) {
            sum = added == null ? null : sum;
            Chain chain = Chain.of(norm, norm.operand(0), 0, 0, null, null, sum, added, function);
            chains.set(function == null ? sum.id() : function.id(), chain);
        }
    }

    /** What a node adds to another value, where it does only that and is not yet part of a chain; else null. */
    private Node addedTo(Node value, Node sum, List<Chain> chains) {
        if (!(sum.op() instanceof Combine combine)
                || combine.function() != Combine.Function.ADD
                || fusedAway[sum.id()]
                || chains.get(sum.id()) != null) {
            return null;
        }
        return sum.operand(sum.operand(0) == value ? 1 : 0);
    }

    private Node fuseInto(Node node, Node next) {
        fusedAway[node.id()] = true;
        return next;
    }

    /** Whether a node is a batch normalization that multiplies a convolution's output by what only weights decide. */
    private boolean foldsInto(Node norm, Node last, Node conv) {
        return norm.op() instanceof BatchNormalize
                && norm.operand(0) == last
                && isWeight(conv.operand(1))
                && norm.operands().subList(1, norm.operands().size()).stream().allMatch(Compiler::ofParameters);
    }

    private static boolean ofParameters(Node node) {
        return switch (node.op()) {
            case null -> isParameter(node);
            case Reshape moved -> ofParameters(node.operand(0));
            case Concatenate joined -> node.operands().stream().allMatch(Compiler::ofParameters);
            default -> false;
        };
    }

    /** Whether the kernels pack the weights that a node multiplies with, for a block of the batch. */
    private boolean packs(Node node) {
        List<Shape> shapes = shapes(node.operands());
        return node.batched()
                && switch (node.op()) {
                    case Conv2d conv -> conv.packs(kernels, shapes, lanes);
                    case MatMul product -> product.packs(kernels, shapes, lanes);
                    default -> false;
                };
    }

    private boolean addsResidual(Node node) {
        return node.op() instanceof Conv2d conv && conv.addsResidual(kernels, shapes(node.operands()), lanes);
    }

    /** What makes the filters of a node ready, and runs it by those; null if there is nothing to make ready. */
    private Prepared prepared(Node node, Chain chain) {
        if (chain == null) {
            return !node.batched() || node.operands().size() < 2 || !isWeight(node.operand(1))
                    ? null
                    : switch (node.op()) {
                        case Conv2d.InputGradient back -> back.bindPrepared(kernels, shapes(node.operands()), lanes);
                        case MatMul.InputGradient back -> back.bindPrepared(kernels, shapes(node.operands()), lanes);
                        default -> null;
                    };
        }
        return prepared(chain);
    }

    /** The same of a chain. */
    private Prepared prepared(Chain chain) {
        if (!chain.linear.batched()
                || chain.linear.op() instanceof BatchNormalize
                || chain.linear.op() instanceof MaxPool2d
                || !isWeight(chain.linear.operand(1))) {
            return null;
        }
        if (chain.linear.op() instanceof MatMul product) {
            return product.bindPrepared(
                    kernels, shapes(chain.linear.operands()), lanes, chain.bias != null, chain.act(), chain.alpha());
        }
        Conv2d conv = (Conv2d) chain.linear.op();
        BatchNormalize norm = chain.norm == null ? null : (BatchNormalize) chain.norm.op();
        return conv.bindPrepared(
                kernels,
                shapes(chain.linear.operands()),
                lanes,
                chain.image.shape(),
                chain.padTop,
                chain.padLeft,
                chain.bias != null,
                norm,
                chain.sum != null,
                chain.act(),
                chain.alpha());
    }

    /**
     * Adds the step that makes filters ready, again only when a weight that they are made of has changed; gives their place. It is
     * in the first stage in which it can be, as threads share out all of a stage.
     */
    private Plan.Place prepare(Chain chain, Prepared prepared, List<List<Plan.Step>> shared) {
        Plan.Place ready = Plan.Place.of(Floats.of(new float[prepared.size()]), 0);
        List<Node> reads = new ArrayList<>(List.of(chain.linear.operand(1)));
        if (chain.bias != null) {
            reads.add(chain.bias.operand(1));
        }
        if (chain.norm != null) {
            reads.addAll(chain.norm.operands().subList(1, chain.norm.operands().size()));
        }
        List<Node> parameters = new ArrayList<>();
        reads.forEach(node -> addParameters(node, parameters));
        Plan.Place[] places = reads.stream().map(node -> this.places[node.id()]).toArray(Plan.Place[]::new);
        shared.get(after(reads))
                .add(new Plan.Step(
                        List.of(chain.linear.operand(1)),
                        prepared.prepare(),
                        places,
                        ready,
                        -1,
                        new UpToDate(parameters, versions)));
        return ready;
    }

    private static void addParameters(Node node, List<Node> to) {
        if (isParameter(node)) {
            to.add(node);
        }
        node.operands().forEach(operand -> addParameters(operand, to));
    }

    /** Whether parameters are as they were when this was asked last. */
    private static final class UpToDate implements BooleanSupplier {
        private final Node[] parameters;
        private final ToLongFunction<Node> versions;
        private long last = -1;

        UpToDate(List<Node> parameters, ToLongFunction<Node> versions) {
            this.parameters = parameters.toArray(Node[]::new);
            this.versions = versions;
        }

        @Override
        public boolean getAsBoolean() {
            long sum = 0;
            for (Node parameter : parameters) {
                long version = versions.applyAsLong(parameter);
                sum = version < 0 || sum < 0 ? -1 : sum + version;
            }
            boolean same = sum >= 0 && sum == last;
            last = sum;
            return same;
        }
    }

    private Plan.Step run(Chain chain, Prepared prepared, Plan.Place ready, Plan.Place output) {
        scratch = Math.max(scratch, prepared.run().scratch());
        Node filters = chain.linear.operand(1);
        List<Plan.Place> operands = new ArrayList<>(List.of(places[chain.image.id()]));
        operands.addAll(
                kernels.readsFilters()
                        ? List.of(places[filters.id()], ready)
                        : List.of(
                                ready,
                                Plan.Place.of(ready.base(), filters.shape().size())));
        if (chain.added != null) {
            operands.add(places[chain.added.id()]);
        }
        return new Plan.Step(chain.nodes(), prepared.run(), operands.toArray(Plan.Place[]::new), output, -1, null);
    }

    private Plan.Step runInOne(Chain project, List<Plan.Place> ready, Plan.Place output) {
        scratch = Math.max(scratch, project.bound.scratch());
        List<Plan.Place> operands = new ArrayList<>(ready);
        operands.addFirst(places[project.before.before.image.id()]);
        if (project.added != null) {
            operands.add(places[project.added.id()]);
        }
        return new Plan.Step(project.nodes(), project.bound, operands.toArray(Plan.Place[]::new), output, -1, null);
    }

    /** Whether a node is a weight, or one in another shape. */
    private static boolean isWeight(Node node) {
        return isParameter(original(node));
    }

    private Node onlyUser(Node node) {
        List<Node> all = users.get(node.id());
        return all.size() == 1 && !outputs.contains(node) ? all.getFirst() : null;
    }

    /** Whether each block leaves a part of it; of what all images share it is whole at once, not once an image. */
    private static boolean sumsOverBatch(Node node) {
        return node.op() != null
                && node.op().sumsOverBatch()
                && node.operands().stream().anyMatch(Node::batched);
    }

    private int assignStages() {
        int last = 0;
        for (Node node : graph.nodes()) {
            int after = after(node.operands());
            stage[node.id()] = after;
            if (needed[node.id()]) {
                last = Math.max(last, after);
            }
        }
        return last + 1;
    }

    /** The first stage in which all of some values are known. */
    private int after(List<Node> operands) {
        int after = 0;
        for (Node operand : operands) {
            after = Math.max(after, stage[operand.id()] + (sumsOverBatch(operand) ? 1 : 0));
        }
        return after;
    }

    /**
     * The node from which on blocks go through ops together: from there on filters have more numbers than what blocks read and
     * make has, which must then be kept for all of them.
     */
    private int together(List<Chain> chains) {
        long spared = 0;
        long most = SPARED;
        int from = FOREVER;
        for (Node node : graph.nodes().reversed()) {
            int id = node.id();
            if (!needed[id] || fusedAway[id] || !node.batched() || node.op() == null || node.op() instanceof Reshape) {
                continue;
            }
            spared -= node.shape().size();
            Chain chain = chains.get(id);
            for (Node operand : chain == null ? node.operands() : chain.linear.operands()) {
                spared += (isWeight(operand) ? 1 : -1) * operand.shape().size();
            }
            if (spared > most) {
                most = spared;
                from = id;
            }
        }
        return from;
    }

    private Plan.Place[] parts;

    private void placeAll(List<Chain> chains, int together) {
        int n = needed.length;
        parts = new Plan.Place[n];
        int[] lastStep = new int[n];
        int[] lastStage = new int[n];
        for (Node node : graph.nodes().reversed()) {
            int id = node.id();
            lastStep[id] = Math.max(lastStep[id], position(node));
            lastStage[id] = Math.max(lastStage[id], stage[id]);
            if (outputs.contains(node)) {
                lastStage[id] = FOREVER;
            }
            if (!needed[id]) {
                continue;
            }
            // What a fused or aliased node reads must live as long as the node that stands for it.
            boolean passesOn = node.op() instanceof Reshape || fusedAway[id];
            for (Node operand : node.operands()) {
                int to = operand.id();
                lastStep[to] = Math.max(lastStep[to], passesOn ? lastStep[id] : position(node));
                lastStage[to] = Math.max(lastStage[to], passesOn ? lastStage[id] : stage[id]);
            }
        }
        int[] inPlaceOf = inPlace(chains, lastStep, lastStage);
        Floats common = new Floats(null, 0);
        Room shared = new Room(common, 1, 1);
        Room kept = new Room(memory.values(), 1, blocks);
        Room group = new Room(memory.values(), 1, blocks);
        Room slots = new Room(memory.values(), threads, 1);
        Room.Tenant[] values = new Room.Tenant[n];
        Room.Tenant[] lefts = new Room.Tenant[n];
        for (Node node : graph.nodes()) {
            int id = node.id();
            if (!needed[id] || fusedAway[id] || node.op() instanceof Reshape || isParameter(node)) {
                continue;
            }
            int size = node.shape().size();
            if (sumsOverBatch(node)) {
                gatherings[id] = node.op().gathering(kernels, shapes(node.operands()), lanes, blocks);
                lefts[id] = kept.take(gatherings[id].partSize(), stage[id], stage[id]);
            }
            if (!node.batched()) {
                values[id] = shared.take(size, 0, FOREVER);
            } else if (lastStage[id] > stage[id]) {
                values[id] = kept.take(Math.multiplyExact(size, lanes), stage[id], lastStage[id]);
            } else if (inPlaceOf[id] >= 0) {
                values[id] = values[inPlaceOf[id]];
            } else {
                Room room = lastStep[id] >= together ? group : slots;
                values[id] = room.take(Math.multiplyExact(size, lanes), position(node), lastStep[id]);
            }
        }
        common.array = new float[shared.lie(0)];
        behind = group.lie(kept.lie(slots.lie(0)));
        for (Node node : graph.nodes()) {
            int id = node.id();
            if (!needed[id] || fusedAway[id]) {
                continue;
            }
            if (isParameter(node)) {
                places[id] = Plan.Place.of(weights.apply(node), 0);
            } else {
                places[id] =
                        node.op() instanceof Reshape ? places[node.operand(0).id()] : values[id].place();
            }
            if (sumsOverBatch(node)) {
                parts[id] = lefts[id].place();
            }
        }
    }

    /** Room that each thread has to itself, behind all values; with it, memory is large enough. */
    private Plan.Place scratch() {
        Room room = new Room(memory.values(), threads, 1);
        Room.Tenant own = room.take(scratch, 0, 0);
        memory.allocate(room.lie(behind));
        return own.place();
    }

    /**
     * For what convolutions make by adding a value that nothing reads afterwards: that value, in whose place the result may
     * lie, so that memory is met once; and that place is kept as long as the result. For all else -1.
     */
    private int[] inPlace(List<Chain> chains, int[] lastStep, int[] lastStage) {
        int[] of = new int[needed.length];
        Arrays.fill(of, -1);
        for (Node node : graph.nodes().reversed()) {
            int id = node.id();
            Chain chain = chains.get(id);
            if (chain == null || chain.added == null || !(chain.linear.op() instanceof Conv2d)) {
                continue;
            }
            Node added = original(chain.added);
            Node read = original(chain.before == null ? chain.image : chain.before.before.image);
            boolean inStage =
                    lastStage[id] == stage[id] && lastStage[added.id()] == stage[id] && stage[added.id()] == stage[id];
            if (inStage && added.batched() && added != read && lastStep[added.id()] == position(node)) {
                of[id] = added.id();
                lastStep[added.id()] = lastStep[id];
            }
        }
        return of;
    }

    /** What a node is another shape of. */
    private static Node original(Node node) {
        return node.op() instanceof Reshape ? original(node.operand(0)) : node;
    }

    private static boolean isParameter(Node node) {
        return node.op() == null && !node.batched();
    }

    /** When a node runs: stage by stage, in each by number. */
    private int position(Node node) {
        return Math.addExact(Math.multiplyExact(stage[node.id()], needed.length), node.id());
    }

    private Bound bind(Node node, Chain chain) {
        if (node.op() == null) {
            return null;
        }
        int width = node.batched() || sumsOverBatch(node) ? lanes : 1;
        Bound bound;
        if (chain == null) {
            bound = node.op().bind(kernels, shapes(node.operands()), width);
        } else if (chain.bound != null) {
            bound = chain.bound;
        } else {
            List<Shape> shapes = shapes(chain.linear.operands());
            bound = switch (chain.linear.op()) {
                case Conv2d conv -> conv.bindFused(kernels, shapes, width, chain.act(), chain.alpha());
                case MatMul product -> product.bindFused(kernels, shapes, width, chain.act(), chain.alpha());
                case BatchNormalize norm -> norm.bindFused(kernels, shapes, width, chain.act(), chain.alpha());
                default -> throw new IllegalStateException("not a linear op: " + chain.linear);
            };
        }
        scratch = Math.max(scratch, bound.scratch());
        return bound;
    }

    private Plan.Place[] operands(Node node, Chain chain) {
        if (chain == null) {
            return node.operands().stream().map(o -> places[o.id()]).toArray(Plan.Place[]::new);
        }
        if (chain.linear.op() instanceof BatchNormalize) {
            return Stream.concat(chain.linear.operands().stream(), Stream.ofNullable(chain.added))
                    .map(operand -> places[operand.id()])
                    .toArray(Plan.Place[]::new);
        }
        if (chain.linear.op() instanceof MaxPool2d) {
            return new Plan.Place[] {places[chain.image.id()]};
        }
        // Without a bias it is a convolution whose filters are made ready, and runs by those.
        Node linear = chain.linear;
        return new Plan.Place[] {
            places[linear.operand(0).id()],
            places[linear.operand(1).id()],
            places[chain.bias.operand(1).id()]
        };
    }

    private static List<Shape> shapes(List<Node> nodes) {
        return nodes.stream().map(Node::shape).toList();
    }

    private static <T> List<List<T>> lists(int count) {
        List<List<T>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
