package io.github.chthosting.compose.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real certbot with its Python, as Debian installs them, and no more of this machine's. */
final class CertbotProgram {
  private static final List<String> PACKAGES =
      List.of(
          "OpenSSL",
          "_cffi_backend",
          "acme",
          "certbot",
          "certifi",
          "chardet",
          "charset_normalizer",
          "configargparse",
          "configobj",
          "cryptography",
          "distro",
          "idna",
          "josepy",
          "parsedatetime",
          "pkg_resources",
          "pyrfc3339",
          "pytz",
          "requests",
          "six",
          "urllib3",
          "validate");

  private CertbotProgram() {}

  static void copy(Path root) throws IOException {
    Path python = Path.of("/usr/bin/python3");
    Programs.copy(Programs.find("certbot"), root);
    Programs.copy(python, root);
    Path standard =
        Path.of(
            Programs.output(
                    python.toString(),
                    "-c",
                    "import sysconfig; print(sysconfig.get_path('stdlib'))")
                .strip());
    for (Path each : list(standard)) {
      if (!each.endsWith("sitecustomize.py") && !each.endsWith("test")) {
        Programs.copyTree(each, Programs.in(root, each));
      }
    }
    for (Path each : list(Path.of("/usr/lib/python3/dist-packages"))) {
      String name = String.valueOf(each.getFileName());
      if (PACKAGES.stream().anyMatch(name::startsWith)) {
        Programs.copyTree(each, Programs.in(root, each));
      }
    }
    libraries(root);
    legacyAlgorithms(root);
    Path zones = Path.of("/usr/share/zoneinfo");
    Programs.copyTree(zones, Programs.in(root, zones));
    Files.createDirectories(root.resolve("var/log"));
    Files.createDirectories(root.resolve("var/lib"));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /**
   * Copies the libraries that Python loads when it runs, beside those that Python itself is linked
   * to.
   */
  private static void libraries(Path root) throws IOException {
    List<Path> modules;
    try (Stream<Path> all = Files.walk(root.resolve("usr/lib"))) {
      modules = all.filter(each -> each.toString().contains(".cpython-") || isAbi(each)).toList();
    }
    for (Path each : modules) {
      if (each.toString().endsWith(".so")) {
        Programs.libraries(Path.of("/").resolve(root.relativize(each)), root);
      }
    }
  }

  /** Python's cryptography wants OpenSSL's module of old algorithms, whether it uses it or not. */
  private static void legacyAlgorithms(Path root) throws IOException {
    String said = Programs.output(Programs.find("openssl").toString(), "version", "-m");
    Path module = Path.of(said.replaceAll("(?s).*\"(.*)\".*", "$1")).resolve("legacy.so");
    Programs.copyTree(module, Programs.in(root, module));
  }

  private static boolean isAbi(Path file) {
    return file.toString().endsWith(".abi3.so");
  }
}
