package io.tesela.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.retrieval.FeatureVector;
import io.tesela.core.retrieval.RequestKey;
import io.tesela.core.retrieval.Retrieval;
import io.tesela.core.retrieval.RetrievalOptions;
import io.tesela.core.retrieval.ServiceFeature;
import io.tesela.core.retrieval.ServicePlan;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.time.Micros;
import io.tesela.definition.DataType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tesela get}: the features of one entity, straight from the online store. */
@Command(
        name = "get",
        description = "Ask for the features of one entity, straight from the online store.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  tesela get fraud_detection user_id=u1"})
final class GetCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "The time of the request, such as 2026-01-01T00:00:00Z (default: now).")
    private @Nullable Instant at;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The feature service.")
    private String service = "";

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "The join keys.")
    private Map<String, String> joinKeys = new LinkedHashMap<>();

    @Override
    public Integer call() {
        Installation installation = repository.installation();
        ServicePlan plan = ServicePlan.of(installation.applied(), service);
        InstantSource clock = at == null ? InstantSource.system() : InstantSource.fixed(at);
        try (OnlineStore store = installation.store()) {
            FeatureVector vector = new Retrieval(store, clock, System::nanoTime)
                    .features(plan, List.of(plan.row(typed(plan))), RetrievalOptions.DEFAULT)
                    .rows()
                    .get(0);
            output.print(spec.commandLine().getOut(), () -> text(plan, vector), () -> json(plan, vector));
        }
        return 0;
    }

    /** The join keys with the types that the service wants; a key that it does not know stays text and is refused. */
    private Map<String, Object> typed(ServicePlan plan) {
        Map<String, Object> typed = new LinkedHashMap<>(joinKeys);
        for (RequestKey key : plan.requestKeys()) {
            String text = joinKeys.get(key.name());
            if (text != null) {
                typed.put(key.name(), typed(key, text));
            }
        }
        return typed;
    }

    private static Object typed(RequestKey key, String text) {
        try {
            if (key.type() == DataType.INT64 || key.type() == DataType.INT32) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Join key '" + key.name() + "' is '" + text + "'; expected " + key.type(),
                    e);
        }
        return key.type() == DataType.BOOLEAN ? Boolean.valueOf(text) : text;
    }

    private static String text(ServicePlan plan, FeatureVector vector) {
        TextTable table = new TextTable("FEATURE", "VALUE", "STATUS", "EFFECTIVE");
        for (int i = 0; i < vector.values().length; i++) {
            FeatureValue value = vector.values()[i];
            table.row(
                    plan.features().get(i).name(),
                    value.value() == null ? "-" : value.value().toString(),
                    value.status().name(),
                    effective(value) == null ? "-" : TextTable.time(Micros.toInstant(value.effectiveTimeMicros())));
        }
        return table.render();
    }

    private static JsonNode json(ServicePlan plan, FeatureVector vector) {
        ArrayNode array = OutputOption.mapper().createArrayNode();
        for (int i = 0; i < vector.values().length; i++) {
            FeatureValue value = vector.values()[i];
            ServiceFeature feature = plan.features().get(i);
            ObjectNode node = array.addObject().put("name", feature.name());
            node.put("type", feature.type().label());
            node.set("value", value(value.value()));
            node.put("status", value.status().name());
            node.put("effectiveTime", effective(value));
        }
        return array;
    }

    private static @Nullable String effective(FeatureValue value) {
        return value.effectiveTimeMicros() == Retrieval.NO_EFFECTIVE_TIME
                ? null
                : Micros.toInstant(value.effectiveTimeMicros()).toString();
    }

    private static JsonNode value(@Nullable Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = OutputOption.mapper().createArrayNode();
            new ArrayList<>(list).forEach(element -> array.add(value(element)));
            return array;
        }
        return OutputOption.mapper().valueToTree(value instanceof Instant instant ? instant.toString() : value);
    }
}
