package io.tesela.spark.stream;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second job away from a checkpoint. The operating system releases it when the process ends, however it does. */
final class JobLock implements AutoCloseable {
    private static final String FILE = "tesela-job.lock";

    private final FileChannel channel;

    private JobLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws TeselaException with code CONFLICT, naming the holder, if another job has the checkpoint */
    static JobLock take(Path checkpoint, String view, String owner) {
        Path file = checkpoint.resolve(FILE);
        try {
            Files.createDirectories(checkpoint);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new TeselaException(
                        ErrorCode.CONFLICT,
                        "A stream job of view '" + view + "' already runs on checkpoint " + checkpoint + ": "
                                + Files.readString(file).strip() + "; stop it first");
            }
            String holder = "process " + ProcessHandle.current().pid() + ", owner '" + owner + "'\n";
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            channel.force(false);
            return new JobLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the lock of a stream job", e);
        }
    }
}
