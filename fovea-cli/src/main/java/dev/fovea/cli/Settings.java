package dev.fovea.cli;

import dev.fovea.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
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

    /**
     * The names of the classes alone, in a hundredth of the classes that Java must load to read it all.
     *
     * @throws IOException if the file can't be read or is damaged
     */
    static List<String> classNames(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            boolean within = false;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case PROPERTY_NAME -> within = json.currentName().equals("classNames");
                    case VALUE_STRING -> {
                        if (within) {
                            names.add(json.getString());
                        }
                    }
                    case END_ARRAY -> within = false;
                    default -> {}
                }
            }
            return names;
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
