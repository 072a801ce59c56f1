/** Carries revisions from one database to another as bytes, through this process. Not exported. */
package io.github.chthosting.couchdb.internal.transfer;
