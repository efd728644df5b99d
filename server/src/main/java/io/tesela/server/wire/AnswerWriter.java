package io.tesela.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.retrieval.FeatureVector;
import io.tesela.core.retrieval.RequestKey;
import io.tesela.core.retrieval.Retrieval;
import io.tesela.core.retrieval.ServiceFeature;
import io.tesela.core.retrieval.ServicePlan;
import io.tesela.core.time.Micros;
import io.tesela.definition.DataType;
import io.tesela.server.wire.FeaturesRequest.MetadataOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Writes the answers of one service. What is the same in every answer is rendered once. Safe for use by several
 * threads.
 */
public final class AnswerWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final double NANOS_PER_SECOND = 1e9;
    /** The options whose part of an answer depends on the feature alone, in the order of their bits. */
    private static final List<MetadataOption> FIXED = List.of(
            MetadataOption.NAMES,
            MetadataOption.DATA_TYPES,
            MetadataOption.FEATURE_DESCRIPTIONS,
            MetadataOption.FEATURE_TAGS);
    /** The options that add something to each feature's metadata. */
    private static final Set<MetadataOption> PER_FEATURE = EnumSet.complementOf(EnumSet.of(MetadataOption.SLO_INFO));

    private final ServicePlan plan;
    private final byte[] metadata;
    /** By the bits of {@link #FIXED}: for each feature the fields of its metadata, without braces. */
    private final AtomicReferenceArray<SerializedString[]> fixedFields = new AtomicReferenceArray<>(1 << FIXED.size());

    public AnswerWriter(ServicePlan plan) {
        this.plan = plan;
        this.metadata = write(this::writeServiceMetadata);
    }

    /** The answer to a request for the service's metadata. The caller does not change it. */
    public byte[] metadata() {
        return metadata;
    }

    /** The answer to get-features. */
    public byte[] features(FeatureVector vector, Set<MetadataOption> options, ServerTimes times) {
        return write(json -> {
            json.writeStartObject();
            json.writeFieldName("result");
            writeVector(json, vector);
            if (!options.isEmpty()) {
                json.writeObjectFieldStart("metadata");
                writeFeaturesMetadata(json, List.of(vector), options, false);
                if (options.contains(MetadataOption.SLO_INFO)) {
                    json.writeFieldName("sloInfo");
                    writeSloInfo(json, times);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** The answer to get-features-batch. */
    public byte[] batch(List<FeatureVector> vectors, Set<MetadataOption> options, ServerTimes times) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("result");
            for (FeatureVector vector : vectors) {
                writeVector(json, vector);
            }
            json.writeEndArray();
            if (!options.isEmpty()) {
                json.writeObjectFieldStart("metadata");
                writeFeaturesMetadata(json, vectors, options, true);
                if (options.contains(MetadataOption.SLO_INFO)) {
                    writeBatchSloInfo(json, vectors.size(), times);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static void writeVector(JsonGenerator json, FeatureVector vector) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("features");
        for (FeatureValue value : vector.values()) {
            WireTypes.writeValue(json, value.value());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeFeaturesMetadata(
            JsonGenerator json, List<FeatureVector> rows, Set<MetadataOption> options, boolean batch)
            throws IOException {
        if (PER_FEATURE.stream().noneMatch(options::contains)) {
            return;
        }
        SerializedString[] fixed = fixedFields(options);
        EffectiveTimes effectiveTimes = new EffectiveTimes();
        json.writeArrayFieldStart("features");
        for (int i = 0; i < fixed.length; i++) {
            json.writeStartObject();
            boolean first = fixed[i].charLength() == 0;
            json.writeRaw(fixed[i]);
            if (options.contains(MetadataOption.EFFECTIVE_TIMES) && !rows.isEmpty()) {
                first = effectiveTimes.write(json, rows.get(0).values()[i], first);
            }
            if (options.contains(MetadataOption.SERVING_STATUS)) {
                writeStatus(json, rows, i, first, batch);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeStatus(
            JsonGenerator json, List<FeatureVector> rows, int feature, boolean first, boolean batch)
            throws IOException {
        json.writeRaw(first ? "\"status\":" : ",\"status\":");
        if (!batch) {
            json.writeRaw(status(rows.get(0).values()[feature]));
            return;
        }
        json.writeRaw('[');
        for (int row = 0; row < rows.size(); row++) {
            if (row > 0) {
                json.writeRaw(',');
            }
            json.writeRaw(status(rows.get(row).values()[feature]));
        }
        json.writeRaw(']');
    }

    private static String status(FeatureValue value) {
        return switch (value.status()) {
            case PRESENT -> "\"PRESENT\"";
            case MISSING_DATA -> "\"MISSING_DATA\"";
            case OVERFLOW -> "\"UNKNOWN\"";
        };
    }

    private static void writeSloInfo(JsonGenerator json, ServerTimes times) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("sloEligible", true);
        json.writeNumberField("sloServerTimeSeconds", times.serverNanos() / NANOS_PER_SECOND);
        json.writeNumberField("storeResponseSizeBytes", times.storeBytes());
        json.writeNumberField("serverTimeSeconds", times.serverNanos() / NANOS_PER_SECOND);
        json.writeNumberField("storeMaxLatency", times.storeNanos() / NANOS_PER_SECOND);
        json.writeEndObject();
    }

    /** All rows of a batch are read together: each has the times of the whole and its share of the bytes. */
    private static void writeBatchSloInfo(JsonGenerator json, int rows, ServerTimes times) throws IOException {
        json.writeArrayFieldStart("sloInfo");
        for (int row = 0; row < rows; row++) {
            writeSloInfo(json, new ServerTimes(times.serverNanos(), times.storeNanos(), times.storeBytes() / rows));
        }
        json.writeEndArray();
        json.writeFieldName("batchSloInfo");
        writeSloInfo(json, times);
    }

    private SerializedString[] fixedFields(Set<MetadataOption> options) {
        int bits = 0;
        for (int i = 0; i < FIXED.size(); i++) {
            if (options.contains(FIXED.get(i))) {
                bits |= 1 << i;
            }
        }
        SerializedString[] fields = fixedFields.get(bits);
        if (fields == null) {
            fields = plan.features().stream()
                    .map(feature -> renderFixed(feature, options))
                    .toArray(SerializedString[]::new);
            fixedFields.set(bits, fields);
        }
        return fields;
    }

    private static SerializedString renderFixed(ServiceFeature feature, Set<MetadataOption> options) {
        String object = new String(
                write(json -> {
                    json.writeStartObject();
                    if (options.contains(MetadataOption.NAMES)) {
                        json.writeStringField("name", feature.name());
                    }
                    if (options.contains(MetadataOption.DATA_TYPES)) {
                        json.writeFieldName("dataType");
                        WireTypes.writeType(json, feature.type());
                    }
                    if (options.contains(MetadataOption.FEATURE_DESCRIPTIONS)
                            && !feature.description().isEmpty()) {
                        json.writeStringField("description", feature.description());
                    }
                    if (options.contains(MetadataOption.FEATURE_TAGS)
                            && !feature.tags().isEmpty()) {
                        json.writeObjectFieldStart("tags");
                        for (Map.Entry<String, String> tag : new TreeMap<>(feature.tags()).entrySet()) {
                            json.writeStringField(tag.getKey(), tag.getValue());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
        return new SerializedString(object.substring(1, object.length() - 1));
    }

    private void writeServiceMetadata(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("featureServiceType", "DEFAULT");
        json.writeArrayFieldStart("inputJoinKeys");
        for (RequestKey key : plan.requestKeys()) {
            writeNameAndType(json, key.name(), key.type());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("featureValues");
        for (ServiceFeature feature : plan.features()) {
            writeNameAndType(json, feature.name(), feature.type());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNameAndType(JsonGenerator json, String name, DataType type) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeFieldName("dataType");
        WireTypes.writeType(json, type);
        json.writeStringField("type", WireTypes.label(type));
        json.writeEndObject();
    }

    private static byte[] write(Writing writing) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory cannot fail", e);
        }
        return bytes.getClearAndRelease();
    }

    /** Something that writes. */
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** The effective times of one answer, each formatted once. */
    private static final class EffectiveTimes {
        private long lastMicros = Retrieval.NO_EFFECTIVE_TIME;
        private String last = "";

        /** Writes the field if there is such a time; gives whether the object is still empty. */
        boolean write(JsonGenerator json, FeatureValue value, boolean first) throws IOException {
            long micros = value.effectiveTimeMicros();
            if (micros == Retrieval.NO_EFFECTIVE_TIME) {
                return first;
            }
            if (micros != lastMicros) {
                lastMicros = micros;
                last = text(micros);
            }
            json.writeRaw(first ? "\"effectiveTime\":\"" : ",\"effectiveTime\":\"");
            json.writeRaw(last);
            json.writeRaw('"');
            return false;
        }

        /** In whole seconds, cut off towards the past: Tecton's Java client reads no fraction. */
        private static String text(long micros) {
            return Micros.toInstant(Math.floorDiv(micros, Micros.PER_SECOND) * Micros.PER_SECOND)
                    .toString();
        }
    }
}
