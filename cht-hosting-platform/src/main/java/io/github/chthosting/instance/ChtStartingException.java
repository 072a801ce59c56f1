package io.github.chthosting.instance;

import io.github.chthosting.HostingException;

/** The CHT answers 503: api starts, or its CouchDB cannot be reached. Retry later. */
public class ChtStartingException extends HostingException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the failure of one request.
   *
   * @param reason what the answer says, with a separator before it; empty if nothing
   */
  public ChtStartingException(String operation, String reason) {
    super(
        operation,
        operation
            + ": 503, the CHT is starting or cannot reach its CouchDB"
            + reason
            + ". ChtApi.startup() tells how far it is.",
        true,
        null);
  }
}
