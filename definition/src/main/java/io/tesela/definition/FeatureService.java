package io.tesela.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The features that one model asks for together. */
public record FeatureService(String name, List<FeatureSelection> selections, String description) {
    public FeatureService {
        selections = List.copyOf(selections);
    }

    /** A service of whole views or chosen features of them. */
    public static FeatureService of(String name, Selectable... features) {
        return named(name).features(features).build();
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts of a {@link FeatureService}. */
    public static final class Builder {
        private final String name;
        private final List<FeatureSelection> selections = new ArrayList<>();
        private String description = "";

        private Builder(String name) {
            this.name = name;
        }

        public Builder features(Selectable... features) {
            Arrays.stream(features).map(Selectable::selection).forEach(selections::add);
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** @throws DefinitionException if the service is wrong; the exception lists every problem */
        public FeatureService build() {
            FeatureService service = new FeatureService(name, selections, description);
            Problems.report(Checks.service(service));
            return service;
        }
    }
}
