package dev.fovea.cli;

import dev.fovea.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What fine-tuning was asked for beyond {@link Settings}, kept as {@code fine-tuning.json} in the run's folder.
 *
 * @param frozenEpochs how many epochs the new head learns alone
 * @param unfrozenLearningRate the rate of those behind them, in which all learn
 * @param validationSplit the part of the pictures that is not learned from
 * @param drawn whether the backbone's weights were drawn at random, and so have nothing to keep
 */
record Tuning(int frozenEpochs, float unfrozenLearningRate, double validationSplit, boolean drawn) {
    private static JsonMapper json() {
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    void save(Path file) throws IOException {
        byte[] text = json().writeValueAsBytes(this);
        WholeFile.write(file, out -> out.write(text));
    }

    /**
     * @throws IOException if there is no such file or it is damaged
     */
    static Tuning read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file.getParent() + " was not begun by 'fovea fine-tune': it has no "
                    + file.getFileName() + "; go on with 'fovea train --resume'");
        }
        try {
            return json().readValue(Files.readAllBytes(file), Tuning.class);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
