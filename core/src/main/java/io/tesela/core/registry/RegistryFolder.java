package io.tesela.core.registry;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry in a folder: one file for each version of each workspace, never changed once it is there, and one for
 * each table id ever given out. Several processes may use one folder at the same time; reading never waits.
 *
 * <p>A version comes into being by linking a complete file to its name, which fails if the name is taken: so of two
 * simultaneous commits exactly one succeeds, and a killed one leaves nothing but a temporary file.
 */
public final class RegistryFolder {
    private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final Pattern VERSION_FILE = Pattern.compile("(\\d{10})\\.json");
    private static final Pattern TABLE_FILE = Pattern.compile("(\\d{10})");

    private final Path workspaces;
    private final Path tables;

    private RegistryFolder(Path folder) {
        this.workspaces = folder.resolve("workspaces");
        this.tables = folder.resolve("tables");
    }

    /** Opens the registry in this folder, which is made if it does not exist. */
    public static RegistryFolder open(Path folder) {
        RegistryFolder registry = new RegistryFolder(folder);
        try {
            Files.createDirectories(registry.workspaces);
            Files.createDirectories(registry.tables);
        } catch (IOException e) {
            throw failed("The registry folder " + folder + " cannot be made", e);
        }
        return registry;
    }

    /** The workspaces with at least one version, in the order of their names. */
    public List<String> workspaces() {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(workspaces)) {
            for (Path folder : folders) {
                if (!numbers(folder, VERSION_FILE).isEmpty()) {
                    names.add(folder.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw failed("The registry folder " + workspaces + " cannot be read", e);
        }
        return List.copyOf(names);
    }

    /** The latest version, or the empty repository of version 0 if nothing was ever applied. */
    public AppliedRepository current(String workspace) {
        SortedSet<Long> versions = numbers(folder(workspace), VERSION_FILE);
        return versions.isEmpty() ? AppliedRepository.empty(workspace) : read(workspace, versions.last());
    }

    /** All versions, oldest first. */
    public List<AppliedRepository> history(String workspace) {
        List<AppliedRepository> history = new ArrayList<>();
        for (long version : numbers(folder(workspace), VERSION_FILE)) {
            history.add(read(workspace, version));
        }
        return List.copyOf(history);
    }

    /**
     * Makes {@code next} the current version; it is durable and visible to every process when this returns.
     *
     * @param expectedVersion the version that {@code next} was derived from, one less than its own
     * @throws TeselaException with code CONFLICT if that is no longer the current version
     */
    public AppliedRepository commit(long expectedVersion, AppliedRepository next) {
        if (next.version() != expectedVersion + 1) {
            throw new IllegalArgumentException(
                    "A successor of version " + expectedVersion + " cannot have version " + next.version());
        }
        Path folder = folder(next.workspace());
        SortedSet<Long> versions = numbers(folder, VERSION_FILE);
        long current = versions.isEmpty() ? 0 : versions.last();
        if (current != expectedVersion
                || !createOnce(folder, name(next.version()) + ".json", RepositoryJson.write(next))) {
            throw new TeselaException(
                    ErrorCode.CONFLICT,
                    "Workspace '" + next.workspace() + "' was changed by another apply: version " + expectedVersion
                            + " is no longer the current one; plan again");
        }
        return next;
    }

    /**
     * Makes what the plan describes the current version; a plan that changes nothing makes none.
     *
     * @throws io.tesela.definition.DefinitionException if the plan has problems
     * @throws TeselaException with code CONFLICT if the workspace was changed after the plan was made
     */
    public AppliedRepository apply(RepositoryPlan plan, Instant appliedAt) {
        AppliedRepository current = plan.current();
        if (plan.changesNothing()) {
            return current;
        }
        return commit(current.version(), plan.apply(appliedAt, view -> newTableId(current.workspace(), view)));
    }

    /**
     * A number that no table has or ever had, in any workspace of this registry. A number that is not used after all
     * leaves a gap.
     */
    public int newTableId(String workspace, String view) {
        while (true) {
            SortedSet<Long> taken = numbers(tables, TABLE_FILE);
            int id = Math.toIntExact(taken.isEmpty() ? 1 : taken.last() + 1);
            if (createOnce(tables, name(id), workspace + " " + view + "\n")) {
                return id;
            }
        }
    }

    private AppliedRepository read(String workspace, long version) {
        Path file = folder(workspace).resolve(name(version) + ".json");
        AppliedRepository repository;
        try {
            repository = RepositoryJson.read(Files.readString(file));
        } catch (TeselaException e) {
            throw new TeselaException(e.code(), "The registry file " + file + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed("The registry file " + file + " cannot be read", e);
        }
        if (repository.version() != version || !repository.workspace().equals(workspace)) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "The registry file " + file + " holds version " + repository.version() + " of workspace '"
                            + repository.workspace() + "'; it was renamed or copied: restore the original");
        }
        return repository;
    }

    private Path folder(String workspace) {
        if (!WORKSPACE.matcher(workspace).matches()) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + workspace + "' is no workspace name; use letters, digits, '_' and '-', starting with a"
                            + " letter or digit");
        }
        return workspaces.resolve(workspace);
    }

    /** Makes the file with this content, whole and durable, unless the name is taken. */
    private static boolean createOnce(Path folder, String name, String content) {
        Path target = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "." + name + ".", ".tmp");
            try {
                writeDurably(temporary, content);
                Files.createLink(target, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The registry folder " + folder + " lies on a file system without hard links, which the registry"
                            + " needs; choose another folder",
                    e);
        } catch (IOException e) {
            throw failed("The registry file " + target + " cannot be written", e);
        }
    }

    private static void writeDurably(Path file, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The numbers in the names of a folder's files; none if the folder does not exist. */
    private static SortedSet<Long> numbers(Path folder, Pattern name) {
        TreeSet<Long> numbers = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return numbers;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    numbers.add(Long.parseLong(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            throw failed("The registry folder " + folder + " cannot be read", e);
        }
        return numbers;
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "%010d", number);
    }

    private static TeselaException failed(String what, IOException e) {
        return new TeselaException(ErrorCode.UNAVAILABLE, what + ": " + e.getMessage(), e);
    }
}
