package dev.fovea.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Suggestions for a mistyped name of a data set, a model or the like.
 *
 * <pre>{@code
 * Names.nearest("minst", List.of("mnist", "fashion-mnist"));  // [mnist]
 * }</pre>
 */
public final class Names {
    private Names() {}

    /**
     * The known names that are few edits away from the given one or contain it, nearest first; empty if none is. Case
     * is ignored.
     */
    public static List<String> nearest(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT).strip();
        return known.stream()
                .filter(name -> isNear(wanted, name.toLowerCase(Locale.ROOT)))
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * The message for an unknown name: {@code unknown data set "minst"; did you mean "mnist"? There are:
     * fashion-mnist, mnist}.
     *
     * @param kind what is named, as in "data set"
     */
    public static String unknown(String kind, String given, Collection<String> known) {
        String near = nearest(given, known).stream()
                .limit(3)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(" or "));
        return "unknown " + kind + " \"" + given + "\"; "
                + (near.isEmpty() ? "there are: " : "did you mean " + near + "? There are: ")
                + String.join(", ", known.stream().sorted().toList());
    }

    private static boolean isNear(String wanted, String name) {
        int allowed = Math.max(1, Math.min(wanted.length(), name.length()) / 3);
        return distance(wanted, name) <= allowed || wanted.length() >= 3 && name.contains(wanted);
    }

    /**
     * The number of letters to insert, drop, change or swap with their neighbour to get from one word to the other
     * (Damerau's distance, each letter being edited once).
     */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
