package io.tesela.core.registry;

/** SQL as text: tells a change of layout from a change of meaning. */
final class SqlText {
    private SqlText() {}

    /**
     * The text without comments, with one space for each run of white space outside of quotes, and without white space
     * or a semicolon at its ends. Texts with equal canonical forms mean the same.
     */
    static String canonical(String sql) {
        StringBuilder canonical = new StringBuilder(sql.length());
        boolean gap = false;
        int i = 0;
        while (i < sql.length()) {
            int end = skipped(sql, i);
            if (end > i) {
                gap = true;
                i = end;
                continue;
            }
            if (gap && !canonical.isEmpty()) {
                canonical.append(' ');
            }
            gap = false;
            end = quoted(sql, i);
            canonical.append(sql, i, end);
            i = end;
        }
        while (!canonical.isEmpty() && "; ".indexOf(canonical.charAt(canonical.length() - 1)) >= 0) {
            canonical.setLength(canonical.length() - 1);
        }
        return canonical.toString();
    }

    /** The end of the white space or comment at {@code i}, or {@code i} if there is none. */
    private static int skipped(String sql, int i) {
        if (Character.isWhitespace(sql.charAt(i))) {
            return i + 1;
        }
        if (sql.startsWith("--", i)) {
            int end = sql.indexOf('\n', i);
            return end < 0 ? sql.length() : end + 1;
        }
        // A hint looks like a comment; it is kept, which is never wrong.
        if (sql.startsWith("/*", i) && !sql.startsWith("/*+", i)) {
            int end = sql.indexOf("*/", i + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return i;
    }

    /** The end of the quoted text at {@code i}, or of the one character if it opens no quotes. */
    private static int quoted(String sql, int i) {
        char quote = sql.charAt(i);
        if (quote != '\'' && quote != '"' && quote != '`') {
            return i + 1;
        }
        int end = i + 1;
        while (end < sql.length() && sql.charAt(end) != quote) {
            end += sql.charAt(end) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(end + 1, sql.length());
    }
}
