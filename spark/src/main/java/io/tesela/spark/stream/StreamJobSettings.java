package io.tesela.spark.stream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream job writes and how it runs.
 *
 * @param store the address of the online store, which must be reachable from each task
 * @param checkpoint the job's own folder; the job goes on from what is in it
 * @param deadLetters the folder of all views' dead letters; the job writes below {@code deadLetters/<view>}
 * @param owner says who writes, for the message that a fenced writer gets
 * @param triggerInterval how often to write, or null for what the view says; zero means without pause
 * @param run when the job ends
 * @param preflightTimeLimit how long to wait for the source to answer before the job starts
 * @param clock says when batches became readable and what has expired; whether an event time lies too far in the future
 *     is decided by the time in the checkpoint's log of the batch
 */
public record StreamJobSettings(
        URI store,
        Path checkpoint,
        Path deadLetters,
        String owner,
        @Nullable Duration triggerInterval,
        Run run,
        Duration preflightTimeLimit,
        InstantSource clock) {

    private static final Duration DEFAULT_PREFLIGHT_TIME_LIMIT = Duration.ofSeconds(10);

    /** When a job ends. */
    public enum Run {
        /** When it is stopped or fails. */
        UNTIL_STOPPED,
        /** When everything that was there at the start is processed. */
        WHAT_IS_AVAILABLE
    }

    /** Settings of a job that runs until it is stopped, at the view's own trigger interval. */
    public static StreamJobSettings of(
            URI store, Path checkpoint, Path deadLetters, String owner, InstantSource clock) {
        return new StreamJobSettings(
                store, checkpoint, deadLetters, owner, null, Run.UNTIL_STOPPED, DEFAULT_PREFLIGHT_TIME_LIMIT, clock);
    }

    public StreamJobSettings store(URI address) {
        return new StreamJobSettings(
                address, checkpoint, deadLetters, owner, triggerInterval, run, preflightTimeLimit, clock);
    }

    public StreamJobSettings triggerInterval(Duration interval) {
        return new StreamJobSettings(store, checkpoint, deadLetters, owner, interval, run, preflightTimeLimit, clock);
    }

    public StreamJobSettings run(Run when) {
        return new StreamJobSettings(
                store, checkpoint, deadLetters, owner, triggerInterval, when, preflightTimeLimit, clock);
    }

    public StreamJobSettings preflightTimeLimit(Duration limit) {
        return new StreamJobSettings(store, checkpoint, deadLetters, owner, triggerInterval, run, limit, clock);
    }
}
