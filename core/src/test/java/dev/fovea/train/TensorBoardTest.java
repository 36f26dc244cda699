package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads event files back with a reader of its own, its checksum computed bit by bit. */
class TensorBoardTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 250_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private record Scalar(String tag, long step, double value) {}

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** CRC-32C by its polynomial, reflected. */
    private static int crc(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] data) {
        int crc = crc(data);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** The messages of a file, its framing and checksums checked. */
    private static List<byte[]> records(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] data = new byte[(int) in.getLong(in.position() - 12)];
            in.get(data);
            assertThat(in.getInt()).isEqualTo(masked(data));
            records.add(data);
        }
        return records;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    /** The fields of a message, each of which comes once: numbers as Long, 8 bytes as Double, the others as bytes. */
    private static Map<Integer, Object> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Object> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                default -> throw new AssertionError("kind " + (key & 7) + " is not expected");
            };
            assertThat(fields.put((int) (key >>> 3), value)).isNull();
        }
        return fields;
    }

    private static Map<Integer, Object> part(Map<Integer, Object> message, int field) {
        return fields((byte[]) message.get(field));
    }

    private static String text(Map<Integer, Object> message, int field) {
        return new String((byte[]) message.get(field), StandardCharsets.UTF_8);
    }

    /** The scalars of a file, all other fields checked. */
    private static List<Scalar> scalars(Path file) throws IOException {
        List<byte[]> records = records(file);
        Map<Integer, Object> first = fields(records.getFirst());
        assertThat(first).containsOnlyKeys(1, 3).containsEntry(1, 1_700_000_000.25);
        assertThat(text(first, 3)).isEqualTo("brain.Event:2");
        List<Scalar> scalars = new ArrayList<>();
        for (byte[] record : records.subList(1, records.size())) {
            Map<Integer, Object> event = fields(record);
            assertThat(event).containsOnlyKeys(1, 2, 5).containsEntry(1, 1_700_000_000.25);
            Map<Integer, Object> value = part(part(event, 5), 1);
            assertThat(value).containsOnlyKeys(1, 8, 9);
            Map<Integer, Object> tensor = part(value, 8);
            assertThat(tensor).containsOnlyKeys(1, 2, 5).containsEntry(1, 1L);
            assertThat((byte[]) tensor.get(2)).isEmpty();
            Map<Integer, Object> metadata = part(value, 9);
            assertThat(metadata).containsOnlyKeys(1, 4).containsEntry(4, 1L);
            assertThat(text(part(metadata, 1), 1)).isEqualTo("scalars");
            float number = ByteBuffer.wrap((byte[]) tensor.get(5))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getFloat();
            scalars.add(new Scalar(text(value, 1), (Long) event.get(2), number));
        }
        return scalars;
    }

    private TensorBoard callback() {
        return TensorBoard.of(folder.resolve("logs")).clock(CLOCK);
    }

    private List<Scalar> written(String run) throws IOException {
        return scalars(files(folder.resolve("logs").resolve(run)).getFirst());
    }

    @Test
    void theReadersChecksumIsThatOfTheStandard() {
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    @Test
    void figuresOfEpochsGoToFilesOfTrainingAndValidation() throws IOException {
        new ScriptedTraining().run(callback(), "val_loss", 0.75, 1e-5);
        assertThat(written("train"))
                .containsExactly(
                        new Scalar("epoch_loss", 0, 1),
                        new Scalar("epoch_accuracy", 0, 0.5),
                        new Scalar("epoch_learning_rate", 0, 0.1f),
                        new Scalar("epoch_loss", 1, 0.5),
                        new Scalar("epoch_accuracy", 1, 0.5),
                        new Scalar("epoch_learning_rate", 1, 0.1f));
        assertThat(written("validation"))
                .containsExactly(
                        new Scalar("evaluation_loss_vs_iterations", 1, 0.75),
                        new Scalar("evaluation_accuracy_vs_iterations", 1, 0.5),
                        new Scalar("epoch_loss", 0, 0.75),
                        new Scalar("epoch_accuracy", 0, 0.5),
                        new Scalar("evaluation_loss_vs_iterations", 2, 1e-5f),
                        new Scalar("evaluation_accuracy_vs_iterations", 2, 0.5),
                        new Scalar("epoch_loss", 1, 1e-5f),
                        new Scalar("epoch_accuracy", 1, 0.5));
    }

    @Test
    void aFitWithoutValidationWritesNoFileForIt() throws IOException {
        ScriptedTraining training = new ScriptedTraining();
        training.validates = false;
        training.run(callback(), "loss", 3);
        assertThat(files(folder.resolve("logs")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("train");
    }

    @Test
    void namesAreThoseThatTensorBoardLooksForAndNoFileIsWrittenTwice() throws IOException {
        TensorBoard callback = callback();
        new ScriptedTraining().run(callback, "loss", 1);
        new ScriptedTraining().run(callback, "loss", 2, 3);
        List<Path> files = files(folder.resolve("logs").resolve("train"));
        assertThat(files)
                .hasSize(2)
                .allSatisfy(file ->
                        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1700000000."));
        assertThat(scalars(files.get(0))).hasSize(3);
        assertThat(scalars(files.get(1))).hasSize(6);
    }

    @Test
    void stepsAreWrittenAsOftenAsAsked() throws IOException {
        TensorBoard callback = callback().updateFreq(3);
        ScriptedTraining training = new ScriptedTraining();
        training.steps = 4;
        training.epoch = 1;
        callback.onTrainBegin(training);
        for (training.epoch = 1; training.epoch <= 2; training.epoch++) {
            for (int step = 1; step <= 4; step++) {
                double loss = training.epoch + step / 8.0;
                callback.onBatchBegin(training, step);
                callback.onBatchEnd(training, step, () -> new Logs(Map.of("loss", loss)));
            }
        }
        assertThat(written("train"))
                .containsExactly(new Scalar("batch_loss", 3, 1.375), new Scalar("batch_loss", 6, 2.25));
    }

    @Test
    void stepsASecondAreWrittenWhereAsked() throws IOException {
        TensorBoard callback = callback().updateFreq(1).writeStepsPerSecond(true);
        ScriptedTraining training = new ScriptedTraining();
        training.run(callback, "loss", 1);
        training.epoch = 1;
        callback.onBatchBegin(training, 1);
        callback.onBatchEnd(training, 1, () -> new Logs(Map.of("loss", 2.0)));
        List<Scalar> scalars = written("train");
        assertThat(scalars)
                .extracting(Scalar::tag)
                .containsExactly(
                        "epoch_loss",
                        "epoch_accuracy",
                        "epoch_learning_rate",
                        "epoch_steps_per_second",
                        "batch_steps_per_second",
                        "batch_loss");
        assertThat(scalars.get(3).value()).isCloseTo(1, within(1e-9));
        assertThat(scalars.get(4).value()).isPositive();
    }

    @Test
    void longNumbersAndTextsThatAreNotAsciiComeBack() throws IOException {
        EventFile file = EventFile.create(folder, CLOCK);
        String tag = "Verlust \u00fcber alles " + "x".repeat(300);
        file.scalars(1L << 40, Map.of(tag, Double.NaN));
        assertThat(scalars(file.file())).containsExactly(new Scalar(tag, 1L << 40, Double.NaN));
    }

    @Test
    void aFolderThatCannotBeMadeEndsTheFitAndSaysSo() throws IOException {
        Files.createFile(folder.resolve("logs"));
        assertThatThrownBy(() -> new ScriptedTraining().run(callback(), "loss", 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("TensorBoard can't make a file in " + folder);
        assertThatThrownBy(() -> callback().updateFreq(-1)).hasMessageContaining("or more, not -1");
    }
}
