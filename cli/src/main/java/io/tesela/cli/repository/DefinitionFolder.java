package io.tesela.cli.repository;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.Repository;
import io.tesela.definition.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Definitions as a user keeps them: a folder of {@code .java} files, or a jar of compiled ones. */
public final class DefinitionFolder {
    private DefinitionFolder() {}

    /**
     * Compiles the definitions if need be, runs their code and returns what their services reach. Several
     * {@link io.tesela.definition.FeatureRepository} implementations are taken together.
     *
     * @param definitions the folder or the jar
     * @param classPath jars and class folders that the definitions use besides Tesela's own API
     * @throws TeselaException if they don't compile or there are none
     * @throws DefinitionException if any are wrong or their code fails; it lists every problem
     */
    public static Repository load(Path definitions, List<Path> classPath) {
        for (Path entry : classPath) {
            if (!Files.exists(entry)) {
                throw new TeselaException(
                        ErrorCode.INVALID_ARGUMENT, "There is no file or folder " + entry + " for the class path");
            }
        }
        if (Files.isDirectory(definitions)) {
            Map<String, byte[]> classes = SourceCompiler.compile(definitions, classPath);
            return load(definitions, new DefinitionClassLoader(definitions, classPath, classes), classes);
        }
        if (definitions.toString().endsWith(".jar") && Files.isRegularFile(definitions)) {
            Map<String, byte[]> classes = classesOf(definitions);
            return load(definitions, new DefinitionClassLoader(definitions, classPath, classes), classes);
        }
        throw new TeselaException(
                ErrorCode.NOT_FOUND,
                definitions + " is neither a folder of .java files nor a jar; 'tesela init " + definitions
                        + "' writes a folder to begin with");
    }

    private static Repository load(Path definitions, DefinitionClassLoader loader, Map<String, byte[]> classes) {
        try (loader) {
            return new RepositoryLoading(definitions, loader, classes.keySet()).load();
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.INTERNAL, "The class path of " + definitions + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private static Map<String, byte[]> classesOf(Path jar) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("-info.class")) {
                    String className =
                            name.substring(0, name.length() - ".class".length()).replace('/', '.');
                    classes.put(className, file.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT, "The jar " + jar + " cannot be read: " + e.getMessage(), e);
        }
        return classes;
    }
}
