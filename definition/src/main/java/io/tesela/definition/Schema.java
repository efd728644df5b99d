package io.tesela.definition;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** An ordered list of columns. Names are compared exactly. */
public record Schema(List<Column> columns) implements Serializable {
    public Schema {
        columns = List.copyOf(columns);
    }

    public static Schema of(Column... columns) {
        return new Schema(List.of(columns));
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The position of the column, counted from 0, or -1 if there is none. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
