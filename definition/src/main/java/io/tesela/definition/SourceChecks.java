package io.tesela.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What makes a {@link StreamSource} wrong. */
final class SourceChecks {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern SERVER = Pattern.compile(".+:\\d{1,5}");

    /** Options of Spark's Kafka source that Tesela sets itself → how to say the same. */
    private static final Map<String, String> OWN_KAFKA_OPTIONS = Map.of(
            "subscribe", "name the topics in Kafka.topics(…)",
            "subscribepattern", "name the topics in Kafka.topics(…)",
            "assign", "name the topics in Kafka.topics(…)",
            "kafka.bootstrap.servers", "use .bootstrapServers(…)",
            "startingoffsets", "use .startingOffsets(…)",
            "maxoffsetspertrigger", "use .maxOffsetsPerTrigger(…)",
            "failondataloss", "remove it: lost records always stop the job",
            "includeheaders", "remove it: headers are not read");

    private SourceChecks() {}

    /** Adds the timestamp field to the columns unless it is one, or looks like one that was misspelt. */
    static Schema withTimestamp(Schema declared, String timestampField) {
        List<String> timestamps = declared.columns().stream()
                .filter(column -> column.type().equals(DataType.TIMESTAMP))
                .map(Column::name)
                .toList();
        if (timestampField.isEmpty()
                || declared.columns().isEmpty()
                || declared.column(timestampField).isPresent()
                || DidYouMean.closest(timestampField, timestamps).isPresent()) {
            return declared;
        }
        List<Column> columns = new ArrayList<>(declared.columns());
        columns.add(new Column(timestampField, DataType.TIMESTAMP));
        return new Schema(columns);
    }

    static List<Problem> problems(StreamSource source, boolean streamConfigSaid, boolean latenessSaid) {
        Findings findings = Findings.of("stream source", source.name());
        if (!streamConfigSaid) {
            findings.add("it has no stream; add .streamConfig(Kafka.topic(…))");
        } else if (source.streamConfig() instanceof KafkaConfig kafka) {
            kafka(findings.at("streamConfig"), kafka);
        } else if (source.streamConfig() instanceof FileStreamConfig files) {
            files(findings.at("streamConfig"), files);
        }
        if (source.batchConfig() instanceof FileConfig files) {
            findings.at("batchConfig").notBlank("path", files.path(), "name a file or a folder");
            findings.at("batchConfig").notNegative("dataDelay", files.dataDelay());
        }
        columns(findings, source);
        if (!latenessSaid) {
            findings.add("it does not say how late events may be; add .watermarkDelayThreshold(…) or"
                    + " .acceptAllLateEvents()");
        }
        findings.notNegative("watermarkDelayThreshold", source.watermarkDelayThreshold());
        findings.positive("futureTolerance", source.futureTolerance());
        return findings.problems();
    }

    private static void columns(Findings findings, StreamSource source) {
        List<String> names = source.schema().names();
        if (names.isEmpty()) {
            findings.add("it has no columns; add .column(name, type) for each field of an event that features use");
            return;
        }
        findings.columnNames("column", source.schema().columns());
        if (source.timestampField().isEmpty()) {
            findings.add("it does not say which column holds the event time; add .timestampField(…)");
        } else {
            findings.known("timestampField", source.timestampField(), "column of the source", names);
            Optional<Column> timestamp = source.schema().column(source.timestampField());
            if (timestamp.isPresent() && !timestamp.get().type().equals(DataType.TIMESTAMP)) {
                findings.add("timestampField '" + source.timestampField() + "' has type "
                        + timestamp.get().type().label() + "; declare the column as timestamp");
            }
        }
        findings.distinct("deduplication column", source.deduplicationColumns());
        for (String column : source.deduplicationColumns()) {
            findings.known("deduplication column", column, "column of the source", names);
        }
    }

    private static void kafka(Findings findings, KafkaConfig kafka) {
        if (kafka.topics().isEmpty()) {
            findings.add("it names no topic; write Kafka.topic(\"transactions\")");
        }
        findings.distinct("topic", kafka.topics());
        for (String topic : kafka.topics()) {
            if (!TOPIC.matcher(topic).matches()) {
                findings.add("topic '" + topic + "' is no name that Kafka allows; use 1 to 249 letters, digits, '.',"
                        + " '_' and '-'");
            }
        }
        if (kafka.servers().isEmpty()) {
            findings.add("it names no server; add .bootstrapServers(\"host:9092\")");
        }
        for (String server : kafka.servers()) {
            if (!SERVER.matcher(server).matches()) {
                findings.add("bootstrap server '" + server + "' has no port; write it like 'host:9092'");
            }
        }
        if (kafka.maxOffsetsPerTrigger() < 0) {
            findings.add("maxOffsetsPerTrigger is " + kafka.maxOffsetsPerTrigger()
                    + "; give a number of records, or 0 for no limit");
        }
        kafka.options().keySet().stream().sorted().forEach(option -> {
            String instead = OWN_KAFKA_OPTIONS.get(option.toLowerCase(Locale.ROOT));
            if (instead != null) {
                findings.add("option '" + option + "' cannot be set here; " + instead);
            }
        });
    }

    private static void files(Findings findings, FileStreamConfig files) {
        findings.notBlank("folder", files.folder(), "name the folder in which the files appear");
        if (files.maxFilesPerTrigger() < 0) {
            findings.add("maxFilesPerTrigger is " + files.maxFilesPerTrigger()
                    + "; give a number of files, or 0 for no limit");
        }
    }
}
