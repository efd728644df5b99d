package io.tesela.store.embedded;

import static io.tesela.testkit.store.TileFixture.DAY;
import static io.tesela.testkit.store.TileFixture.HOUR;
import static io.tesela.testkit.store.TileFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.TableFacts;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
    private static final long NOW = 20_000 * DAY;

    @Test
    void longestReadTouchesAtMostSixPeriods() {
        for (long retention : new long[] {MINUTE, HOUR, 5 * HOUR, DAY, 7 * DAY, 30 * DAY, 366 * DAY}) {
            TableLayout layout = filled(TableLayout.create(new TableFacts(MINUTE, retention)), retention);
            for (long edge = NOW - 2 * DAY; edge < NOW; edge += 7 * MINUTE) {
                int touched = 0;
                for (int i = layout.firstNotBefore(edge - retention);
                        i < layout.size() && layout.startMicros(i) < edge;
                        i++) {
                    touched++;
                }
                assertThat(touched).isBetween(1, 6);
            }
        }
    }

    @Test
    void tableThatExpiresNeedsFewDatabases() {
        TableLayout layout = TableLayout.create(new TableFacts(MINUTE, 30 * DAY));
        for (long now = NOW; now < NOW + 3_000 * DAY; now += DAY) {
            layout = layout.withPeriod(layout.period(now)).keptFrom(now - 30 * DAY - MINUTE);
            Set<Integer> databases = new HashSet<>();
            for (int i = 0; i < layout.size(); i++) {
                assertThat(databases.add(layout.database(i))).isTrue();
            }
            assertThat(databases).hasSizeLessThan(7);
        }
    }

    @Test
    void morePeriodsThanDatabasesShareThoseOfTheirNeighbours() {
        TableLayout layout = TableLayout.create(new TableFacts(MINUTE, HOUR));
        for (long period = 100; period > 0; period--) {
            layout = layout.withPeriod(period);
        }
        assertThat(layout.size()).isEqualTo(100);
        for (int i = 0; i < layout.size(); i++) {
            assertThat(layout.database(i)).isBetween(0, TableLayout.DATABASES - 1);
        }
        TableLayout later = layout.keptFrom(layout.startMicros(90));
        assertThat(later.size()).isEqualTo(10);
        assertThat(later.withPeriod(1_000).database(10)).isNotEqualTo(later.database(9));
    }

    @Test
    void decodeGivesWhatWasEncoded() {
        TableLayout layout = filled(TableLayout.create(new TableFacts(MINUTE, 30 * DAY)), 30 * DAY);
        TableLayout decoded = TableLayout.decode(ByteBuffer.wrap(layout.encode()));
        assertThat(decoded.encode()).isEqualTo(layout.encode());
        assertThat(decoded.version()).isEqualTo(layout.version());
        assertThat(decoded.facts()).isEqualTo(layout.facts());
        assertThat(decoded.isDropped()).isFalse();
        assertThat(TableLayout.decode(ByteBuffer.wrap(layout.asDropped().encode()))
                        .isDropped())
                .isTrue();
    }

    @Test
    void everyChangeHasAHigherVersion() {
        TableLayout layout = TableLayout.create(new TableFacts(MINUTE, DAY));
        TableLayout more = layout.withPeriod(5);
        TableLayout fewer = more.keptFrom(Long.MAX_VALUE);
        assertThat(more.version()).isGreaterThan(layout.version());
        assertThat(more.withPeriod(5)).isSameAs(more);
        assertThat(fewer.version()).isGreaterThan(more.version());
        assertThat(fewer.size()).isZero();
    }

    private static TableLayout filled(TableLayout empty, long retention) {
        TableLayout layout = empty;
        for (long start = NOW - 3 * DAY - 2 * retention; start < NOW; start += HOUR) {
            layout = layout.withPeriod(layout.period(start));
        }
        return layout;
    }
}
