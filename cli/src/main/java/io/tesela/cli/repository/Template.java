package io.tesela.cli.repository;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The feature repository that {@code tesela init} writes: small, commented, and ready to plan. */
public final class Template {
    /** File name → resource. */
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("Features.java", "Features.java.template");
        FILES.put(".gitignore", "gitignore.template");
    }

    private Template() {}

    /**
     * Writes the files into {@code folder}, which is made if it does not exist.
     *
     * @return the files written
     * @throws TeselaException if one of them is already there; nothing is overwritten
     */
    public static List<Path> write(Path folder) {
        for (String name : FILES.keySet()) {
            if (Files.exists(folder.resolve(name))) {
                throw taken(folder.resolve(name));
            }
        }
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Path target = folder.resolve(file.getKey());
                try (InputStream content =
                        Objects.requireNonNull(Template.class.getResourceAsStream(file.getValue()))) {
                    Files.copy(content, target);
                } catch (FileAlreadyExistsException e) {
                    throw taken(target);
                }
                written.add(target);
            }
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
        return List.copyOf(written);
    }

    private static TeselaException taken(Path file) {
        return new TeselaException(
                ErrorCode.CONFLICT, file + " already exists and is left as it is; give a folder without it");
    }
}
