package io.tesela.store.embedded;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.TileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The root folder of a store: a format file and a folder for each table. There is one object of this class for each
 * folder in a process, because LMDB forbids opening an environment twice in a process; handles count their use of it.
 *
 * <p>Tables are opened, created and removed under a lock on a file of the root, so that no process ever sees half of
 * that.
 */
final class StoreFolder {
    static final int FORMAT = 1;

    private static final String FORMAT_FILE = "FORMAT";
    private static final String LOCK_FILE = "LOCK";
    private static final String TABLES = "tables";
    private static final String DROPPED = "dropped";
    private static final Pattern FORMAT_LINE = Pattern.compile("tesela online store, format (\\d{1,9})\\s*");
    private static final Map<Path, StoreFolder> OPEN = new HashMap<>();

    private final Path root;
    private final long mapBytes;
    private final Map<Integer, TableEnvironment> tables = new ConcurrentHashMap<>();
    private int handles;

    private StoreFolder(Path root, long mapBytes) {
        this.root = root;
        this.mapBytes = mapBytes;
    }

    /**
     * The process's one object for this folder, which need not exist yet.
     *
     * @param mapBytes up to which size each table may grow; the first one to open the folder decides
     */
    static StoreFolder open(Path path, long mapBytes) {
        Path root = realPath(path.toAbsolutePath().normalize());
        synchronized (OPEN) {
            StoreFolder folder = OPEN.get(root);
            if (folder == null) {
                folder = new StoreFolder(root, mapBytes);
                folder.checkFormat();
                OPEN.put(root, folder);
            }
            folder.handles++;
            return folder;
        }
    }

    void release() {
        synchronized (OPEN) {
            handles--;
            if (handles > 0) {
                return;
            }
            OPEN.remove(root, this);
            for (TableEnvironment environment : tables.values()) {
                environment.close();
            }
            tables.clear();
        }
    }

    /** The table's environment, to be released by the caller, or null if nobody has created it. */
    @Nullable TableEnvironment find(int table) {
        while (true) {
            TableEnvironment environment = tables.get(table);
            if (environment == null) {
                if (!Files.isDirectory(tableFolder(table))) {
                    return null;
                }
                environment = locked(() -> openTable(table));
                if (environment == null) {
                    return null;
                }
            }
            if (environment.acquire()) {
                return environment;
            }
        }
    }

    /** The table's environment, to be released by the caller; creates it if there is none. */
    TableEnvironment create(TileTable table) {
        while (true) {
            TableEnvironment environment = tables.get(table.id());
            if (environment == null) {
                createDirectories(root);
                environment = locked(() -> createTable(table.id()));
            }
            if (environment.acquire()) {
                return environment;
            }
        }
    }

    /** Lets go of an environment whose table was dropped. */
    void forget(TableEnvironment environment) {
        if (tables.remove(environment.table(), environment)) {
            environment.retire();
        }
    }

    void drop(TileTable table) {
        if (!Files.isDirectory(tableFolder(table.id()))) {
            return;
        }
        this.<@Nullable TableEnvironment>locked(() -> {
            TableEnvironment environment = openTable(table.id());
            if (environment != null) {
                environment.writer().markDropped();
                removeFiles(table.id());
                forget(environment);
            }
            return null;
        });
    }

    private @Nullable TableEnvironment openTable(int table) {
        TableEnvironment open = tables.get(table);
        if (open != null) {
            if (!open.isDropped()) {
                return open;
            }
            forget(open);
        }
        Path folder = tableFolder(table);
        if (!Files.isDirectory(folder)) {
            return null;
        }
        checkFormat();
        TableEnvironment environment = TableEnvironment.open(table, folder, mapBytes);
        if (environment == null) {
            return null;
        }
        if (environment.isDropped()) {
            environment.close();
            removeFiles(table);
            return null;
        }
        tables.put(table, environment);
        return environment;
    }

    private TableEnvironment createTable(int table) {
        writeFormat();
        TableEnvironment existing = openTable(table);
        if (existing != null) {
            return existing;
        }
        Path folder = tableFolder(table);
        createDirectories(folder);
        TableEnvironment environment = TableEnvironment.create(table, folder, mapBytes);
        syncDirectory(folder);
        syncDirectory(root.resolve(TABLES));
        syncDirectory(root);
        tables.put(table, environment);
        return environment;
    }

    /** Moves the folder away before deleting it, so that a crash never leaves half of a table in its place. */
    private void removeFiles(int table) {
        try {
            Path dropped = root.resolve(DROPPED);
            Files.createDirectories(dropped);
            deleteTree(dropped);
            Files.createDirectories(dropped);
            Files.move(tableFolder(table), dropped.resolve(Integer.toString(table)), StandardCopyOption.ATOMIC_MOVE);
            deleteTree(dropped);
        } catch (IOException e) {
            throw unavailable("cannot remove table " + table, e);
        }
    }

    private Path tableFolder(int table) {
        return root.resolve(TABLES).resolve(Integer.toString(table));
    }

    private void checkFormat() {
        Path file = root.resolve(FORMAT_FILE);
        try {
            if (!Files.exists(file)) {
                return;
            }
            Matcher line = FORMAT_LINE.matcher(Files.readString(file));
            if (!line.matches()) {
                throw new TeselaException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "The file " + file + " does not say the format of an online store");
            }
            int format = Integer.parseInt(line.group(1));
            if (format > FORMAT) {
                throw new TeselaException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "The online store in " + root + " has format " + format
                                + ", written by a newer Tesela; this one" + " reads format " + FORMAT
                                + ". Run the newer version, or give another folder");
            }
        } catch (IOException e) {
            throw unavailable("cannot read " + file, e);
        }
    }

    private void writeFormat() {
        Path file = root.resolve(FORMAT_FILE);
        if (Files.exists(file)) {
            checkFormat();
            return;
        }
        try {
            checkUnused();
            Path draft = root.resolve(FORMAT_FILE + ".new");
            Files.writeString(draft, "tesela online store, format " + FORMAT + "\n");
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unavailable("cannot write " + file, e);
        }
    }

    private void checkUnused() throws IOException {
        Set<String> ours = Set.of(LOCK_FILE, FORMAT_FILE + ".new");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                if (!ours.contains(file.getFileName().toString())) {
                    throw new TeselaException(
                            ErrorCode.INCOMPATIBLE_STATE,
                            "The folder " + root + " is no online store, and holds '" + file.getFileName()
                                    + "'. Give an empty folder, or one that does not exist");
                }
            }
        }
    }

    private synchronized <R extends @Nullable Object> R locked(Supplier<R> action) {
        Path file = root.resolve(LOCK_FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("no lock on " + file);
            }
            return action.get();
        } catch (IOException e) {
            throw unavailable("cannot lock " + file, e);
        }
    }

    private void createDirectories(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw unavailable("cannot create " + path, e);
        }
    }

    private void syncDirectory(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw unavailable("cannot sync " + path, e);
        }
    }

    private static void deleteTree(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    deleteTree(child);
                }
            }
        }
        Files.delete(path);
    }

    private TeselaException unavailable(String what, IOException cause) {
        return new TeselaException(
                ErrorCode.UNAVAILABLE, "The online store in " + root + " " + what + ": " + cause, cause);
    }

    /** Resolves links in the part of the path that exists, so that every spelling of a folder is one folder. */
    private static Path realPath(Path path) {
        try {
            if (Files.exists(path)) {
                return path.toRealPath();
            }
            Path parent = path.getParent();
            return parent == null ? path : realPath(parent).resolve(path.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
