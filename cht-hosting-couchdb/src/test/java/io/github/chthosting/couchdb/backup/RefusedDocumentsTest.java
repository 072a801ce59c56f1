package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RejectedDocument;
import io.github.chthosting.couchdb.backup.report.RestoreIncompleteException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.testkit.EmbeddedNode;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.function.ValidateFunction;
import org.junit.jupiter.api.Test;

/** Documents that the target of a restore refuses: they are listed, and the rest is restored. */
class RefusedDocumentsTest extends FailedRestoreCase {
  private RestoreReport incomplete(Restore restore, String message) {
    Throwable thrown = catchThrowable(() -> restore.start().await());
    assertThat(thrown).isInstanceOf(RestoreIncompleteException.class).hasMessage(message);
    return ((RestoreIncompleteException) thrown).report();
  }

  @Test
  void whatAValidationRefusesIsListedAndTheRestIsThere() throws Exception {
    embedded
        .server()
        .functions()
        .validate(
            "gate",
            (doc, previous, user, security) -> {
              if (doc.path("_id").asString("").matches("d1\\d|photo")) {
                throw ValidateFunction.Refusal.forbidden("not " + doc.path("_id").asString(""));
              }
            });
    Database target = site.create("gated");
    site.write(
        target,
        "{\"_id\":\"_design/gate\",\"_rev\":\"1-%s\",\"validate_doc_update\":\"function(){}\"}"
            .formatted(Site.hash('e')));

    Throwable thrown = catchThrowable(() -> restore("gated").intoExisting().start().await());

    assertThat(thrown)
        .isInstanceOf(RestoreIncompleteException.class)
        .hasMessageMatching(
            "11 of 302 leaves were refused; the first, in \\S+-gated: (d1\\d|photo) \\d-\\w{32}: forbidden - .*not .*"
                + " Everything else is restored; see the report\\.");
    RestoreReport report = ((RestoreIncompleteException) thrown).report();
    assertThat(report.databases().get(0).rejected())
        .hasSize(11)
        .extracting(RejectedDocument::id)
        .contains("photo", "d10", "d19")
        .doesNotHaveDuplicates();
    assertThat(report.leaves()).isEqualTo(291);
    assertThat(target.info().documents()).isEqualTo(292);
  }

  @Test
  void aDocumentThatIsTooLargeIsListedAndTheRestIsThere() {
    for (EmbeddedNode node : embedded.server().nodes()) {
      node.config("couchdb", "max_document_size", "3000");
    }

    RestoreReport report =
        incomplete(
            restore("small"),
            "1 of 302 leaves were refused; the first, in %ssmall: d7 1-%032x: document_too_large - d7. Everything else is restored; see the report."
                .formatted(site.prefix(), 8));

    assertThat(report.databases().get(0).rejected()).hasSize(1);
    assertThat(report.documents()).isEqualTo(301);
  }

  @Test
  void anAttachmentThatIsTooLargeIsListedToo() {
    embedded
        .server()
        .inject(
            Fault.on("PUT", "/" + site.prefix() + "copy/photo")
                .status(413, "{\"error\":\"attachment_too_large\",\"reason\":\"p\"}"));

    RestoreReport report =
        incomplete(
            restore("copy"),
            "1 of 302 leaves were refused; the first, in %scopy: photo %s: attachment_too_large - p. Everything else is restored; see the report."
                .formatted(
                    site.prefix(), medic.request("GET", "photo").json().path("_rev").asString("")));

    assertThat(report.documents()).isEqualTo(301);
  }
}
