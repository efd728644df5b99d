package io.tesela.server.wire;

import static io.tesela.server.wire.JsonBody.shown;
import static io.tesela.server.wire.JsonBody.wrong;

import io.tesela.core.error.TeselaException;
import io.tesela.core.retrieval.RetrievalOptions;
import io.tesela.core.retrieval.RetrievalOptions.NullCounts;
import io.tesela.definition.StreamFeatureView.AggregationLeadingEdge;
import io.tesela.server.wire.FeaturesRequest.MetadataOption;
import io.tesela.server.wire.FeaturesRequest.Row;
import io.tesela.server.wire.FeaturesRequest.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body. Each field may be spelled in camelCase or in snake_case; fields and options that are not known
 * are passed over.
 */
public final class RequestReader {
    private final JsonBody body;
    private final Shape shape;
    private final int maxRows;
    private final Set<String> seen = new HashSet<>();
    private final Set<MetadataOption> metadataOptions = EnumSet.noneOf(MetadataOption.class);
    private final List<Row> rows = new ArrayList<>(1);
    private @Nullable String workspace;
    private @Nullable String service;
    private @Nullable String serviceId;
    private @Nullable AggregationLeadingEdge leadingEdge;
    private @Nullable String firstContextField;
    private NullCounts nullCounts = NullCounts.KEEP;
    private boolean contextFieldsIgnored;

    private RequestReader(JsonBody body, Shape shape, int maxRows) {
        this.body = body;
        this.shape = shape;
        this.maxRows = maxRows;
    }

    /**
     * Reads a body.
     *
     * @param maxRows how many rows a batch may have
     * @throws TeselaException with code INVALID_ARGUMENT that names the field
     */
    public static FeaturesRequest read(byte[] bytes, Shape shape, int maxRows) {
        return JsonBody.read(bytes, body -> new RequestReader(body, shape, maxRows).request());
    }

    private FeaturesRequest request() throws IOException {
        body.object("", name -> {
            if (name.equals("params")) {
                once("params");
                body.object("params", this::param);
            } else {
                body.skip();
            }
        });
        check();
        return new FeaturesRequest(
                workspace, service, rows, metadataOptions, new RetrievalOptions(leadingEdge, nullCounts));
    }

    private void check() {
        if (!seen.contains("params")) {
            throw missing("params");
        }
        if (service == null && serviceId != null) {
            throw wrong("Feature services have no ids here; give params.featureServiceName, not featureServiceId");
        }
        if (shape == Shape.GET_FEATURES && rows.isEmpty()) {
            throw missing("params.joinKeyMap");
        }
        if (shape == Shape.GET_FEATURES_BATCH && !seen.contains("params.requestData")) {
            throw missing("params.requestData");
        }
        if (firstContextField != null && !contextFieldsIgnored) {
            throw wrong("Unexpected field " + shown(firstContextField)
                    + "; the service takes no request context. Leave it out or set"
                    + " params.requestOptions.ignoreExtraRequestContextFields to true");
        }
    }

    private void param(String name) throws IOException {
        switch (name) {
            case "workspaceName", "workspace_name" -> workspace = text("params.workspaceName");
            case "featureServiceName", "feature_service_name" -> service = text("params.featureServiceName");
            case "featureServiceId", "feature_service_id" -> serviceId = text("params.featureServiceId");
            case "joinKeyMap", "join_key_map" -> joinKeyMap();
            case "requestContextMap", "request_context_map" -> {
                once("params.requestContextMap");
                contextMap("params.requestContextMap");
            }
            case "requestData", "request_data" -> requestData();
            case "metadataOptions", "metadata_options" -> {
                once("params.metadataOptions");
                body.object("params.metadataOptions", this::metadataOption);
            }
            case "requestOptions", "request_options" -> {
                once("params.requestOptions");
                body.object("params.requestOptions", this::requestOption);
            }
            default -> body.skip();
        }
    }

    private void joinKeyMap() throws IOException {
        once("params.joinKeyMap");
        if (shape != Shape.GET_FEATURES) {
            body.skip();
            return;
        }
        rows.add(new Row(joinKeys("params.joinKeyMap")));
    }

    private void requestData() throws IOException {
        once("params.requestData");
        if (shape != Shape.GET_FEATURES_BATCH) {
            body.skip();
            return;
        }
        body.array("params.requestData", this::row);
    }

    private void row(String path) throws IOException {
        if (rows.size() == maxRows) {
            throw wrong("Field params.requestData has more than " + maxRows + " rows; ask for fewer at a time");
        }
        RowFields fields = new RowFields(path);
        body.object(path, fields);
        if (fields.joinKeys == null) {
            throw missing(path + ".joinKeyMap");
        }
        rows.add(new Row(fields.joinKeys));
    }

    private Map<String, @Nullable Object> joinKeys(String path) throws IOException {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        body.object(path, name -> {
            Object value = body.scalar(path + "." + shown(name));
            if (keys.containsKey(name)) {
                throw twice(path + "." + shown(name));
            }
            keys.put(name, value);
        });
        return keys;
    }

    private void contextMap(String path) throws IOException {
        body.object(path, name -> {
            if (firstContextField == null) {
                firstContextField = path + "." + name;
            }
            body.skip();
        });
    }

    private void metadataOption(String name) throws IOException {
        MetadataOption option = switch (name) {
            case "includeNames", "include_names" -> MetadataOption.NAMES;
            case "includeDataTypes", "include_data_types" -> MetadataOption.DATA_TYPES;
            case "includeEffectiveTimes", "include_effective_times" -> MetadataOption.EFFECTIVE_TIMES;
            case "includeSloInfo", "include_slo_info" -> MetadataOption.SLO_INFO;
            case "includeServingStatus", "include_serving_status" -> MetadataOption.SERVING_STATUS;
            case "includeFeatureDescriptions", "include_feature_descriptions" -> MetadataOption.FEATURE_DESCRIPTIONS;
            case "includeFeatureTags", "include_feature_tags" -> MetadataOption.FEATURE_TAGS;
            default -> null;
        };
        if (option == null) {
            body.skip();
        } else if (body.flag("params.metadataOptions." + name)) {
            metadataOptions.add(option);
        } else {
            metadataOptions.remove(option);
        }
    }

    private void requestOption(String name) throws IOException {
        String path = "params.requestOptions." + name;
        switch (name) {
            case "aggregationLeadingEdge", "aggregation_leading_edge" -> leadingEdge = leadingEdge(path);
            case "coerceNullCountsToZero", "coerce_null_counts_to_zero" ->
                nullCounts = body.flag(path) ? NullCounts.COERCE_TO_ZERO : NullCounts.KEEP;
            case "ignoreExtraRequestContextFields", "ignore_extra_request_context_fields" ->
                contextFieldsIgnored = body.flag(path);
            default -> body.skip();
        }
    }

    private @Nullable AggregationLeadingEdge leadingEdge(String path) throws IOException {
        String mode = body.text(path);
        if (mode == null) {
            return null;
        }
        return switch (mode) {
            case "AGGREGATION_MODE_WALL_CLOCK_TIME" -> AggregationLeadingEdge.WALL_CLOCK_TIME;
            case "AGGREGATION_MODE_LATEST_EVENT_TIME" -> AggregationLeadingEdge.LATEST_EVENT_TIME;
            case "AGGREGATION_MODE_UNSPECIFIED" -> null;
            default ->
                throw wrong("Field " + path + " takes AGGREGATION_MODE_WALL_CLOCK_TIME or"
                        + " AGGREGATION_MODE_LATEST_EVENT_TIME, not \"" + shown(mode) + "\"");
        };
    }

    private @Nullable String text(String path) throws IOException {
        once(path);
        return body.text(path);
    }

    /** Refuses a second value for a field, whatever its spelling. */
    private void once(String path) {
        if (!seen.add(path)) {
            throw twice(path);
        }
    }

    private static TeselaException missing(String path) {
        return wrong("Missing required field: " + path);
    }

    private static TeselaException twice(String path) {
        return wrong("Field " + path + " is given twice");
    }

    /** The fields of one row of a batch. */
    private final class RowFields implements JsonBody.Fields {
        private final String path;
        private boolean context;

        @Nullable Map<String, @Nullable Object> joinKeys;

        RowFields(String path) {
            this.path = path;
        }

        @Override
        public void field(String name) throws IOException {
            switch (name) {
                case "joinKeyMap", "join_key_map" -> {
                    if (joinKeys != null) {
                        throw twice(path + ".joinKeyMap");
                    }
                    joinKeys = joinKeys(path + ".joinKeyMap");
                }
                case "requestContextMap", "request_context_map" -> {
                    if (context) {
                        throw twice(path + ".requestContextMap");
                    }
                    context = true;
                    contextMap(path + ".requestContextMap");
                }
                default -> body.skip();
            }
        }
    }
}
