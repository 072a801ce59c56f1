package io.github.chthosting.compose;

import io.github.chthosting.plan.FindingCode;

/** Names what is found about a failure of power, before and after one. */
public enum PowerFinding implements FindingCode {
  /** There is no container that could come back. */
  NO_CONTAINERS,
  /** Whether a container comes back with its engine; an error if it does not. */
  RESTART_POLICY,
  /** A container would come back only if it ran, and it does not. */
  NOT_RUNNING,
  /** Whether a service is up; an error if it is not. */
  SERVICE,
  /** Whether CouchDB answers; an error if it does not. */
  COUCHDB,
  /** The engine is on another host, so that CouchDB was not asked. */
  COUCHDB_NOT_ASKED,
  /** Whether the databases hold what was recorded of them; an error if they do not. */
  DATABASES,
  /** Nothing was recorded to compare the databases with. */
  NOT_RECORDED;

  @Override
  public String code() {
    return FindingCode.of("power", this);
  }
}
