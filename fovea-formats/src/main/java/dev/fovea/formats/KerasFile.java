package dev.fovea.formats;

import dev.fovea.data.WholeFile;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Whole models in Keras's files: {@code .keras}, read and written as Keras 3 does, and the {@code .h5} of older versions,
 * read. Architecture, weights, and where the model is compiled, optimizer with its variables, loss and metrics.
 *
 * <p>All that Keras computes in half precision is float32 here. Python code, as in a {@code Lambda} layer, is never run.
 *
 * <pre>{@code
 * Model model = KerasFile.read(Path.of("cats.keras"));
 * KerasFile.write(model, Path.of("cats-tuned.keras"));
 * }</pre>
 */
public final class KerasFile {
    static final String CONFIG = "config.json";
    static final String METADATA = "metadata.json";
    static final String WEIGHTS = "model.weights.h5";

    /** The version whose layout of files is written. */
    private static final String VERSION = "3.16.0";

    private KerasFile() {}

    /**
     * Writes a model as {@code .keras}. The file is written aside and moved into place.
     *
     * @throws IOException if it can't be written; a file of that name is then as it was
     * @throws IllegalArgumentException if a layer is no record
     */
    public static void write(Model model, Path file) throws IOException {
        write(model, file, LocalDateTime.now());
    }

    /** As {@link #write(Model, Path)}, with the time that the file says it was saved at. */
    public static void write(Model model, Path file, LocalDateTime saved) throws IOException {
        Map<String, Object> config = new LinkedHashMap<>();
        KerasJson.parse(model.toJson()).forEach((key, value) -> config.put((String) key, value));
        String compiled = model.compileConfig();
        config.put("compile_config", compiled == null ? null : KerasJson.parse(compiled));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("keras_version", VERSION);
        metadata.put("date_saved", saved.format(DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")));
        Hdf5Writer weights = new Hdf5Writer(KerasWeights.tree(model));
        WholeFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            store(zip, METADATA, saved, text(metadata));
            store(zip, CONFIG, saved, text(config));
            store(zip, WEIGHTS, saved, weights::write);
            zip.finish();
        });
    }

    private static WholeFile.Content text(Map<String, Object> json) {
        return out -> out.write(KerasJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an entry as it is; its size and checksum, which stand before it, come of writing it once to nowhere. */
    private static void store(ZipOutputStream zip, String name, LocalDateTime saved, WholeFile.Content content)
            throws IOException {
        CRC32 sum = new CRC32();
        long[] size = new long[1];
        content.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                super.write(bytes, from, count);
                size[0] += count;
            }
        });
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(saved);
        entry.setCrc(sum.getValue());
        entry.setSize(size[0]);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /**
     * Reads a model, compiled if it was.
     *
     * @param custom the classes of layers that are not Fovea's own
     * @throws MalformedModelException if it is no such file, or a damaged one, or has layers, losses or metrics that are
     *     not there; the message names them all
     * @throws IOException if it can't be read
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The classes are only read.
    public static Model read(Path file, Class<? extends Layer>... custom) throws IOException {
        return read(file, true, custom);
    }

    /** As {@link #read}, without optimizer, loss and metrics: Keras's {@code load_model(compile=False)}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The classes are only read.
    public static Model readUncompiled(Path file, Class<? extends Layer>... custom) throws IOException {
        return read(file, false, custom);
    }

    private static Model read(Path file, boolean compile, Class<? extends Layer>[] custom) throws IOException {
        try {
            return ZipContent.isZip(file) ? zipped(file, compile, custom) : old(file, compile, custom);
        } catch (RuntimeException | StackOverflowError e) {
            // A file may hold anything in place of anything; whatever that leads to is the file's fault.
            MalformedModelException malformed = new MalformedModelException(
                    file, e instanceof IllegalArgumentException ? e.getMessage() : "it can't be understood: " + e);
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static Model zipped(Path file, boolean compile, Class<? extends Layer>[] custom) throws IOException {
        try (ZipContent zip = ZipContent.open(file)) {
            Map<?, ?> config = (Map<?, ?>) KerasJson.plain(KerasJson.parse(zip.text(CONFIG)));
            Model model = Model.fromJson(KerasJson.write(config), 0, custom);
            try (Hdf5File weights = Hdf5File.of(zip.bytes(WEIGHTS), file)) {
                List<KerasLayer> layers = KerasLayer.of(config);
                KerasWeights.load(model, weights, layers, KerasWeights.Match.TOPOLOGICAL, false);
                if (compile && config.get("compile_config") instanceof Map<?, ?> compiled) {
                    compile(model, compiled);
                    List<Tensor> variables = new ArrayList<>();
                    List<String> keys = new ArrayList<>(weights.children("optimizer/vars"));
                    keys.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
                    for (String key : keys) {
                        variables.add(weights.tensor("optimizer/vars/" + key));
                    }
                    remember(model, layers, variables, file);
                }
            }
            return model;
        }
    }

    private static Model old(Path file, boolean compile, Class<? extends Layer>[] custom) throws IOException {
        try (Hdf5File read = Hdf5File.open(file)) {
            String json = read.text("", "model_config");
            if (json == null) {
                throw new IllegalArgumentException(
                        "it holds weights without a model; make the model and give both to KerasWeights.load");
            }
            Map<String, Object> config = LegacyConfig.model((Map<?, ?>) KerasJson.plain(KerasJson.parse(json)));
            Model model = Model.fromJson(KerasJson.write(config), 0, custom);
            List<KerasLayer> layers = KerasLayer.of(config);
            KerasWeights.load(model, read, layers, KerasWeights.Match.TOPOLOGICAL, false);
            String training = read.text("", "training_config");
            if (compile && training != null) {
                compile(model, LegacyConfig.compiled((Map<?, ?>) KerasJson.plain(KerasJson.parse(training))));
                remember(model, layers, LegacyWeights.optimizer(read), file);
            }
            return model;
        }
    }

    private static void compile(Model model, Map<?, ?> config) {
        try {
            model.compileFromConfig(KerasJson.write(config));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (it was compiled so; KerasFile.readUncompiled reads the model alone)", e);
        }
    }

    private static void remember(Model model, List<KerasLayer> layers, List<Tensor> variables, Path file)
            throws MalformedModelException {
        List<Weight> learning = layers.stream()
                .filter(layer -> !layer.model())
                .flatMap(layer -> layer.weights(model).stream())
                .filter(Weight::trainable)
                .toList();
        if (!variables.isEmpty() && !KerasOptimizer.read(model, learning, variables)) {
            throw new MalformedModelException(
                    file,
                    "its optimizer's " + variables.size() + " variables are not those of a "
                            + model.optimizerVariables().optimizer() + " for " + learning.size()
                            + " weights; KerasFile.readUncompiled reads the model alone");
        }
    }
}
