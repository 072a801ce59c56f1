package io.github.chthosting.compose.internal.password;

import io.github.chthosting.plan.FindingCode;

/** Names what a check of the administrator's password finds. */
public enum PasswordFinding implements FindingCode {
  /** No password in {@code .env}. */
  MISSING,
  /** A CouchDB node opens with the password of {@code .env}. */
  ACCEPTED,
  /** A CouchDB node refuses the password of {@code .env}. */
  REFUSED,
  /** A CouchDB node does not run. */
  NODE_DOWN,
  /** A CouchDB node does not answer. */
  NO_ANSWER;

  @Override
  public String code() {
    return FindingCode.of("password", this);
  }
}
