package io.tesela.definition;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ends a sentence about an unknown name with the name that was probably meant. */
public final class DidYouMean {
    private static final int MOST_LISTED = 12;

    private DidYouMean() {}

    /**
     * {@code did you mean 'amount'?} if one of the known names is close, else {@code known are [a, b]}.
     *
     * @param wrong the unknown name
     */
    public static String hint(String wrong, Collection<String> known) {
        Optional<String> closest = closest(wrong, known);
        if (closest.isPresent()) {
            return "did you mean '" + closest.get() + "'?";
        }
        List<String> listed = known.stream().limit(MOST_LISTED).toList();
        String names = String.join(", ", listed);
        return "known are [" + (listed.size() < known.size() ? names + ", …" : names) + "]";
    }

    /** The known name that differs from the wrong one in few characters, upper and lower case taken for the same. */
    public static Optional<String> closest(String wrong, Collection<String> known) {
        String closest = "";
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                closest = name;
            }
        }
        int allowed = Math.max(1, wrong.length() / 3);
        return least <= allowed && least < closest.length() ? Optional.of(closest) : Optional.empty();
    }

    /** The number of inserted, removed, replaced and swapped neighbouring characters between the two. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
