package io.tesela.spark.source;

/**
 * Reads the timestamps of events: ISO-8601 such as {@code 2026-01-31T23:59:59.123456Z} or with an offset such as
 * {@code +01:00}, a blank for the {@code T}, UTC where no offset is said, digits after the microsecond cut off; or whole
 * milliseconds since the epoch. From the year 1 to the year 9999.
 */
final class Timestamps {
    /** Stands for text that is no timestamp. */
    static final long INVALID = Long.MIN_VALUE;

    private static final long EARLIEST_SECOND = -62_135_596_800L;
    private static final long LATEST_SECOND = 253_402_300_799L;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private Timestamps() {}

    static long ofEpochMillis(long millis) {
        long second = Math.floorDiv(millis, 1_000L);
        return inRange(second) ? millis * 1_000 : INVALID;
    }

    static long parse(String text) {
        int length = text.length();
        if (length < 19
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return INVALID;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return INVALID;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return INVALID;
        }
        int end = endOfFraction(text, 19);
        long offset = end < 0 ? INVALID : offsetSeconds(text, end);
        if (offset == INVALID) {
            return INVALID;
        }
        long seconds = daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second - offset;
        return inRange(seconds) ? seconds * 1_000_000 + fractionMicros(text, end) : INVALID;
    }

    private static boolean inRange(long second) {
        return EARLIEST_SECOND <= second && second <= LATEST_SECOND;
    }

    /** The digits' value, or -1 if there are others than digits. */
    private static int number(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int endOfFraction(String text, int start) {
        if (start == text.length() || text.charAt(start) != '.') {
            return start;
        }
        int end = start + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == start + 1 || end > start + 10 ? -1 : end;
    }

    private static long fractionMicros(String text, int end) {
        long micros = 0;
        for (int i = 0; i < 6; i++) {
            int at = 20 + i;
            micros = micros * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return micros;
    }

    private static long offsetSeconds(String text, int start) {
        int left = text.length() - start;
        if (left == 0 || (left == 1 && text.charAt(start) == 'Z')) {
            return 0;
        }
        char sign = text.charAt(start);
        if ((sign != '+' && sign != '-') || (left != 6 && left != 5 && left != 3)) {
            return INVALID;
        }
        if (left == 6 && text.charAt(start + 3) != ':') {
            return INVALID;
        }
        int hours = number(text, start + 1, start + 3);
        int minutes = left == 3 ? 0 : number(text, text.length() - 2, text.length());
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return INVALID;
        }
        long seconds = hours * 3_600L + minutes * 60L;
        return sign == '-' ? -seconds : seconds;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int daysIn(int year, int month) {
        int days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
        return month == 2 && isLeap(year) ? 29 : days;
    }

    private static long daysSinceEpoch(int year, int month, int day) {
        long before = year - 1L;
        long days = before * 365 + before / 4 - before / 100 + before / 400;
        return days + (long) DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1 - 719_162;
    }
}
