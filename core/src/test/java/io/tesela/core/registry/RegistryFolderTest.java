package io.tesela.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryFolderTest {
    @TempDir
    private Path folder;

    @Test
    void workspaceIsEmptyBeforeItsFirstCommit() {
        RegistryFolder registry = RegistryFolder.open(folder.resolve("new"));
        assertThat(registry.current("prod")).isEqualTo(AppliedRepository.empty("prod"));
        assertThat(registry.history("prod")).isEmpty();
        assertThat(registry.workspaces()).isEmpty();
    }

    @Test
    void c1_everyVersionIsKept() {
        RegistryFolder registry = RegistryFolder.open(folder);
        registry.commit(0, Fraud.applied("prod", 1));
        registry.commit(1, Fraud.applied("prod", 2));
        registry.commit(0, Fraud.applied("dev", 1));

        RegistryFolder reopened = RegistryFolder.open(folder);
        assertThat(reopened.current("prod")).isEqualTo(Fraud.applied("prod", 2));
        assertThat(reopened.history("prod")).containsExactly(Fraud.applied("prod", 1), Fraud.applied("prod", 2));
        assertThat(reopened.workspaces()).containsExactly("dev", "prod");
    }

    @Test
    void staleCommitIsRefused() {
        RegistryFolder registry = RegistryFolder.open(folder);
        registry.commit(0, Fraud.applied("prod", 1));
        for (long stale : new long[] {0, 2, 7}) {
            assertThatThrownBy(() -> registry.commit(stale, Fraud.applied("prod", stale + 1)))
                    .isInstanceOfSatisfying(
                            TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("version " + stale + " is no longer the current one; plan again");
        }
        assertThat(registry.history("prod")).hasSize(1);
    }

    @Test
    void ofSixtyParallelCommittersNoneLosesItsCommit() throws Exception {
        int committers = 60;
        RegistryFolder registry = RegistryFolder.open(folder);
        ExecutorService threads = Executors.newFixedThreadPool(committers);
        try {
            List<Future<Long>> commits = new ArrayList<>();
            for (int i = 0; i < committers; i++) {
                Instant mark = Instant.ofEpochSecond(i + 1);
                commits.add(threads.submit(() -> commitUntilDone(registry, mark)));
            }
            for (Future<Long> commit : commits) {
                assertThat(commit.get()).isPositive();
            }
        } finally {
            threads.shutdown();
        }
        List<AppliedRepository> history = registry.history("prod");
        assertThat(history)
                .extracting(AppliedRepository::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, committers).boxed().toList());
        assertThat(history)
                .extracting(applied -> applied.appliedAt().getEpochSecond())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, committers).boxed().toList());
        assertThat(files(folder)).allMatch(name -> !name.endsWith(".tmp"));
    }

    private static long commitUntilDone(RegistryFolder registry, Instant mark) {
        while (true) {
            long version = registry.current("prod").version();
            try {
                return registry.commit(version, new AppliedRepository("prod", version + 1, mark, List.of(), List.of()))
                        .version();
            } catch (TeselaException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            }
        }
    }

    @Test
    void tableIdsAreNeverGivenTwice() throws InterruptedException, ExecutionException {
        Set<Integer> ids = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String workspace = "w" + i % 3;
                results.add(
                        threads.submit(() -> ids.add(RegistryFolder.open(folder).newTableId(workspace, "view"))));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(RegistryFolder.open(folder).newTableId("prod", "view")).isEqualTo(65);
    }

    @Test
    void killedCommitLeavesTheRegistryAsItWas() throws IOException {
        RegistryFolder registry = RegistryFolder.open(folder);
        registry.commit(0, Fraud.applied("prod", 1));
        Path workspace = folder.resolve("workspaces/prod");
        Files.writeString(workspace.resolve(".0000000002.json.123.tmp"), "{ half");
        assertThat(registry.current("prod").version()).isEqualTo(1);
        assertThat(registry.commit(1, Fraud.applied("prod", 2)).version()).isEqualTo(2);
    }

    @Test
    void tornOrNewerFileIsAnErrorThatNamesIt() throws IOException {
        RegistryFolder registry = RegistryFolder.open(folder);
        registry.commit(0, Fraud.applied("prod", 1));
        Path file = folder.resolve("workspaces/prod/0000000002.json");

        Files.writeString(file, "{\"formatVersion\": 1, \"workspace\": \"pr");
        assertUnusable(registry, file, "it is no complete JSON document");
        Files.writeString(file, "{\"formatVersion\": 99}");
        assertUnusable(registry, file, "it has formatVersion 99, but this program reads up to 1");
        Files.writeString(file, RepositoryJson.write(Fraud.applied("dev", 2)));
        assertUnusable(registry, file, "holds version 2 of workspace 'dev'");
    }

    @Test
    void workspaceNameMayNotLeaveTheFolder() {
        RegistryFolder registry = RegistryFolder.open(folder);
        assertThatThrownBy(() -> registry.current("../prod"))
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessage("'../prod' is no workspace name; use letters, digits, '_' and '-', starting with a letter"
                        + " or digit");
    }

    @Test
    void filesAreReadableByTheirOwnerOnly() throws IOException {
        RegistryFolder.open(folder).commit(0, Fraud.applied("prod", 1));
        assertThat(Files.getPosixFilePermissions(folder.resolve("workspaces/prod/0000000001.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static void assertUnusable(RegistryFolder registry, Path file, String why) {
        assertThatThrownBy(() -> registry.current("prod"))
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_STATE))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted(Comparator.naturalOrder()).map(Path::toString).toList();
        }
    }
}
