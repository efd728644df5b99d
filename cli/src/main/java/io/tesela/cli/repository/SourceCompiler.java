package io.tesela.cli.repository;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.FeatureRepository;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Compiles a folder of Java source files in memory. */
final class SourceCompiler {
    private SourceCompiler() {}

    /**
     * The classes of all {@code .java} files under {@code folder}, less those in hidden folders.
     *
     * @return class name → class file
     */
    static Map<String, byte[]> compile(Path folder, List<Path> classPath) {
        return compile(folder, classPath, ToolProvider.getSystemJavaCompiler());
    }

    /** @param compiler null if this Java has none */
    static Map<String, byte[]> compile(Path folder, List<Path> classPath, @Nullable JavaCompiler compiler) {
        List<Path> sources = sources(folder);
        if (sources.isEmpty()) {
            throw new TeselaException(
                    ErrorCode.NOT_FOUND,
                    "There are no .java files in " + folder + "; 'tesela init " + folder
                            + "' writes one to begin with");
        }
        if (compiler == null) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The definitions in " + folder + " cannot be compiled: the Java in "
                            + System.getProperty("java.home")
                            + " has no compiler; run Tesela with a JDK, or give it a jar of compiled definitions");
        }
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                InMemoryOutput output = new InMemoryOutput(files)) {
            boolean compiled = compiler.getTask(
                            messages,
                            output,
                            null,
                            options(classPath),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new TeselaException(
                        ErrorCode.INVALID_DEFINITION,
                        "The definitions in " + folder + " do not compile:\n"
                                + messages.toString()
                                        .replace(folder + File.separator, "")
                                        .stripTrailing());
            }
            return output.classes();
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "The definitions in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> options(List<Path> classPath) {
        String all = Stream.concat(
                        Stream.of(FeatureRepository.class, NullMarked.class).map(SourceCompiler::location),
                        classPath.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("-classpath", all, "-proc:none", "-Xlint:none", "-nowarn", "-g", "-encoding", "UTF-8");
    }

    /** The jar or folder that the class was loaded from. */
    private static Path location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(type + " was loaded from no file");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " was loaded from no file", e);
        }
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the class files that a compiler writes. */
    private static final class InMemoryOutput extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

        InMemoryOutput(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            URI uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }
}
