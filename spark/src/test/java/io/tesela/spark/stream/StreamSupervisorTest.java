package io.tesela.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.spark.stream.JobStatus.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** S9: what may pass is tried again after longer and longer pauses; what needs a person ends the job. */
final class StreamSupervisorTest {
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<State> states = Collections.synchronizedList(new ArrayList<>());

    private StreamSupervisor superviseFailures(ErrorCode... failures) throws InterruptedException {
        Queue<ErrorCode> left = new ArrayDeque<>(List.of(failures));
        StreamSupervisor[] self = new StreamSupervisor[1];
        synchronized (pauses) {
            self[0] = StreamSupervisor.start(
                    "spending",
                    () -> {
                        throw new TeselaException(left.remove(), "broker 'kafka:9092' did not answer");
                    },
                    pause -> {
                        pauses.add(pause);
                        states.add(self[0].status().state());
                    });
        }
        self[0].awaitTermination();
        return self[0];
    }

    @Test
    void s9_pausesDoubleFromOneSecondToOneMinute() throws InterruptedException {
        ErrorCode[] failures = new ErrorCode[9];
        java.util.Arrays.fill(failures, ErrorCode.UNAVAILABLE);
        failures[8] = ErrorCode.INCOMPATIBLE_STATE;
        try (StreamSupervisor supervisor = superviseFailures(failures)) {
            assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
            assertThat(states).containsOnly(State.RETRYING);
            assertThat(supervisor.status().state()).isEqualTo(State.FAILED);
            assertThat(supervisor.status().reason()).contains("kafka:9092");
        }
    }

    @Test
    void s5_aFencedJobDoesNotComeBack() throws InterruptedException {
        try (StreamSupervisor supervisor = superviseFailures(ErrorCode.FENCED)) {
            assertThat(pauses).isEmpty();
            assertThat(supervisor.status().state()).isEqualTo(State.FAILED);
        }
    }

    @Test
    void s9_aDefectIsNotRepeatedForEver() throws InterruptedException {
        try (StreamSupervisor supervisor =
                superviseFailures(ErrorCode.INTERNAL, ErrorCode.INTERNAL, ErrorCode.INTERNAL, ErrorCode.INTERNAL)) {
            assertThat(pauses).hasSize(2);
            assertThat(supervisor.status().state()).isEqualTo(State.FAILED);
        }
    }
}
