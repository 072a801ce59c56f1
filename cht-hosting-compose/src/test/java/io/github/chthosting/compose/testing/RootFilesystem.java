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
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int code =
        jlink.run(
            System.out,
            System.err,
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            runtime.toString());
    if (code != 0) {
      throw new IllegalStateException("jlink ended with " + code);
    }
    Programs.libraries(runtime.resolve("bin/java"), root);
    Programs.libraries(runtime.resolve("lib/server/libjvm.so"), root);
    Programs.libraries(runtime.resolve("lib/libnet.so"), root);
    Programs.output(runtime.resolve("bin/java").toString(), "-Xshare:dump");
    Path libraries = Files.createDirectories(root.resolve("opt/cht/lib"));
    for (Path library : libraries()) {
      Path to = libraries.resolve(String.valueOf(library.getFileName()));
      Programs.copyTree(library, Files.isDirectory(library) ? root.resolve("opt/cht/classes") : to);
    }
    Path classes = Path.of("io/github/chthosting/compose/testing/service");
    Programs.copyTree(services(), root.resolve("opt/cht/classes").resolve(classes));
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
