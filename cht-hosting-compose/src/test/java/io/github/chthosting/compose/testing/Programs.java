package io.github.chthosting.compose.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine, copied with the libraries that they are linked to. */
final class Programs {
  private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x[0-9a-f]+\\)");

  private Programs() {}

  /** The program of that name. */
  static Path find(String name) {
    String path = System.getenv("PATH") + ":/usr/sbin:/sbin:/usr/bin:/bin";
    return Stream.of(path.split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the test images need " + name + ": install it (see .ci/run)"));
  }

  /** The path of a program of this machine below {@code root}. */
  static Path in(Path root, Path program) {
    return root.resolve(program.toString().substring(1));
  }

  /** Copies a program to the same place below {@code root}, with its libraries. */
  static void copy(Path program, Path root) throws IOException {
    copyFile(program, in(root, program));
    libraries(program, root);
  }

  /** Copies the libraries of a program to the same places below {@code root}. */
  static void libraries(Path program, Path root) throws IOException {
    Matcher matcher = LIBRARY.matcher(output("ldd", program.toString()));
    while (matcher.find()) {
      Path library = Path.of(matcher.group(1));
      if (!library.startsWith(root)) {
        copyFile(library, in(root, library));
      }
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling("."));
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Copies a file, or a folder with all below it. */
  static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            copyFile(file, file.equals(from) ? to : to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a folder with all below it. */
  static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The output of a program; "not a dynamic executable" is what ldd says of a static one. */
  static String output(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0 && !text.contains("not a dynamic executable")) {
        throw new IllegalStateException(String.join(" ", words) + ": " + code + " " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
