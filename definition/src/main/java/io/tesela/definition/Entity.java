package io.tesela.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * A thing that features describe, such as a user or a card, identified by one or more typed join keys.
 *
 * <p>A join key is a STRING, an INT32, an INT64 or a BOOLEAN.
 */
public record Entity(String name, List<Column> joinKeys, String description) {
    public Entity {
        joinKeys = List.copyOf(joinKeys);
    }

    /** An entity with one join key. */
    public static Entity of(String name, String joinKey, DataType type) {
        return named(name).joinKey(joinKey, type).build();
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts of an {@link Entity}. */
    public static final class Builder {
        private final String name;
        private final List<Column> joinKeys = new ArrayList<>();
        private String description = "";

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a join key; the order of the calls is the order of a composite key. */
        public Builder joinKey(String joinKey, DataType type) {
            joinKeys.add(new Column(joinKey, type));
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** @throws DefinitionException if the entity is wrong; the exception lists every problem */
        public Entity build() {
            Entity entity = new Entity(name, joinKeys, description);
            Problems.report(Checks.entity(entity));
            return entity;
        }
    }
}
