package io.tesela.spark.transformation;

import java.util.Collection;

/** Finds the name that somebody may have meant. */
final class Suggestions {
    private Suggestions() {}

    /** The known name with the fewest differing letters, or the empty string if none is close. */
    static String closest(String name, Collection<String> known) {
        String best = "";
        int fewest = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            int differing = distance(name, candidate);
            if (differing < fewest) {
                fewest = differing;
                best = candidate;
            }
        }
        return best;
    }

    private static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int swap = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[right.length()];
    }
}
