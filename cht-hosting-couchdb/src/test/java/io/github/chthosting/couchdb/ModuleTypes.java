package io.github.chthosting.couchdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The types of this module as they were compiled: none can be forgotten in a list. */
public final class ModuleTypes {
  private ModuleTypes() {}

  /** The types of this module that are a {@code type}, itself apart. */
  public static <T> List<Class<? extends T>> of(Class<T> type) {
    Path root = classes();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.endsWith("module-info.class"))
          .<Class<?>>map(ModuleTypes::load)
          .filter(known -> type.isAssignableFrom(known) && !known.isInterface())
          .<Class<? extends T>>map(known -> known.asSubclass(type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(CouchDb.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, CouchDb.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
