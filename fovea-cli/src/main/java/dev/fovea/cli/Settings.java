package dev.fovea.cli;

import dev.fovea.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a training run was asked for, kept as {@code settings.json} in its folder. */
record Settings(
        String data,
        String model,
        int epochs,
        int batchSize,
        float learningRate,
        String schedule,
        String optimizer,
        long seed,
        int earlyStopping,
        List<String> classNames) {
    private static JsonMapper json() {
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    Settings epochs(int epochs) {
        return new Settings(
                data, model, epochs, batchSize, learningRate, schedule, optimizer, seed, earlyStopping, classNames);
    }

    Settings earlyStopping(int patience) {
        return new Settings(
                data, model, epochs, batchSize, learningRate, schedule, optimizer, seed, patience, classNames);
    }

    void save(Path file) throws IOException {
        byte[] text = json().writeValueAsBytes(this);
        WholeFile.write(file, out -> out.write(text));
    }

    /**
     * @throws IOException if there is no such file or it is damaged
     */
    static Settings read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file.getParent() + " is no folder of a run: it has no " + file.getFileName());
        }
        try {
            return json().readValue(Files.readAllBytes(file), Settings.class);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
