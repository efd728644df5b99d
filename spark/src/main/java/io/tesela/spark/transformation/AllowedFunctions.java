package io.tesela.spark.transformation;

import io.tesela.definition.DidYouMean;
import java.util.Set;
import java.util.TreeSet;

/**
 * The SQL functions that a transformation may call: they look at one row only, give the same value each time, and reach
 * nothing outside of the row. What builds values of unbounded size ({@code repeat}, {@code sequence}, {@code lpad}) is
 * left out too.
 */
final class AllowedFunctions {
    static final Set<String> ROW_LEVEL = sorted(
            // conditions
            "between coalesce if ifnull iff isnan isnotnull isnull nanvl nullif nullifzero nvl nvl2 zeroifnull",
            // numbers
            "abs acos acosh asin asinh atan atan2 atanh bin bround cbrt ceil ceiling cos cosh cot csc degrees div e exp",
            "expm1 factorial floor greatest hex hypot least ln log log10 log1p log2 mod negative pi pmod positive pow",
            "power radians rint round sec sign signum sin sinh sqrt tan tanh try_add try_divide try_mod try_multiply",
            "try_subtract width_bucket bigint boolean double float int smallint string tinyint bit_count shiftleft",
            "shiftright shiftrightunsigned getbit conv",
            // strings
            "ascii base64 bit_length btrim char char_length character_length charindex chr concat concat_ws contains",
            "decode elt encode endswith find_in_set format_number initcap instr lcase left len length levenshtein like",
            "ilike locate lower ltrim mask md5 octet_length overlay parse_url position regexp_count regexp_extract",
            "regexp_instr regexp_like regexp_replace regexp_substr replace reverse right rlike rtrim sha sha1 sha2",
            "soundex split split_part startswith substr substring substring_index to_char to_number translate trim",
            "try_to_number ucase unbase64 unhex upper url_decode url_encode try_url_decode xxhash64 hash crc32",
            "luhn_check is_valid_utf8 make_valid_utf8 try_validate_utf8 get_json_object json_array_length",
            // time
            "add_months date date_add date_diff date_format date_from_unix_date date_part date_sub date_trunc dateadd",
            "datediff datepart day dayname dayofmonth dayofweek dayofyear extract from_unixtime from_utc_timestamp hour",
            "last_day make_date make_timestamp minute month monthname months_between next_day quarter second timestamp",
            "timestamp_micros timestamp_millis timestamp_seconds to_date to_timestamp to_unix_timestamp to_utc_timestamp",
            "trunc try_make_timestamp try_to_date try_to_timestamp unix_date unix_micros unix_millis unix_seconds",
            "unix_timestamp weekday weekofyear year",
            // arrays
            "array array_append array_compact array_contains array_distinct array_except array_intersect array_join",
            "array_max array_min array_position array_prepend array_remove array_size array_sort array_union",
            "arrays_overlap cardinality element_at exists filter forall get size slice sort_array transform",
            "try_element_at");

    private static final Set<String> AGGREGATES = sorted(
            "any any_value approx_count_distinct approx_percentile array_agg avg bit_and bit_or bit_xor bool_and bool_or",
            "collect_list collect_set corr count count_if count_min_sketch covar_pop covar_samp every first first_value",
            "grouping grouping_id histogram_numeric kurtosis last last_value listagg max max_by mean median min min_by",
            "mode percentile percentile_approx percentile_cont percentile_disc regr_avgx regr_avgy regr_count skewness",
            "some std stddev stddev_pop stddev_samp string_agg sum try_avg try_sum var_pop var_samp variance");

    private static final Set<String> WINDOWS =
            sorted("cume_dist dense_rank lag lead nth_value ntile percent_rank rank row_number session_window window");

    private static final Set<String> GENERATORS =
            sorted("explode explode_outer inline inline_outer posexplode posexplode_outer stack json_tuple");

    private static final Set<String> CHANGING = sorted(
            "current_date current_time current_timestamp current_timezone curdate getdate localtimestamp now rand randn",
            "random randstr shuffle uniform uuid monotonically_increasing_id spark_partition_id");

    private AllowedFunctions() {}

    /** Why {@code name}, in lower case, may not be called; only for names that are not in {@link #ROW_LEVEL}. */
    static String refusal(String name) {
        String function = "function '" + name + "' ";
        if (AGGREGATES.contains(name)) {
            return function
                    + "aggregates several rows; a transformation is row-level only, because the same SQL runs on"
                    + " single events: declare it with .aggregate(…)";
        }
        if (WINDOWS.contains(name)) {
            return function + "looks at several rows; a transformation is row-level only, because the same SQL runs on"
                    + " single events";
        }
        if (GENERATORS.contains(name)) {
            return function + "makes several rows of one; a transformation gives at most one row for an event";
        }
        if (CHANGING.contains(name)) {
            return function + "gives another value each time; a transformation must give the same row when an event is"
                    + " processed again";
        }
        String suggestion = DidYouMean.closest(name, ROW_LEVEL).orElse("");
        return function + "is unknown or not allowed"
                + (suggestion.isEmpty()
                        ? "; allowed are functions of one row that reach nothing outside of it"
                        : "; did you mean '" + suggestion + "'?");
    }

    private static Set<String> sorted(String... lines) {
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            names.addAll(Set.of(line.split(" ", -1)));
        }
        return names;
    }
}
