package io.github.chthosting.testkit.function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A {@code validate_doc_update} of a design document. Called from several threads. */
@FunctionalInterface
public interface ValidateFunction {

  /** The refusal of a document: 403, or 401 for {@link #unauthorized}. */
  final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean unauthorized;

    private Refusal(String reason, boolean unauthorized) {
      super(reason);
      this.unauthorized = unauthorized;
    }

    /** Returns a refusal with 403 {@code forbidden}. */
    public static Refusal forbidden(String reason) {
      return new Refusal(reason, false);
    }

    /** Returns a refusal with 401 {@code unauthorized}. */
    public static Refusal unauthorized(String reason) {
      return new Refusal(reason, true);
    }

    public boolean isUnauthorized() {
      return unauthorized;
    }
  }

  /**
   * Returns if the document may be written.
   *
   * @param previous the revision it replaces, or null
   * @param user {@code db}, {@code name} and {@code roles}, as CouchDB gives them
   * @param security the database's {@code _security}
   * @throws Refusal if it may not
   */
  void validate(
      ObjectNode doc, @Nullable ObjectNode previous, ObjectNode user, ObjectNode security);
}
