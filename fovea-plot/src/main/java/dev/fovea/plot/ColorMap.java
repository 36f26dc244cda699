package dev.fovea.plot;

import java.util.Arrays;
import java.util.Locale;

/** Ways to show a number as a colour. */
public enum ColorMap {
    /** 0 is black, 1 is white. */
    GRAY(0x000000, 0xFFFFFF),
    /** 0 is white, 1 is black, as ink on paper: the reverse of {@link #GRAY}. */
    GREYS(0xFFFFFF, 0x000000),
    /** 0 is blue, the middle white, 1 red: for numbers on both sides of 0. */
    DIVERGING(0x0B3C7A, 0x2B74B8, 0x86B6DC, 0xDCEAF4, 0xFFFFFF, 0xF8E0D6, 0xE99B7F, 0xC8453A, 0x7E0F22),
    /** From dark violet over teal to yellow, with even steps of lightness: for numbers where order matters. */
    VIRIDIS(0x440154, 0x472F7C, 0x3A548C, 0x2A768E, 0x1F998A, 0x3DBA74, 0x84D144, 0xD2E21B, 0xFDE725),
    /** From white to deep blue: for shares of a whole. */
    BLUES(0xFFFFFF, 0xDDE9F5, 0xA9CBE6, 0x639FD1, 0x2467B2, 0x0D3D7C),
    /** From white to deep red: for shares that are faults. */
    REDS(0xFFFFFF, 0xFBE3DC, 0xF3AE9C, 0xDE6B58, 0xBB2F2B, 0x7E0F22);

    /** The colour of what is no number. */
    private static final int NAN = 0xD81BD8;

    private final int[] table;

    ColorMap(int... points) {
        // 256 greys are those a byte has; elsewhere an odd number puts the middle point on an entry.
        table = new int[points.length == 2 ? 256 : 255];
        for (int i = 0; i < table.length; i++) {
            double at = i / (table.length - 1.0) * (points.length - 1);
            int low = Math.min((int) at, points.length - 2);
            table[i] = mix(points[low], points[low + 1], at - low);
        }
    }

    private static int mix(int from, int to, double share) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 255;
            int b = to >> shift & 255;
            rgb |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return rgb;
    }

    /** The colour of a number in [0, 1] as 0xRRGGBB; what is outside takes that of the nearer end, NaN is magenta. */
    public int rgb(double value) {
        return Double.isNaN(value) ? NAN : table[(int) Math.round(Math.clamp(value, 0, 1) * (table.length - 1))];
    }

    /**
     * The map of a name as a command line gives it: {@code gray}, {@code greys}, …
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ColorMap of(String name) {
        for (ColorMap map : values()) {
            if (map.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return map;
            }
        }
        throw new IllegalArgumentException(
                "there is no colour map \"" + name + "\"; choose one of " + Arrays.toString(values()));
    }

    /** The name in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
