package io.github.chthosting.compose.internal.move;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.internal.password.PasswordFile;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Topology;
import io.github.chthosting.platform.certificate.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that writes everything that must be durable, each below a folder of its name, and looks
 * for a file of the same name when the write has returned: a sign for {@link
 * DurableWritesDockerIT}.
 */
final class DurableWrites {
  private static final WorkContext CONTEXT =
      new WorkContext() {
        @Override
        public void progress(String phase, long done, long total, String unit, long bytes) {}

        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void checkCancelled() {}

        @Override
        public Hook onCancel(Runnable action) {
          return () -> {};
        }
      };

  /** One write. */
  private interface Write {
    void to(Path folder) throws IOException;
  }

  private final Map<String, Write> writes = new LinkedHashMap<>();

  private DurableWrites() {
    writes.put(
        "settings",
        folder -> {
          Path file = Files.writeString(folder.resolve(".env"), "A=1\n");
          EnvFile.read(file).with("A", "2").write(file);
        });
    writes.put("whole-file", folder -> WholeFile.write(folder.resolve("f"), "text"));
    writes.put(
        "password", folder -> PasswordFile.write(folder.resolve("made/f"), Secret.of("a-b-c-d")));
    writes.put(
        "certificate",
        folder ->
            SelfSigned.of(List.of("cht.example"), Instant.EPOCH).write(folder.resolve("a/b")));
    writes.put("release", DurableWrites::release);
    writes.put(
        "pass-phrase",
        folder -> FileRepository.borg(folder + "/r", folder.resolve("made/f")).makePassPhrase());
    writes.put(
        "identity",
        folder ->
            new InstanceIdentity("1", Optional.of(Secret.of("s"))).write(folder.resolve("f")));
    writes.put("data", folder -> new DataCopy(data(folder), folder.resolve("to"), CONTEXT).run());
    writes.put("maps", folder -> new KeptMaps(data(folder), folder.resolve("kept")).keep());
    writes.put("maps-back", DurableWrites::mapsBack);
    writes.put("backup", DurableWrites::backup);
    writes.put("not-durable", folder -> Files.writeString(folder.resolve("f"), "text"));
  }

  static List<String> names() {
    return List.copyOf(new DurableWrites().writes.keySet());
  }

  private static void release(Path folder) {
    ReleaseSource source =
        (version, topology) ->
            new Release(
                version,
                List.of(
                    new ReleaseFile(ReleaseFile.CORE, "services: {api: {image: x}}\n"),
                    new ReleaseFile(ReleaseFile.COUCHDB, "services: {couchdb: {image: x}}\n")));
    ReleaseSource.cached(source, folder.resolve("cache"))
        .fetch(ChtVersion.of("5.0.2"), Topology.SINGLE);
  }

  private static Path data(Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("from/shards"));
    Files.writeString(data.resolve("a.couch"), "a");
    Files.writeString(folder.resolve("from/_dbs.couch"), "d");
    Files.writeString(folder.resolve("from/_nodes.couch"), "n");
    return folder.resolve("from");
  }

  private static void mapsBack(Path folder) throws IOException {
    KeptMaps maps = new KeptMaps(data(folder), folder.resolve("kept"));
    maps.keep();
    maps.putBack();
  }

  private static void backup(Path folder) throws IOException {
    BackupStore store = BackupStore.folder(folder.resolve("b"));
    for (String name : List.of("db/part-0", "db/part-1", "SHA256SUMS")) {
      try (BackupStore.Upload upload = store.create(name)) {
        upload.write(name.getBytes(StandardCharsets.UTF_8));
        upload.commit();
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    for (Map.Entry<String, Write> write : new DurableWrites().writes.entrySet()) {
      Path folder = Files.createDirectory(root.resolve(write.getKey()));
      write.getValue().to(folder);
      if (Files.exists(folder.resolve(DurabilityTrace.RETURNED))) {
        throw new IllegalStateException("nobody writes such a file");
      }
    }
  }
}
