package io.github.chthosting.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.contract.document.DocumentSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases that only CouchDB 3.3.3 has, on the embedded server that answers as that version. */
class OldVersionTest {
  private static final EmbeddedCouchDb EMBEDDED = Embedded.start("3.3.3");

  @AfterAll
  static void close() {
    EMBEDDED.close();
  }

  @TestFactory
  Stream<DynamicContainer> documents() {
    return new Suite(DocumentSubjects.ALL).ended(Embedded.server(EMBEDDED));
  }

  @Test
  void itSaysWhichVersionItIs() {
    Server server = Embedded.server(EMBEDDED);
    Answer welcome = new Ask(server.nodes().get(0), "GET", "/").send();
    assertThat(welcome.json().path("version").asString()).isEqualTo("3.3.3");
    assertThat(welcome.header("Server")).isEqualTo("CouchDB/3.3.3 (Erlang OTP/25)");
  }

  @Test
  void aVersionThatNobodyLookedAtIsRefused() {
    EmbeddedCouchDb.Builder builder = EmbeddedCouchDb.builder();
    assertThatThrownBy(() -> builder.version("2.3.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The embedded CouchDB answers as one of the versions [3.3.3, 3.5.2], not as 2.3.1.");
  }
}
