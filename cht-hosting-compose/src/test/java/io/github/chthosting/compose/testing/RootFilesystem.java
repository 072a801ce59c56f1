package io.github.chthosting.compose.testing;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;

/** The files that all test images share, put together from what is installed on this machine. */
final class RootFilesystem {
  private static final List<String> SCRIPTS =
      List.of(
          "api.sh",
          "archive.sh",
          "couchdb.sh",
          "haproxy.cfg",
          "haproxy.sh",
          "healthcheck-agent.sh",
          "healthcheck.sh",
          "java.sh",
          "nginx.conf",
          "nginx.sh",
          "nouveau.sh",
          "openssl.cnf",
          "sentinel.sh",
          "upgrade-service.sh");

  /** One class of each jar that the programs need. */
  private static final List<Class<?>> LIBRARIES =
      List.of(
          EmbeddedCouchDb.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonCreator.class,
          Server.class,
          HttpField.class,
          EndPoint.class,
          Callback.class,
          Logger.class);

  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,"
          + "jdk.crypto.ec,jdk.httpserver,jdk.unsupported";

  private static final String ACCOUNTS =
      """
      root:x:0:0:root:/root:/bin/sh
      nginx:x:101:101:nginx:/nonexistent:/bin/false
      nobody:x:65534:65534:nobody:/nonexistent:/bin/false
      """;

  private final List<Path> programs =
      Stream.of("busybox", "nginx", "haproxy", "openssl", "curl").map(Programs::find).toList();

  /** Two machines, or two states of the code, whose images would differ have different ones. */
  String hash() {
    ContentHash hash = new ContentHash();
    programs.forEach(hash::stamp);
    SCRIPTS.forEach(name -> hash.text(name, script(name)));
    libraries().forEach(hash::tree);
    hash.tree(services());
    hash.text("java", System.getProperty("java.runtime.version") + MODULES + ACCOUNTS);
    return hash.text();
  }

  /** Writes everything below {@code root}. */
  void write(Path root) throws IOException {
    for (String folder :
        List.of("bin", "etc", "root", "run", "tmp", "usr/bin", "var/lib/nginx", "var/log/nginx")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (Path program : programs) {
      Programs.copy(program, root);
    }
    busybox(root);
    Files.writeString(root.resolve("etc/passwd"), ACCOUNTS);
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nnginx:x:101:\nnogroup:x:65534:\n");
    Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
    scripts(root.resolve("opt/cht/bin"));
    java(root);
  }

  private static void busybox(Path root) throws IOException {
    Path program = root.resolve("bin/busybox");
    Files.move(
        Programs.in(root, Programs.find("busybox")), program, StandardCopyOption.REPLACE_EXISTING);
    for (String applet : Programs.output(program.toString(), "--list").split("\n", -1)) {
      Path link = root.resolve("bin").resolve(applet);
      if (!applet.isBlank() && !Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("busybox"));
      }
    }
  }

  private static void scripts(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : SCRIPTS) {
      Path file = Files.writeString(folder.resolve(name), script(name));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String script(String name) {
    try (InputStream stream = RootFilesystem.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void java(Path root) throws IOException {
    Path runtime = root.resolve("opt/jre");
    run(
        "jlink",
        "--add-modules",
        MODULES,
        "--strip-debug",
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        runtime.toString());
    Programs.libraries(runtime.resolve("bin/java"), root);
    Programs.libraries(runtime.resolve("lib/server/libjvm.so"), root);
    Programs.libraries(runtime.resolve("lib/libnet.so"), root);
    Programs.output(runtime.resolve("bin/java").toString(), "-Xshare:dump");
    Path libraries = Files.createDirectories(root.resolve("opt/cht/lib"));
    for (Path library : libraries()) {
      if (Files.isDirectory(library)) {
        jar(library, library, libraries.resolve("testkit.jar"));
      } else {
        Programs.copyTree(library, libraries.resolve(String.valueOf(library.getFileName())));
      }
    }
    jar(origin(RootFilesystem.class), services(), libraries.resolve("services.jar"));
  }

  /**
   * Makes a jar of what lies below {@code part}; an archive of classes can be made of jars only.
   */
  private static void jar(Path base, Path part, Path jar) {
    String below = part.equals(base) ? "." : base.relativize(part).toString();
    run("jar", "--create", "--file", jar.toString(), "-C", base.toString(), below);
  }

  private static void run(String tool, String... arguments) {
    int code = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
    if (code != 0) {
      throw new IllegalStateException(tool + " ended with " + code);
    }
  }

  private static List<Path> libraries() {
    return LIBRARIES.stream().map(RootFilesystem::origin).distinct().toList();
  }

  private static Path services() {
    return origin(RootFilesystem.class).resolve("io/github/chthosting/compose/testing/service");
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
