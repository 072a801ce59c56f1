package io.github.chthosting.compose;

import io.github.chthosting.plan.FindingCode;

/** Names what is found about a failure of power, before and after one. */
public enum PowerFinding implements FindingCode {
  /** The project has no container that could come back. */
  NO_CONTAINERS,
  /** The restart policy of a container; an error if it would not come back with its engine. */
  RESTART_POLICY,
  /** A container would come back only if it ran, and it does not. */
  NOT_RUNNING,
  /** The state of a service; an error if it is not up. */
  SERVICE,
  /** The answer of CouchDB; an error if it does not answer. */
  COUCHDB,
  /** The engine is on another host, so that CouchDB was not asked. */
  COUCHDB_NOT_ASKED,
  /** The databases hold what was recorded of them; an error if they do not. */
  DATABASES,
  /** Copies of databases have fewer documents than others, or could not be read. */
  COPIES,
  /** The databases could not be compared, as nothing was recorded of them. */
  NOT_RECORDED;

  @Override
  public String code() {
    return FindingCode.of("power", this);
  }
}
