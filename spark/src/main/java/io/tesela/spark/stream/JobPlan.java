package io.tesela.spark.stream;

import io.tesela.core.aggregation.TileLayout;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.TileTable;
import io.tesela.core.time.Micros;
import io.tesela.definition.Column;
import io.tesela.definition.Feature;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.io.Serializable;
import java.util.List;

/**
 * What the stages of a job need to know; travels to the tasks.
 *
 * @param events the columns of the source
 * @param eventTimestamp the column of the source that no event may be without
 * @param output the columns of the transformation
 * @param timestampField the column of {@code output} that decides the tile
 * @param dropsLate whether there is a watermark
 * @param deadLetters the view's folder of dead letters
 * @param kafka whether records have Kafka positions, and not files
 */
record JobPlan(
        Schema events,
        String eventTimestamp,
        Schema output,
        List<Column> joinKeys,
        String timestampField,
        List<Feature> features,
        TileTable table,
        boolean dropsLate,
        long futureToleranceMicros,
        String deadLetters,
        boolean kafka)
        implements Serializable {

    static JobPlan of(AppliedView applied, String deadLetters) {
        StreamFeatureView view = applied.view();
        return new JobPlan(
                view.source().schema(),
                view.source().timestampField(),
                applied.output(),
                view.joinKeys(),
                view.timestampField(),
                view.features(),
                applied.table(),
                view.source().watermarkDelayThreshold() != null,
                Micros.of(view.source().futureTolerance()),
                deadLetters,
                view.source().streamConfig() instanceof KafkaConfig);
    }

    TileLayout layout() {
        return TileLayout.of(output, features);
    }

    /** What a timestamp that is null, or in the far future, is called in a dead letter. */
    String timestampLabel() {
        return "timestamp '" + timestampField + "'";
    }
}
