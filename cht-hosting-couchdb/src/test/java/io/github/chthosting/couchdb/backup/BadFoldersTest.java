package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Places that cannot take a backup, or hold none. */
class BadFoldersTest {
  private static Embedded embedded;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    embedded = new Embedded();
    Database medic = embedded.couch().database("medic");
    medic.create();
    medic.put("_local/mine", Map.of("kept", true));
    try (Site site = new Site(embedded.couch())) {
      site.write(medic, "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
      site.attach(medic, "a", "1-" + Site.hash('a'), "p", "image/png", Site.random(2_000_000));
      for (int i = 0; i < 3_000; i++) {
        site.write(
            medic,
            "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"x\":\"%s\"}"
                .formatted(i, i + 1, new java.util.Random(i).nextLong()));
      }
    }
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  private static CouchDb couch() {
    return embedded.couch();
  }

  private Path place() {
    return folder.resolve("b");
  }

  private static BackupStoreException refused(BackupStore store) {
    Throwable thrown =
        catchThrowable(() -> Backup.of(couch()).databases("medic").to(store).start().await());
    assertThat(thrown).isInstanceOf(BackupStoreException.class);
    return (BackupStoreException) thrown;
  }

  @Test
  void aParentThatIsMissing() {
    Path place = folder.resolve("no/such/b");

    assertThat(refused(BackupStore.folder(place)))
        .hasMessage(
            "backup of medic: %s or the folder above it is missing (%s). Create it first.",
            place, place);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileWhereAFolderIsDue() throws IOException {
    Files.writeString(place(), "mine");

    assertThat(refused(BackupStore.folder(place())))
        .hasMessage("backup: %s is not a folder. Name another place.", place());
    assertThat(place()).hasContent("mine");
  }

  @Test
  void aFolderWithSomethingInIt() throws IOException {
    Files.createDirectory(place());
    Files.writeString(place().resolve("a"), "mine");
    Files.writeString(place().resolve("b"), "mine");

    assertThat(refused(BackupStore.folder(place())))
        .hasMessage(
            "%s is not empty: it holds a and 1 more. Nothing was written; choose an empty place.",
            place());
    assertThat(place().resolve("a")).hasContent("mine");
  }

  /** Root writes everywhere but where the kernel itself refuses. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatIsNotWritable() throws IOException {
    Path locked =
        Files.createDirectory(
            folder.resolve("locked"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    Path place = (Files.isWritable(locked) ? Path.of("/sys") : locked).resolve("b");

    assertThat(refused(BackupStore.folder(place)))
        .hasMessageMatching(
            "backup of medic: %s is not writable or readable for this user \\(%s.*\\)\\. Check its owner and mode, and how it is mounted\\."
                .formatted(Pattern.quote(place.toString()), Pattern.quote(place.toString())));
    assertThat(place).doesNotExist();
  }

  @Test
  void aFileSystemThatIsReadOnly() {
    BackupStore store =
        new StoreSeam(BackupStore.folder(place())) {
          @Override
          public Upload create(String name) throws IOException {
            throw new FileSystemException(name, null, "Read-only file system");
          }
        };

    assertThat(refused(store)).hasMessageContaining("is not writable or readable for this user");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsFull() throws IOException {
    for (String full : List.of("documents", "attachments", "locals", "manifest", "SHA256SUMS")) {
      BackupStore store = new FullDeviceStore(BackupStore.folder(place()), full);

      assertThat(refused(store))
          .as(full)
          .hasMessageMatching(
              "backup( of medic)?: %s is full \\(No space left on device\\)\\. Free space and start again in an empty place\\."
                  .formatted(Pattern.quote(place().toString())));
      assertThat(store.list()).as(full).isEmpty();
    }
  }

  @Test
  void noBackup() throws IOException {
    String message =
        "%s holds no complete backup: manifest.json is missing. A backup that was cut short has none; take it again. Nothing was changed.";
    Files.createDirectory(place());
    BackupStore store = BackupStore.folder(place());

    assertThat(catchThrowable(() -> Verify.backup(store).start().await()))
        .isInstanceOf(BackupStoreException.class)
        .hasMessage(message, place());
    assertThat(catchThrowable(() -> Restore.from(store).to(couch()).start().await()))
        .isInstanceOf(BackupStoreException.class)
        .hasMessage(message, place());
  }

  @Test
  void aManifestThatIsNewerOrCut() throws IOException {
    BackupStore store = BackupStore.folder(place());
    Backup.of(couch()).databases("medic").to(store).start().await();
    Path manifest = place().resolve("manifest.json");
    String whole = Files.readString(manifest);

    Files.writeString(manifest, whole.replace("\"version\" : 1,", "\"version\" : 2,"));
    assertThat(catchThrowable(() -> Restore.from(store).to(couch()).prefix("r-").start().await()))
        .isInstanceOf(io.github.chthosting.UnsupportedVersionException.class)
        .hasMessage(
            "%s has format version 2; this library reads up to 1. Use a newer one.", place());
    for (int length : new int[] {0, 1, 100, whole.length() / 2, whole.length() - 2}) {
      Files.writeString(manifest, whole.substring(0, length));
      assertThat(catchThrowable(() -> Verify.backup(store).start().await()))
          .isInstanceOf(io.github.chthosting.VerificationFailedException.class)
          .hasMessage(
              "%s/manifest.json is broken: it is cut or not JSON. Use another backup. Nothing was changed.",
              place());
      assertThat(catchThrowable(() -> Restore.from(store).to(couch()).prefix("r-").start().await()))
          .isInstanceOf(io.github.chthosting.VerificationFailedException.class);
    }
    assertThat(couch().database("r-medic").exists()).isFalse();
  }
}
