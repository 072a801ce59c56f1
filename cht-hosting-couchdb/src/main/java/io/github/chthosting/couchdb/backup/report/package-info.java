/** Results of a backup, a restore or a verification, and the errors of both. */
package io.github.chthosting.couchdb.backup.report;
