package dev.fovea.formats;

import dev.fovea.data.Names;
import dev.fovea.formats.onnx.Onnx;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Weight;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Models in files of any format that is known here, told by the file's ending.
 *
 * <pre>{@code
 * Model model = ModelFiles.load(Path.of("cats.keras"));
 * ModelFiles.save(model, Path.of("cats.fovea"));
 * }</pre>
 */
public final class ModelFiles {
    /** A format with its ending; the first that fits a file's name is taken. A new one is a constant here. */
    private enum Format {
        FOVEA(".fovea") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) throws IOException {
                return Model.load(file, custom);
            }

            @Override
            void save(Model model, Path file) throws IOException {
                model.save(file);
            }
        },
        KERAS(".keras") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) throws IOException {
                return KerasFile.read(file, custom);
            }

            @Override
            void save(Model model, Path file) throws IOException {
                KerasFile.write(model, file);
            }
        },
        KERAS_WEIGHTS(".weights.h5") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) {
                throw new IllegalArgumentException(
                        file + " holds weights without a model; make the model and give both to KerasWeights.load");
            }

            @Override
            void save(Model model, Path file) throws IOException {
                KerasWeights.write(model, file);
            }
        },
        KERAS_OLD(".h5") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) throws IOException {
                return KerasFile.read(file, custom);
            }

            @Override
            void save(Model model, Path file) {
                throw new IllegalArgumentException(
                        "Keras gave up models as " + file + "; write .keras, or .weights.h5 for the weights alone");
            }
        },
        SAFETENSORS(".safetensors") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) throws IOException {
                return Model.load(file, custom);
            }

            @Override
            void save(Model model, Path file) throws IOException {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (Weight weight : model.weights()) {
                    tensors.put(weight.name(), weight.tensor());
                }
                SafeTensors.write(file, tensors, Map.of("format", "fovea-weights"));
            }
        },
        ONNX(".onnx") {
            @Override
            Model load(Path file, Class<? extends Layer>[] custom) throws IOException {
                return Onnx.read(file);
            }

            @Override
            void save(Model model, Path file) throws IOException {
                Onnx.write(model, file);
            }
        };

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        abstract Model load(Path file, Class<? extends Layer>[] custom) throws IOException;

        abstract void save(Model model, Path file) throws IOException;

        static Format of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            for (Format format : values()) {
                if (name.endsWith(format.ending)) {
                    return format;
                }
            }
            String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
            throw new IllegalArgumentException(file + ": " + Names.unknown("ending", ending, endings()));
        }
    }

    private ModelFiles() {}

    /** The endings of the formats there are. */
    public static List<String> endings() {
        return Arrays.stream(Format.values()).map(format -> format.ending).toList();
    }

    /**
     * Whether {@link #save} writes weights without a model into a file of this ending.
     *
     * @throws IllegalArgumentException if no format has the ending
     */
    public static boolean holdsWeightsAlone(Path file) {
        Format format = Format.of(file);
        return format == Format.KERAS_WEIGHTS || format == Format.SAFETENSORS;
    }

    /**
     * Reads a model.
     *
     * @param custom the classes of layers that are not Fovea's own
     * @throws IllegalArgumentException if no format has the file's ending, or it is one of weights alone
     * @throws dev.fovea.model.MalformedModelException if the file is no such model, or a damaged one
     * @throws IOException if it can't be read
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The classes are only read.
    public static Model load(Path file, Class<? extends Layer>... custom) throws IOException {
        // A model that was an ONNX file once may have layers of its own.
        Class<? extends Layer>[] own = Onnx.layers();
        Class<? extends Layer>[] all = Arrays.copyOf(custom, custom.length + own.length);
        System.arraycopy(own, 0, all, custom.length, own.length);
        return Format.of(file).load(file, all);
    }

    /**
     * Writes a model, or its weights alone where the format holds no more. The file is written aside and moved into place.
     *
     * @throws IllegalArgumentException if no format that is written has the file's ending
     * @throws IOException if it can't be written; a file of that name is then as it was
     */
    public static void save(Model model, Path file) throws IOException {
        Format.of(file).save(model, file);
    }
}
