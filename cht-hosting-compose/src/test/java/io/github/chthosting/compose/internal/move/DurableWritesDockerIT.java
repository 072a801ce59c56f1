package io.github.chthosting.compose.internal.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each write is on disk, content and name, before it returns: strace sees what the system is asked
 * for.
 */
class DurableWritesDockerIT {
  private static final String CALLS =
      "open,openat,mkdir,mkdirat,write,writev,pwrite64,ftruncate,sendfile,copy_file_range,fsync,fdatasync,"
          + "rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,access,faccessat,faccessat2,"
          + "stat,lstat,newfstatat,statx";

  @Test
  void eachIsOnDiskBeforeItIsTold(@TempDir Path root) throws Exception {
    Map<String, List<String>> notOnDisk =
        new DurabilityTrace(root + "/w", traced(root)).notOnDisk();
    assertThat(notOnDisk).containsOnlyKeys(DurableWrites.names());
    assertThat(notOnDisk.remove("not-durable")).containsExactly("content of /f", "name of /f");
    assertThat(notOnDisk).allSatisfy((name, left) -> assertThat(left).as(name).isEmpty());
  }

  private static List<String> traced(Path root) throws IOException, InterruptedException {
    Path calls = root.resolve("calls");
    Path output = root.resolve("output");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qq",
                "-y",
                "-s",
                "1",
                "-e",
                "trace=" + CALLS,
                "-o",
                calls.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DurableWrites.class.getName(),
                Files.createDirectory(root.resolve("w")).toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readAllLines(calls);
  }
}
