package dev.fovea.model;

import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Symbol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The layers of a network and how they are joined. What the calls give, the tensors, is numbered through, call by call.
 *
 * @param names a name for each layer
 * @param calls each after those whose tensors it takes
 * @param inputs the tensors that are fed, in the order in which they are given
 * @param outputs the tensors that the network gives, in that order
 */
record Topology(List<Layer> layers, List<String> names, List<Call> calls, List<Integer> inputs, List<Integer> outputs) {
    /**
     * A layer applied once.
     *
     * @param layer the number of the layer; a shared layer is called more than once
     * @param takes the tensors that it takes
     * @param first the first of the tensors that it gives
     * @param gives how many it gives; more than one only of a model
     */
    record Call(int layer, List<Integer> takes, int first, int gives) {}

    Topology {
        layers = List.copyOf(layers);
        names = List.copyOf(names);
        calls = List.copyOf(calls);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A stack of layers on an input. */
    static Topology stack(Symbol input, List<Layer> layers) {
        if (!(input.layer() instanceof Input)) {
            throw new IllegalArgumentException("a model begins with an Input, as Input.of(28, 28, 1), not " + input);
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one layer behind its input");
        }
        List<Layer> all = new ArrayList<>(List.of(input.layer()));
        all.addAll(layers);
        List<Call> calls = new ArrayList<>();
        IdentityHashMap<Layer, Integer> models = new IdentityHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Model model && models.put(model, i) != null) {
                throw new IllegalArgumentException("model \"" + model.name()
                        + "\" is in the stack twice; a model that shares its weights so is made by Model.of");
            }
            calls.add(new Call(i, i == 0 ? List.of() : List.of(i - 1), i, 1));
        }
        return new Topology(all, named(all), calls, List.of(0), List.of(all.size() - 1));
    }

    /**
     * All that lies between symbols. An input that a layer gives becomes one that is fed.
     *
     * @throws IllegalArgumentException if an output depends on another input, or none on one that is given
     */
    static Topology between(List<Symbol> inputs, List<Symbol> outputs) {
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one input and one output");
        }
        Search search = new Search();
        for (Symbol input : inputs) {
            if (search.tensors.containsKey(input)) {
                throw new IllegalArgumentException(input + " is given as an input twice");
            }
            Layer layer = input.layer() instanceof Input known ? known : new Input(input.shape(), null);
            search.tensors.put(input, search.given++);
            search.calls.add(new Call(number(layer, search.numbers, search.layers), List.of(), search.given - 1, 1));
        }
        outputs.forEach(search::follow);
        for (int i = 0; i < inputs.size(); i++) {
            if (!search.used.get(i) && !outputs.contains(inputs.get(i))) {
                throw new IllegalArgumentException(
                        (outputs.size() == 1 ? "the output " + outputs.getFirst() : "no output")
                                + (outputs.size() == 1 ? " does not depend" : " depends") + " on the input "
                                + inputs.get(i));
            }
        }
        return new Topology(
                search.layers,
                named(search.layers),
                search.calls,
                inputs.stream().map(search.tensors::get).toList(),
                outputs.stream().map(search.tensors::get).toList());
    }

    /** Follows symbols back to the inputs. */
    private static final class Search {
        final IdentityHashMap<Symbol, Integer> tensors = new IdentityHashMap<>();
        final IdentityHashMap<Layer, Integer> numbers = new IdentityHashMap<>();
        final List<Layer> layers = new ArrayList<>();
        final List<Call> calls = new ArrayList<>();
        final BitSet used = new BitSet();
        int given;

        void follow(Symbol end) {
            // Nets are deeper than a thread's stack may hold, so what is left to do is kept in a list.
            List<Symbol> open = new ArrayList<>(List.of(end));
            while (!open.isEmpty()) {
                Symbol symbol = open.getLast();
                List<Symbol> missing = new ArrayList<>();
                for (Symbol before : symbol.inputs()) {
                    if (!tensors.containsKey(before)) {
                        missing.add(before);
                    }
                }
                if (tensors.containsKey(symbol)) {
                    open.removeLast();
                } else if (missing.isEmpty()) {
                    open.removeLast();
                    add(symbol);
                } else {
                    open.addAll(missing.reversed());
                }
            }
        }

        private void add(Symbol symbol) {
            if (symbol.layer() instanceof Input) {
                throw new IllegalArgumentException(
                        "an output depends on " + symbol + " too, which is not among the model's inputs");
            }
            List<Integer> takes = new ArrayList<>();
            for (Symbol input : symbol.inputs()) {
                takes.add(tensors.get(input));
                used.set(tensors.get(input));
            }
            calls.add(new Call(
                    number(symbol.layer(), numbers, layers),
                    takes,
                    given,
                    symbol.outputs().size()));
            for (Symbol output : symbol.outputs()) {
                tensors.put(output, given++);
            }
        }
    }

    private static int number(Layer layer, IdentityHashMap<Layer, Integer> numbers, List<Layer> layers) {
        Integer known = numbers.get(layer);
        if (known != null) {
            return known;
        }
        numbers.put(layer, layers.size());
        layers.add(layer);
        return layers.size() - 1;
    }

    private static List<String> named(List<Layer> layers) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (Layer layer : layers) {
            // A model need not have been given its name; it goes by a number where another has the same.
            if (layer.name() != null && !(layer instanceof Model) && !taken.add(layer.name())) {
                throw new IllegalArgumentException("two layers are named \"" + layer.name() + "\"; names must differ");
            }
        }
        List<String> names = new ArrayList<>();
        for (Layer layer : layers) {
            String name = layer instanceof Model ? null : layer.name();
            String base = name != null ? name : layer instanceof Model ? layer.name() : snakeCase(layer.className());
            while (name == null) {
                int number = counts.merge(base, 1, Integer::sum) - 1;
                String next = number == 0 ? base : base + "_" + number;
                name = taken.add(next) ? next : null;
            }
            names.add(name);
        }
        return names;
    }

    /** Keras's way from a class to a layer's name: Conv2D to conv2d, MaxPooling2D to max_pooling2d. */
    static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * The part of it that gives what these layers give when they are first called.
     *
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    Topology upTo(List<String> layersToEndWith) {
        List<Integer> ends = new ArrayList<>();
        for (String name : layersToEndWith) {
            int layer = numberOf(name);
            Call first = calls.stream()
                    .filter(call -> call.layer() == layer)
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < first.gives(); i++) {
                ends.add(first.first() + i);
            }
        }
        BitSet needed = new BitSet();
        ends.forEach(needed::set);
        List<Call> kept = new ArrayList<>();
        for (Call call : calls.reversed()) {
            int next = needed.nextSetBit(call.first());
            if (next >= 0 && next < call.first() + call.gives()) {
                call.takes().forEach(needed::set);
                kept.addFirst(call);
            }
        }
        int[] tensor = new int[calls.getLast().first() + calls.getLast().gives()];
        int[] number = new int[layers.size()];
        List<Layer> keptLayers = new ArrayList<>();
        List<String> keptNames = new ArrayList<>();
        IdentityHashMap<Layer, Integer> numbers = new IdentityHashMap<>();
        List<Call> renumbered = new ArrayList<>();
        int given = 0;
        for (Call call : kept) {
            if (!numbers.containsKey(layers.get(call.layer()))) {
                number[call.layer()] = number(layers.get(call.layer()), numbers, keptLayers);
                keptNames.add(names.get(call.layer()));
            }
            List<Integer> takes = call.takes().stream().map(t -> tensor[t]).toList();
            renumbered.add(new Call(number[call.layer()], takes, given, call.gives()));
            for (int i = 0; i < call.gives(); i++) {
                tensor[call.first() + i] = given++;
            }
        }
        return new Topology(
                keptLayers,
                keptNames,
                renumbered,
                inputs.stream().filter(needed::get).map(t -> tensor[t]).toList(),
                ends.stream().map(t -> tensor[t]).toList());
    }

    /**
     * The number of the layer of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    int numberOf(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no layer is named \"" + name + "\"; there are " + String.join(", ", names));
        }
        return at;
    }

    /** The call that gives a tensor. */
    Call giving(int tensor) {
        int low = 0;
        int high = calls.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (tensor < calls.get(middle).first() + calls.get(middle).gives()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return calls.get(low);
    }

    /** How often a call's layer is called before it. */
    int callsBefore(Call call) {
        return (int) calls.stream()
                .takeWhile(other -> other != call)
                .filter(other -> other.layer() == call.layer())
                .count();
    }

    /** The name of the layer that gives a tensor. */
    String nameOf(int tensor) {
        return names.get(giving(tensor).layer());
    }

    /**
     * The layers in Keras's order, by which its files number them: those farthest from an output first, and of equally
     * far ones those first that a walk from the outputs back, depth first, comes upon first.
     */
    List<Integer> kerasOrder() {
        Map<Integer, Integer> met = new HashMap<>();
        List<Call> finished = new ArrayList<>();
        Set<Call> done = new HashSet<>();
        for (int output : outputs) {
            List<Call> open = new ArrayList<>(List.of(giving(output)));
            while (!open.isEmpty()) {
                Call call = open.getLast();
                met.putIfAbsent(call.layer(), met.size());
                Call next = call.takes().stream()
                        .map(this::giving)
                        .filter(before -> !done.contains(before))
                        .findFirst()
                        .orElse(null);
                if (next != null) {
                    open.add(next);
                } else {
                    open.removeLast();
                    if (done.add(call)) {
                        finished.add(call);
                    }
                }
            }
        }
        int[] depths = new int[layers.size()];
        Map<Call, Integer> ofCalls = new HashMap<>();
        for (Call call : finished.reversed()) {
            int depth = Math.max(ofCalls.getOrDefault(call, 0), depths[call.layer()]);
            depths[call.layer()] = depth;
            call.takes().forEach(tensor -> ofCalls.merge(giving(tensor), depth + 1, Math::max));
        }
        return IntStream.range(0, layers.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(layer -> -depths[layer])
                        .thenComparingInt(layer -> met.getOrDefault(layer, -1)))
                .toList();
    }
}
