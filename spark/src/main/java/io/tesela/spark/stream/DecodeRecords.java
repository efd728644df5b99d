package io.tesela.spark.stream;

import io.tesela.spark.source.JsonDecoder;
import io.tesela.spark.source.StreamReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Turns records into events, and those that are none into dead letters. */
final class DecodeRecords implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final JobPlan plan;

    DecodeRecords(JobPlan plan) {
        this.plan = plan;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> records) {
        return new Events(records, TaskRecords.open(plan), new JsonDecoder(plan.events(), plan.eventTimestamp()));
    }

    private final class Events implements Iterator<Row> {
        private final Iterator<Row> input;
        private final TaskRecords records;
        private final JsonDecoder decoder;
        private final int columns = plan.events().columns().size();
        private @Nullable Row next;

        Events(Iterator<Row> input, TaskRecords records, JsonDecoder decoder) {
            this.input = input;
            this.records = records;
            this.decoder = decoder;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                Row record = read();
                if (record == null) {
                    return false;
                }
                long number = records.take(record);
                @Nullable Object[] values = new @Nullable Object[columns + 1];
                String problem = decoder.decode((byte @Nullable []) record.get(StreamReader.VALUE), values);
                if (problem != null) {
                    records.bury(problem);
                    continue;
                }
                values[columns] = number;
                next = RowFactory.create(values);
            }
            return true;
        }

        private @Nullable Row read() {
            try {
                return input.hasNext() ? input.next() : null;
            } catch (RuntimeException e) {
                throw records.sourceFailed(e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Row event = next;
            next = null;
            return event;
        }
    }
}
