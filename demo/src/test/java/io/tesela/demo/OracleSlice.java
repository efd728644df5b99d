package io.tesela.demo;

/** Seven edits by two users, few enough to compute their features by hand. */
final class OracleSlice {
    static final String[] LINES = {
        edit("10:00:00.000", "ann", "#en", "Apple", 10, 10, "\"US\"", false),
        edit("10:30:00.000", "ann", "#en", "Bread", 0, -5, "null", false),
        edit("10:59:59.999", "ann", "#de", "Apple", 7, 7, "null", false),
        edit("11:00:00.000", "ann", "#en", "Apple", 100, 90, "\"DE\"", false),
        edit("11:00:00.000", "bot", "#en", "Cider", 1, 1, "null", true),
        edit("11:00:30.000", "bot", "#en", "Bread", 2, 2, "null", true),
        edit("11:05:00.000", "ann", "#en", "Cider", 3, 3, "null", false),
    };

    private OracleSlice() {}

    private static String edit(
            String time,
            String user,
            String channel,
            String page,
            int added,
            int delta,
            String country,
            boolean robot) {
        return "{\"time\":\"2015-09-12T" + time + "Z\",\"channel\":\"" + channel + "\",\"countryIsoCode\":" + country
                + ",\"isRobot\":" + robot + ",\"page\":\"" + page + "\",\"user\":\"" + user + "\",\"delta\":" + delta
                + ",\"added\":" + added + ",\"deleted\":0}";
    }
}
