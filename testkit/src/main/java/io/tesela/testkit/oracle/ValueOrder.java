package io.tesela.testkit.oracle;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of values that breaks ties: NaN last, -0.0 before 0.0, strings by code point, null first in arrays. */
enum ValueOrder implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof String s) {
            return strings(s, (String) b);
        }
        if (a instanceof List<?> list) {
            return lists(list, (List<?>) b);
        }
        if (a instanceof Boolean bool) {
            return Boolean.compare(bool, (Boolean) b);
        }
        if (a instanceof Instant instant) {
            return instant.compareTo((Instant) b);
        }
        if (a instanceof Double || a instanceof Float) {
            return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
        }
        return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
    }

    private static int strings(String a, String b) {
        return lists(a.codePoints().boxed().toList(), b.codePoints().boxed().toList());
    }

    private static int lists(List<?> a, List<?> b) {
        Iterator<?> left = a.iterator();
        Iterator<?> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = nullsFirst(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int nullsFirst(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return INSTANCE.compare(a, b);
    }
}
