package io.tesela.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What messages say about names that are not known. */
final class Names {
    private static final int SHOWN_CHARACTERS = 100;
    private static final int SHOWN_NAMES = 20;

    private Names() {}

    static String shown(String name) {
        return name.length() <= SHOWN_CHARACTERS ? name : name.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /** The rest of a sentence that says that there is no such name. */
    static String suggestion(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "; there is none yet: apply a repository with 'tesela apply'";
        }
        String wanted = shown(name);
        String nearest = known.stream()
                .min(Comparator.comparingInt(k -> distance(wanted, k)))
                .orElseThrow();
        List<String> some = known.stream().sorted().limit(SHOWN_NAMES).toList();
        String all = some + (known.size() > some.size() ? " and " + (known.size() - some.size()) + " more" : "");
        return distance(wanted, nearest) <= Math.max(1, nearest.length() * 2 / 5)
                ? "; did you mean '" + nearest + "'? There are " + all
                : "; there are " + all;
    }

    /** The number of characters to insert, delete or replace that turns one name into the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
