package io.tesela.cli.repository;

import io.tesela.definition.FeatureRepository;
import java.io.Closeable;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads a user's classes apart from the program's: of the program they see the {@code definition} module and nothing
 * else, as when they were compiled.
 */
final class DefinitionClassLoader extends URLClassLoader implements Closeable {
    private final Map<String, byte[]> classes;

    /** @param root the folder or jar in which the definitions find their resources */
    DefinitionClassLoader(Path root, List<Path> classPath, Map<String, byte[]> classes) {
        super("definitions", urls(root, classPath), new DefinitionModule());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    private static URL[] urls(Path root, List<Path> classPath) {
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(root.toUri().toURL());
            for (Path entry : classPath) {
                urls.add(entry.toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("A path that is no URL in " + classPath, e);
        }
        return urls.toArray(URL[]::new);
    }

    /** The Java platform and the {@code definition} module. */
    private static final class DefinitionModule extends ClassLoader {
        private static final String PREFIX = FeatureRepository.class.getPackageName() + ".";

        DefinitionModule() {
            super("definition module", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(PREFIX) || name.startsWith("org.jspecify.")) {
                return FeatureRepository.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
