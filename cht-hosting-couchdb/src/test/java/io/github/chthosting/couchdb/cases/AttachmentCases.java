package io.github.chthosting.couchdb.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.Attachment;
import io.github.chthosting.couchdb.AttachmentStub;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.ReadOptions;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments, streamed. */
public abstract class AttachmentCases extends Cases {
  protected AttachmentCases(CouchDb couch) {
    super(couch);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(Database database, String id, String name) throws IOException {
    try (Attachment attachment = database.attachments().open(id, name)) {
      return attachment.body().readAllBytes();
    }
  }

  @Test
  void streamsBytesBothWays(@TempDir Path folder) throws IOException {
    Database database = fresh();
    byte[] bytes = random(300_000);
    Path file = Files.write(folder.resolve("x"), bytes);

    String first =
        database.attachments().put("a", "b/ü +%.bin", Optional.empty(), "image/png", file);
    String second =
        database.attachments().put("a", "c", Optional.of(first), "image/png", 300_000, in(bytes));
    String third =
        database.attachments().put("a", "d", Optional.of(second), "image/png", -1, in(bytes));
    database.attachments().put("a", "e", Optional.of(third), "image/png", bytes);

    for (String name : new String[] {"b/ü +%.bin", "c", "d", "e"}) {
      assertThat(read(database, "a", name)).isEqualTo(bytes);
      AttachmentStub stub = database.get("a").attachments().get(name);
      assertThat(stub.length()).isEqualTo(300_000);
      assertThat(stub.contentType()).isEqualTo("image/png");
    }
    try (Attachment attachment = database.attachments().open("a", "c", second)) {
      assertThat(attachment.length()).hasValue(300_000);
      assertThat(attachment.digest()).isEqualTo(database.get("a").attachments().get("c").digest());
    }
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void checksWhatCouchDbHasCompressed() throws IOException {
    Database database = fresh();
    byte[] text = "many words ".repeat(5_000).getBytes(UTF_8);
    String rev =
        database.attachments().put("a", "t", Optional.empty(), "text/plain", text.length, in(text));
    database.attachments().put("a", "u", Optional.of(rev), "text/plain", text);

    assertThat(read(database, "a", "t")).isEqualTo(text);
    assertThat(read(database, "a", "u")).isEqualTo(text);
    AttachmentStub stub =
        database.get("a", ReadOptions.none().attachmentEncoding()).attachments().get("t");
    try (Attachment attachment = database.attachments().open("a", "t")) {
      assertThat(attachment.isCompressed()).isEqualTo(stub.encoding().isPresent());
      assertThat(attachment.digest()).isEqualTo(stub.digest());
    }
  }

  @Test
  void deletesAndTellsWhatIsMissing() {
    Database database = fresh();
    String rev = database.attachments().put("a", "t", Optional.empty(), "image/png", random(10));

    assertThatThrownBy(
            () -> database.attachments().put("a", "t", Optional.empty(), "image/png", random(11)))
        .isInstanceOf(ConflictException.class);
    database.attachments().delete("a", "t", rev);
    assertThatThrownBy(() -> database.attachments().open("a", "t"))
        .isInstanceOf(NotFoundException.class);
    assertThat(database.get("a").attachments()).isEmpty();
  }

  @Test
  void emptyOnes() throws IOException {
    Database database = fresh();
    database.attachments().put("a", "t", Optional.empty(), "image/png", new byte[0]);
    assertThat(read(database, "a", "t")).isEmpty();
  }

  @Test
  void ofDesignDocuments() throws IOException {
    Database database = fresh();
    database.attachments().put("_design/a", "t", Optional.empty(), "image/png", random(10));
    assertThat(read(database, "_design/a", "t")).isEqualTo(random(10));
  }
}
