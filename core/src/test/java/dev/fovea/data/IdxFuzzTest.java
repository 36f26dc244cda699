package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to a file, it either reads or is refused with the documented exception. */
class IdxFuzzTest {
    /** Flips, sets, cuts out and puts in bytes here and there, mostly in the header; then cuts the end off, or not. */
    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int edits = random.nextInt(4); edits > 0 && changed.length > 0; edits--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(20, changed.length) : changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> changed[at] = random.nextBoolean() ? 0 : (byte) 0xff;
                default -> changed = resize(changed, at, random.nextInt(-3, 4));
            }
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length + 1)) : changed;
    }

    /** Puts in or, for a negative number, cuts out bytes at a place. */
    private static byte[] resize(byte[] bytes, int at, int by) {
        byte[] other = new byte[Math.max(at, bytes.length + by)];
        System.arraycopy(bytes, 0, other, 0, at);
        int tail = Math.min(bytes.length, other.length) - at;
        System.arraycopy(bytes, bytes.length - tail, other, other.length - tail, tail);
        return other;
    }

    @Property(tries = 3000)
    void onlyTheDocumentedExceptionComesOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int[] pixels = random.ints(60, 0, 256).toArray();
        byte[] images = IdxTest.images(3, 4, 5, pixels);
        byte[] labels = IdxTest.labels(3, 0, 1, 2);
        byte[] mutatedImages = mutate(random.nextBoolean() ? images : IdxTest.gzip(images), random);
        byte[] mutatedLabels = mutate(random.nextBoolean() ? labels : IdxTest.gzip(labels), random);
        if (random.nextInt(4) == 0) {
            mutatedImages = IdxTest.gzip(mutate(images, random));
        }
        try {
            Dataset data = Idx.images(new ByteArrayInputStream(mutatedImages), "images")
                    .with(Idx.labels(new ByteArrayInputStream(mutatedLabels), "labels"));
            assertThat(data.labels()).hasSize(data.size());
            assertThat(data.images(0, data.size()).size())
                    .isEqualTo(data.size() * data.imageShape().size());
        } catch (MalformedDataException refused) {
            assertThat(refused.getMessage()).matches("(?s)(images|labels): .{20,}");
        }
    }

    @Property(tries = 1000)
    void aChangeToACompressedFileIsNoticedOrMeansNothing(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] images = IdxTest.images(3, 4, 5, random.ints(60, 0, 256).toArray());
        byte[] damaged = IdxTest.gzip(images);
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
            assertThat(pixels(damaged)).isEqualTo(pixels(images));
        } catch (MalformedDataException refused) {
            assertThat(refused).hasMessageStartingWith("images: ");
        }
    }

    private static Tensor pixels(byte[] images) throws IOException {
        Idx labels = Idx.labels(new ByteArrayInputStream(IdxTest.labels(3, 0, 0, 0)), "labels");
        return Idx.images(new ByteArrayInputStream(images), "images")
                .with(labels)
                .images(0, 3);
    }
}
