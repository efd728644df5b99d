package io.tesela.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.spark.stream.JobStatus;
import io.tesela.spark.stream.JobStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the stream jobs of this machine do, kept in one small file a view so that {@code tesela status} sees the jobs of
 * other processes. The counts are not here: they are in the online store, beside the tiles.
 */
final class JobBoard {
    private final Path folder;

    JobBoard(Path folder) {
        this.folder = folder;
    }

    /**
     * What a job did when it last wrote it down.
     *
     * @param pid the process that runs it
     * @param reason why it is being retried or has failed
     * @param behind records in the source that are not taken yet, -1 if unknown
     */
    record Entry(State state, long pid, @Nullable String reason, double rowsPerSecond, long behind, Instant writtenAt) {
        /** The state, knowing that a process that is gone cannot have said so. */
        State honestState() {
            boolean over = state == State.STOPPED || state == State.FAILED;
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            return over || alive ? state : State.STOPPED;
        }
    }

    void write(String view, JobStatus status, Instant now) {
        ObjectNode node = OutputOption.mapper()
                .createObjectNode()
                .put("state", status.state().name())
                .put("pid", ProcessHandle.current().pid())
                .put("reason", status.reason())
                .put("rowsPerSecond", status.rowsPerSecond())
                .put("behind", status.behind())
                .put("writtenAt", now.toString());
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, view, ".tmp");
            Files.writeString(temporary, OutputOption.render(node));
            Files.move(temporary, file(view), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "Cannot write the state of job '" + view + "' to " + folder + ": " + e, e);
        }
    }

    /** What the view's job last wrote, or empty if none ever ran here. */
    Optional<Entry> read(String view) {
        if (!Files.exists(file(view))) {
            return Optional.empty();
        }
        try {
            JsonNode node = OutputOption.mapper().readTree(file(view).toFile());
            return Optional.of(new Entry(
                    State.valueOf(node.path("state").asText()),
                    node.path("pid").asLong(),
                    node.path("reason").isNull() ? null : node.path("reason").asText(),
                    node.path("rowsPerSecond").asDouble(),
                    node.path("behind").asLong(-1),
                    Instant.parse(node.path("writtenAt").asText())));
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "Cannot understand " + file(view) + ": " + e.getMessage() + ". Delete it; the running job writes it"
                            + " again",
                    e);
        }
    }

    private Path file(String view) {
        return folder.resolve(view + ".json");
    }
}
