import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.approxPercentile;
import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.last;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.BOOLEAN;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static io.tesela.definition.StreamFeatureView.LeadingTile.RUNNING;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.tesela.definition.Entity;
import io.tesela.definition.FeatureRepository;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Kafka;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import java.util.List;

/** What a moderation model knows of an edit's user, page and channel, fresh to the minute. */
public final class WikipediaFeatures implements FeatureRepository {
    static final Entity USER = Entity.of("user", "user", STRING);
    static final Entity CHANNEL = Entity.of("channel", "channel", STRING);

    /** Pages of different channels may share a title, so a page needs both. */
    static final Entity PAGE = Entity.named("page")
            .joinKey("channel", STRING)
            .joinKey("page", STRING)
            .build();

    static final StreamSource EDITS = StreamSource.named("edits")
            .streamConfig(Kafka.topic("wikipedia-edits")
                    .bootstrapServers("localhost:9092")
                    .maxOffsetsPerTrigger(10_000))
            .column("time", TIMESTAMP)
            .column("user", STRING)
            .column("channel", STRING)
            .column("page", STRING)
            .column("countryIsoCode", STRING)
            .column("isRobot", BOOLEAN)
            .column("added", INT64)
            .column("deleted", INT64)
            .column("delta", INT64)
            .timestampField("time")
            .watermarkDelayThreshold(ofHours(1))
            .build();

    static final StreamFeatureView USER_EDITS = StreamFeatureView.named("user_edits")
            .entities(USER)
            .source(EDITS)
            .sql("SELECT user, page, channel, added, delta, time FROM edits")
            .aggregate(
                    count("page").over(ofMinutes(10), ofHours(1), ofHours(24)),
                    sum("added").over(ofHours(1), ofHours(24)),
                    mean("delta").over(ofHours(24)),
                    last("channel").over(ofHours(24)),
                    lastDistinct("page", 5).over(ofHours(24)),
                    approxCountDistinct("page").over(ofHours(24)))
            .aggregationInterval(ofMinutes(1))
            .triggerInterval(ofSeconds(5))
            .online()
            .build();

    static final StreamFeatureView PAGE_EDITS = StreamFeatureView.named("page_edits")
            .entities(PAGE)
            .source(EDITS)
            .sql("SELECT channel, page, user, delta, time FROM edits")
            .aggregate(
                    count("user").over(ofHours(1), ofHours(24)),
                    sum("delta").over(ofHours(24)),
                    lastDistinct("user", 3).over(ofHours(24)))
            .aggregationInterval(ofMinutes(1))
            .triggerInterval(ofSeconds(5))
            .online()
            .build();

    /** Reads the tile in progress too: as fresh as the last write. */
    static final StreamFeatureView CHANNEL_EDITS = StreamFeatureView.named("channel_edits")
            .entities(CHANNEL)
            .source(EDITS)
            .sql("""
                    SELECT channel, user, countryIsoCode AS country, added, time,
                           CASE WHEN isRobot THEN 1.0D ELSE 0.0D END AS robot
                    FROM edits
                    """)
            .aggregate(
                    count("user").over(ofMinutes(10), ofHours(1), ofHours(24)),
                    count("country").over(ofHours(1)),
                    count("user").over(Window.series(ofMinutes(-60), ofMinutes(10), ofMinutes(10))),
                    sum("added").over(Window.of(ofHours(1)), Window.of(ofHours(1), ofHours(-1))),
                    max("added").over(ofHours(1)),
                    mean("robot").over(ofMinutes(10), ofHours(24)),
                    last("country").over(ofHours(1)),
                    approxCountDistinct("user").over(ofHours(1), ofHours(24)),
                    approxPercentile("added", 0.5).over(ofHours(24)),
                    approxPercentile("added", 0.95).over(ofHours(24)))
            .aggregationInterval(ofMinutes(1))
            .leadingTile(RUNNING)
            .triggerInterval(ofSeconds(2))
            .online()
            .build();

    @Override
    public List<FeatureService> services() {
        return List.of(
                FeatureService.of("user_features", USER_EDITS),
                FeatureService.of("page_features", PAGE_EDITS),
                FeatureService.of("channel_features", CHANNEL_EDITS),
                FeatureService.of("edit_review", USER_EDITS, PAGE_EDITS, CHANNEL_EDITS));
    }
}
